"""The verbs of speech of a sentence, each with its subject; and the other words that bring somebody's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.statement import Polarity
from vectorstore.statements import sources
from vectorstore.statements.lexicon import (
    BEFORE_INFINITIVE,
    MODALS,
    NEGATIONS,
    PARTICLES,
    REFUSALS,
    SPEECH_VERBS,
    SpeechVerb,
)
from vectorstore.statements.sources import Source
from vectorstore.statements.tokens import Token

_BE = frozenset("is was were are be been being".split())
_BEFORE_BASE = MODALS | {"to", "did", "do", "does"}
_MARKS = frozenset({",", ";", "—", "–", "―", "--", "-"})
_CIRCUMSTANCES = frozenset("on in at to during after before from with about for of as by".split())
_DAYS = frozenset("and monday tuesday wednesday thursday friday saturday sunday yesterday today".split())
_BEHIND_SUBJECT = _CIRCUMSTANCES | _DAYS | {"who", "whose", "when", "as"}
_HEARERS = frozenset("him her them me us you reporters".split())
_NOT_WITH = frozenset({"with", "over"})
_SUBORDINATES = frozenset("when while if where because since after before until that which who whom whose".split())
_FAR = 16
_LONGEST_QUOTED = 8
_JOINING = frozenset("yet but and so still then now however meanwhile instead".split())
"""Of "Yet, Quill said" nothing is said in front."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say whose words others are. `first` and `last` are their places, an inverted subject's included."""

    first: int
    last: int
    source: Source | None
    verb: SpeechVerb | None
    """None of "according to" and its like."""
    polarity: Polarity
    is_behind: bool
    """Whether what is said stands in front of it: `…, she said`."""


def cues(words: Sequence[Token]) -> Iterator[Cue]:
    """The cues of one sentence, in order."""
    subject: Source | None = None
    for place, word in enumerate(words):
        if word.is_word and (cue := _phrase(words, place) or _verb(words, place, subject)):
            subject = cue.source or subject
            yield cue


def main_subject(words: Sequence[Token], stop: int) -> Source | None:
    """The last name or pronoun before that place which a clause begins with and goes on behind."""
    begins = [0, *(n + 1 for n in range(stop - 1) if words[n].text in _MARKS or words[n].is_quotation)]
    for first in reversed(begins):
        source = sources.leading_name(words, first) if words[first].is_word else None
        follows = next((word for word in words if source and word.start >= source.end), None)
        if source and follows and (follows.is_word or (first == 0 and follows.text == ",")):
            return source
    return None


def place_of(words: Sequence[Token], offset: int) -> int:
    """The place of the first word that begins there or later."""
    return next((n for n, word in enumerate(words) if word.start >= offset), len(words))


def _phrase(words: Sequence[Token], place: int) -> Cue | None:
    """`according to Quill`, `in the words of Quill`, `as Quill put it`."""
    said = [word.lower for word in words[place : place + 4]]
    length = 2 if said[:2] == ["according", "to"] else 4 if said == ["in", "the", "words", "of"] else 0
    if length:
        source = sources.after(words, place + length) if place + length < len(words) else None
        if source is None:
            return None
        last = place_of(words, source.end) - 1
        return Cue(place, last, source, None, "said", is_behind=place > 0 and words[place - 1].text == ",")
    if said[:2] in (["put", "it"], ["puts", "it"]) and place > 0:
        source = sources.before(words, place)
        first = place_of(words, source.start) if source else place
        return Cue(first, place + 1, source, None, "said", is_behind=False) if source else None
    return None


def _verb(words: Sequence[Token], place: int, subject: Source | None) -> Cue | None:
    verb = SPEECH_VERBS.get(words[place].lower)
    if verb is None or (words[place].is_capitalised and place > 0) or _goes_with(words, place):
        return None
    if verb.lemma in PARTICLES and [word.lower for word in words[place + 1 : place + 2]] != [PARTICLES[verb.lemma]]:
        return None
    inverted = _inverted(words, place, verb) if verb.is_inverted and verb.form != "participle" else None
    if inverted:
        return inverted
    beside = _auxiliaries(words, place)
    if verb.form == "participle" and not beside & _BE:
        return _participle(words, place, verb, subject)
    if verb.form == "finite" and beside & _BE:
        return None
    source = _subject(words, place, verb, subject)
    if source is None or _word_before(words, source) in {"if", "unless"}:
        return None
    return _with_subject(words, place, verb, source)


def _goes_with(words: Sequence[Token], place: int) -> bool:
    """`argued with his publishers` reports no words."""
    return place + 1 < len(words) and words[place + 1].lower in _NOT_WITH


def _subject(words: Sequence[Token], place: int, verb: SpeechVerb, subject: Source | None) -> Source | None:
    if place > 1 and words[place - 1].lower == "to":
        return sources.before(words, place - 2) if words[place - 2].lower in BEFORE_INFINITIVE else None
    source = sources.before(words, place)
    if source is None and verb.is_speech and place > 0 and words[place - 1].lower in {"and", "but", "then"}:
        return subject or main_subject(words, place)
    return source if source and _is_subject(words, place, verb, source) else None


def _with_subject(words: Sequence[Token], place: int, verb: SpeechVerb, source: Source) -> Cue:
    polarity = _polarity(words, place, source)
    place += verb.lemma in PARTICLES
    quotation = _quotation_in_front(words, source, place)
    if quotation is not None:
        if words[quotation + 1].lower in {"a", "an", "the", "one", "another"}:
            source = sources.after(words, quotation + 1) or source
        return Cue(place, place, source, verb, polarity, is_behind=True)
    return Cue(place, place, source, verb, polarity, is_behind=_clause_in_front(words, source, place, verb))


def _inverted(words: Sequence[Token], place: int, verb: SpeechVerb) -> Cue | None:
    """`…,” said Quill`, `…, said Quill.` and `Said Quill: …`, but not `Quill, who …, said he …`."""
    if place + 1 == len(words) or words[place + 1].lower in {"that", "this"}:
        return None
    quoted = place > 0 and words[place - 1].is_quotation
    if place > 0 and not quoted and words[place - 1].text not in {",", "?", "!"}:
        return None
    source = sources.after(words, place + 1)
    if source is None:
        return None
    last = place_of(words, source.end) - 1
    follows = words[last + 1] if last + 1 < len(words) else None
    if place == 0:
        return Cue(0, last, source, verb, "said", is_behind=False) if follows and follows.text == ":" else None
    ends = follows is None or not (follows.is_word or follows.is_quotation) or follows.lower in _BEHIND_SUBJECT
    if not ends and (not quoted or source.kind == "pronoun"):
        return None
    if not quoted and not _is_whole(words, place + 1, source):
        return None
    return Cue(place, last, source, verb, "said", is_behind=True)


def _is_whole(words: Sequence[Token], place: int, source: Source) -> bool:
    """Whether who speaks begins there and is no clause: of "Quill, the mayor, said Roke reached out" nothing is."""
    phrase = [word for word in words[place:] if word.end <= source.end]
    if not phrase or source.start != phrase[0].start:
        return False
    if any(sources.is_beside_verb(word) for word in phrase):
        return False
    plain = [word for word in phrase if not word.is_capitalised and not word.is_possessive]
    is_clause = len(plain) > 1 or not all(word.lower.endswith("s") for word in plain)
    return source.kind != "noun" or not phrase[0].is_capitalised or phrase[0].is_possessive or not is_clause


def _participle(words: Sequence[Token], place: int, verb: SpeechVerb, subject: Source | None) -> Cue | None:
    """`, adding that …` goes on with the sentence's subject; `was quoted as saying`."""
    if place > 1 and words[place - 1].lower == "as":
        quoted = _quoted(words, place - 2)
        return Cue(place, place, quoted, verb, "said", is_behind=False) if quoted else None
    if place and _brings(words, place) and words[place - 1].is_capitalised:
        named = sources.before(words, place)
        return Cue(place, place, named, verb, "said", is_behind=False) if named and named.kind == "name" else None
    led = place > 0 and (words[place - 1].lower in {",", "and", "by", "—", "–"} or words[place - 1].is_quotation)
    source = subject or main_subject(words, place) if verb.is_speech and led else None
    return Cue(place, place, source, verb, "said", is_behind=False) if source else None


def _quoted(words: Sequence[Token], place: int) -> Source | None:
    """Of "Quill was quoted as saying" and "a paper quoted Quill as saying" Quill; the place is that before `as`."""
    if words[place].lower == "quoted":
        return sources.before(words, place)
    verb = next((n for n in range(place - 1, max(-1, place - _LONGEST_QUOTED), -1) if words[n].lower == "quoted"), None)
    found = sources.after(words, verb + 1) if verb is not None else None
    return found if found and found.end == words[place].end else None


def _brings(words: Sequence[Token], place: int) -> bool:
    """Whether words of somebody's follow right behind: of "Quill saying that" or "Quill asking, “…”"."""
    rest = words[place + 1 : place + 3]
    return bool(rest) and (rest[0].lower in {"that", ":"} or any(word.is_quotation for word in rest))


def _auxiliaries(words: Sequence[Token], place: int) -> set[str]:
    """The words right in front of the verb that belong to it."""
    found = set[str]()
    while place > 0 and sources.is_beside_verb(words[place - 1]):
        place -= 1
        found.add(words[place].lower)
        if words[place].lower.endswith(("n't", "n’t")):
            found |= {words[place].lower[:-3], "not"}
    if place > 1 and words[place - 1].lower == "to":
        found |= {"to", words[place - 2].lower}
    return found


def _is_subject(words: Sequence[Token], place: int, verb: SpeechVerb, source: Source) -> bool:
    """Whether the word is a verb of that subject: `they report` and `did not report`, not `the AP report`."""
    if verb.form != "base" or _auxiliaries(words, place) & _BEFORE_BASE:
        return True
    if _word_before(words, source) in {"like", "including"}:
        return True
    return source.head in {"they", "we", "i"} or (source.kind == "noun" and source.head.endswith("s"))


def _polarity(words: Sequence[Token], place: int, source: Source) -> Polarity:
    beside = _auxiliaries(words, place)
    denied = _word_before(words, source) in {"nor", "neither"} or words[place].lower in REFUSALS
    if denied or beside & (NEGATIONS | REFUSALS | {"yet"}):
        return "not said"
    return "hypothetical" if beside & (MODALS | {"to"}) else "said"


def _word_before(words: Sequence[Token], source: Source) -> str:
    first = place_of(words, source.start)
    return words[first - 1].lower if first else ""


def _quotation_in_front(words: Sequence[Token], source: Source, place: int) -> int | None:
    """The place of the quotation that ends right before whoever speaks; None where another verb or mark is between."""
    if place + 1 < len(words) and words[place + 1].lower in {"that", ":"}:
        return None
    first = place_of(words, source.start)
    for n in range(first - 1, max(-1, first - _FAR), -1):
        if words[n].is_quotation:
            return n
        if words[n].text in {":", ";", ","} or words[n].lower in SPEECH_VERBS or words[n].lower in _SUBORDINATES:
            return None
    return None


def _behind_hearer(words: Sequence[Token], place: int, verb: SpeechVerb) -> int:
    """The place of the last word for whoever is told, else the verb's: of "…, Quill told Roke on Monday" Roke."""
    if not verb.has_hearer or place + 1 == len(words) or not words[place + 1].is_word:
        return place
    hearer = sources.leading_name(words, place + 1) or sources.after(words, place + 1)
    return place_of(words, hearer.end) - 1 if hearer else place + (words[place + 1].lower in _HEARERS)


def _clause_in_front(words: Sequence[Token], source: Source, place: int, verb: SpeechVerb) -> bool:
    """Whether a clause that a comma ends stands in front of who speaks, and none behind the verb."""
    first = place_of(words, source.start)
    while first > 0 and words[first - 1].lower in {"the", "a", "an", "mr.", "mrs.", "ms.", "as"}:
        first -= 1
    front = [word for word in words[:first] if word.is_word or word.is_quotation]
    if all(word.lower in _JOINING for word in front) or words[first - 1].text not in {",", "?", "!", "—", "–"}:
        return False
    place = _behind_hearer(words, place, verb)
    rest = [word for word in words[place + 1 :] if word.text not in {".", "”", '"', ")"}]
    return not rest or rest[0].text in {",", ";"} or rest[0].is_quotation or rest[0].lower in _CIRCUMSTANCES | _DAYS
