"""Who a sentence says is speaking, as it is written: the noun phrase beside a verb of speech."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vectorstore.names import bare_name
from vectorstore.statements.lexicon import AUXILIARIES, MODALS, NEGATIONS, SPEECH_VERBS
from vectorstore.statements.tokens import Token

SourceKind = Literal["name", "pronoun", "noun", "label"]
"""A label stands in front of a headline's colon: a topic, but for a person whom the article names."""

PRONOUNS = frozenset("he she they i we it".split())
_RELATIVE = frozenset({"who", "which", "that"})
_DETERMINERS = frozenset(
    """the a an his her their its our my this that these those some many several few two three four five six one another
    other both all most more dozens hundreds critics no""".split()
)
_BREAKS = frozenset(
    """and or but nor yet so if when while after before since until though although because unless as that than whether
    which who whom whose where why how to of in on at by for from with about into over under against between during
    without within through across behind near amid among like per via upon toward towards is are was were be been being
    has have had do does did not then also there here it he she they we i you him them us me""".split()
)
_BEFORE_OBJECT = frozenset("for of from at with to".split())
"""Between an office and whose it is: "a spokeswoman for Roke"."""
BODIES = frozenset(
    """institute union university ministry department bank board house office council association federation chamber
    church league society academy museum court bureau school college institution centre center trust guild house
    friends committee agency authority embassy bishop archbishop bank order""".split()
)
"""What a name with `of` in it may begin with."""
_CONTRACTED = frozenset(f"{word}{ending}" for word in ("he", "she", "it", "that", "there") for ending in ("'s", "’s"))
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight earlier later
    afterwards afterward recently previously once twice again still now first january february march april june july
    august september october november december""".split()
)
_BEFORE_TIMES = frozenset("on last this late early".split())
BESIDE_VERBS = (
    AUXILIARIES
    | MODALS
    | NEGATIONS
    | frozenset(
        """also then again repeatedly later once still further even just since previously earlier already both often
        all always sometimes soon instead simply reportedly""".split()
    )
)
"""What may stand between a subject and its verb, besides adverbs in `-ly`."""
_FINITE = AUXILIARIES | MODALS
_LONGEST = 12
_LONGEST_ASIDE = 45


@dataclass(frozen=True, slots=True)
class Source:
    """The words from `start` to `end` that name who speaks; `head` is the name, pronoun or noun to know them by."""

    head: str
    kind: SourceKind
    start: int
    end: int


def before(words: Sequence[Token], verb: int) -> Source | None:
    """The subject in front of the verb at that place; auxiliaries, adverbs and asides between are passed over."""
    place = _skip_adverbs_back(words, verb - 1)
    if place < 0:
        return None
    if words[place].lower in _RELATIVE:
        return _antecedent(words, place)
    if words[place].text in {",", ")", "–", "—", "--", "-"}:
        return _before_aside(words, place)
    return _ending_at(words, place)


def after(words: Sequence[Token], place: int) -> Source | None:
    """The noun phrase that begins at that place, behind an inverted verb or `according to`."""
    stop = place
    while stop < len(words) and stop - place < _LONGEST and _goes_on(words, stop, first=place):
        stop += 1
    if stop == place:
        return None
    if words[place].lower in PRONOUNS:
        return Source(words[place].lower, "pronoun", words[place].start, words[place].end)
    found = _phrase(words, place, stop)
    if found and found.kind == "noun" and stop + 1 < len(words) and words[stop].text == ",":
        inside = leading_name(words, stop + 1)
        closes = next((word for word in words if inside and word.start >= inside.end), None)
        if inside and (closes is None or not closes.is_word):
            return inside
    return found


def leading_name(words: Sequence[Token], place: int) -> Source | None:
    """The name or pronoun that begins at that place, as long as its capitals go."""
    if words[place].lower in PRONOUNS:
        return Source(words[place].lower, "pronoun", words[place].start, words[place].end)
    stop = place
    while stop < len(words) and words[stop].is_word and words[stop].is_capitalised:
        stop += 1
    if stop == place or words[place].lower in _BREAKS | MODALS or words[stop - 1].text.endswith(("'s", "’s")):
        return None
    head = " ".join(word.text for word in words[place:stop])
    return Source(head, "name", words[place].start, words[stop - 1].end)


def _goes_on(words: Sequence[Token], place: int, *, first: int) -> bool:
    word = words[place]
    if word.text == "&" and place > first:
        return True
    if not word.is_word and word.text not in {"'s", "’s"}:
        return False
    if word.lower in PRONOUNS:
        return place == first
    if not word.is_capitalised and (word.lower in SPEECH_VERBS or word.lower in MODALS) and place > first:
        return False
    if word.lower == "of" and place > first and words[place - 1].lower in BODIES and words[place - 1].is_capitalised:
        return True
    if word.lower in _TIMES and (place == first or not words[place - 1].is_capitalised):
        return False
    return word.lower not in _BREAKS or (word.is_capitalised and place > first)


def _skip_adverbs_back(words: Sequence[Token], place: int) -> int:
    while place >= 0 and (is_beside_verb(words[place]) or _is_a_day(words, place)):
        place -= 1 if is_beside_verb(words[place]) else 2
    return place


def _is_a_day(words: Sequence[Token], place: int) -> bool:
    """Whether `on Wednesday` ends there."""
    return place > 1 and words[place].lower in _TIMES and words[place - 1].lower in _BEFORE_TIMES


def is_beside_verb(word: Token) -> bool:
    """Whether the word may stand between a subject and its verb."""
    adverb = word.text.islower() and word.text.endswith("ly") and len(word.text) > 4
    return adverb or word.text in BESIDE_VERBS or word.lower.endswith(("n't", "n’t"))


def _before_aside(words: Sequence[Token], place: int) -> Source | None:
    """The subject before "…, executive director of the group," or "… (D-Mass.)"."""
    opening = {")": "("}.get(words[place].text, words[place].text)
    if opening == "," and (leading := _before_asides(words, place)):
        return leading
    if opening == "," and (example := _example(words, place)):
        return example
    for start in range(place - 1, max(-1, place - _LONGEST_ASIDE), -1):
        if words[start].is_quotation and opening == ",":
            return None
        if words[start].text == opening and start > 0:
            found = _ending_at(words, start - 1)
            inside = _ending_at(words, place - 1)
            if (
                inside
                and inside.kind == "name"
                and inside.start == words[start + 1].start
                and (not found or found.kind == "noun")
            ):
                return inside
            if found and found.kind != "pronoun" and (found.kind == "name" or opening == ","):
                return found
    return None


def _before_asides(words: Sequence[Token], place: int) -> Source | None:
    """The name that the clause begins with, where nothing but asides follow it: "Quill, of Roke, Va., said"."""
    begins = max((n + 1 for n in range(place) if words[n].is_quotation), default=0)
    found = leading_name(words, begins) if begins < place and words[begins].is_word else None
    if found is None or found.kind != "name" or found.head.lower() in _TIMES or not bare_name(found.head):
        return None
    inside = [n for n in range(begins, place + 1) if words[n].start >= found.end]
    if words[inside[0]].text != "," or len(inside) > _LONGEST_ASIDE:
        return None
    is_relative = False
    for n in inside[1:]:
        if words[n - 1].text == ",":
            is_relative = words[n].lower in _RELATIVE or words[n].lower in {"whose", "where", "when"}
        if words[n].is_quotation or (words[n].lower in _FINITE and not is_relative):
            return None
    return found


def _example(words: Sequence[Token], place: int) -> Source | None:
    """Of "some pilots, like Ada Quill, head of the guild, say" the one who is named."""
    for n in range(place - 2, max(1, place - _LONGEST_ASIDE), -1):
        if words[n].lower in {"like", "including"} and words[n - 1].text == "," and words[n - 2].lower.endswith("s"):
            found = leading_name(words, n + 1)
            return found if found and found.kind == "name" and bare_name(found.head) else None
    return None


def joined_with(words: Sequence[Token], source: Source | None) -> Iterator[Source]:
    """Of "Quill and Roke said" Quill, where the clause begins with the two."""
    if source is None or source.kind != "name":
        return
    first = next(n for n, word in enumerate(words) if word.start >= source.start)
    if first < 2 or words[first - 1].lower != "and":
        return
    begins = first - 2
    while begins >= 0 and words[begins].is_word and words[begins].is_capitalised and words[begins].lower not in _BREAKS:
        begins -= 1
    opens = begins < 0 or words[begins].is_quotation or words[begins].lower in {",", "but", "and"}
    other = leading_name(words, begins + 1)
    if opens and other and other.kind == "name" and other.end == words[first - 2].end:
        yield other


def _antecedent(words: Sequence[Token], place: int) -> Source | None:
    place -= 1
    if place >= 0 and words[place].text == ",":
        place -= 1
    return _ending_at(words, place) if place >= 0 else None


def _ending_at(words: Sequence[Token], place: int) -> Source | None:
    """The noun phrase whose last word stands at that place."""
    if words[place].text == ")":
        while place >= 0 and words[place].text != "(":
            place -= 1
        place -= 1
    if place < 0 or not words[place].is_word or words[place].lower in _CONTRACTED:
        return None
    if words[place].lower in PRONOUNS:
        return Source(words[place].lower, "pronoun", words[place].start, words[place].end)
    if words[place].lower in _TIMES and place and words[place - 1].is_word:
        return _ending_at(words, place - 1)
    start = place + 1
    while start > 0 and place - start < _LONGEST and _goes_back(words, start - 1, last=place):
        start -= 1
    found = _phrase(words, start, place + 1) if start <= place else None
    if found and start > 1 and words[start - 1].lower in _BEFORE_OBJECT:
        return _owner(words, start - 1, found)
    return found


def _owner(words: Sequence[Token], preposition: int, found: Source) -> Source:
    """Of "a spokeswoman for Roke" the spokeswoman, of "Wang of the Post" Wang; "in a letter to Roke" has none."""
    begins = preposition - 1
    while begins > 0 and words[begins - 1].is_word and words[begins - 1].lower not in _BREAKS | _DETERMINERS:
        begins -= 1
    if begins > 0 and words[begins - 1].lower in _DETERMINERS:
        begins -= 1
    if begins > 0 and words[begins - 1].lower in _BREAKS - {"and", "that", "but"}:
        return found
    outer = _phrase(words, begins, preposition) if words[preposition - 1].is_word else None
    is_title = outer is not None and outer.kind == "name" and not bare_name(outer.head)
    return found if outer is None or is_title else outer


def _goes_back(words: Sequence[Token], place: int, *, last: int) -> bool:
    word = words[place]
    if word.text == "&" and place < last:
        return True
    if not word.is_word and word.text not in {"'s", "’s"}:
        return False
    if word.lower == "of" and 0 < place < last and words[place - 1].lower in BODIES and words[place - 1].is_capitalised:
        return True
    if word.lower in PRONOUNS or word.lower in _BREAKS | _CONTRACTED:
        return word.is_capitalised and word.lower not in _BREAKS and place == last
    return word.lower not in SPEECH_VERBS or word.is_capitalised or place == last


def _phrase(words: Sequence[Token], start: int, stop: int) -> Source | None:
    """What of these words is the name or the noun: the last run of capitals, or all of them."""
    last = stop - 1
    first = last
    while first >= start and (
        (words[first].is_capitalised and not (words[first].is_possessive and first < last))
        or (first > start and first < last and words[first].text in {"&", "of"})
    ):
        first -= 1
    first += 1
    if first <= last and words[last].text.endswith(("'s", "’s")):
        return None
    if first <= last and words[last].lower in _DETERMINERS | _BREAKS:
        return None
    if first <= last:
        head = " ".join(word.text for word in words[first : last + 1])
        return Source(head, "name", words[start].start, words[last].end)
    return _noun(words, start, stop)


def _noun(words: Sequence[Token], start: int, stop: int) -> Source | None:
    """The phrase from its last determiner or possessive on; bare plurals as they are."""
    begins = max(
        (n for n in range(start, stop) if words[n].lower in _DETERMINERS or (words[n].is_possessive and n < stop - 1)),
        default=start,
    )
    if words[begins].is_possessive and words[begins].is_capitalised:
        while begins > start and words[begins - 1].is_capitalised:
            begins -= 1
    last = words[stop - 1]
    is_verb = last.lower in SPEECH_VERBS and words[begins].lower not in _DETERMINERS
    if not last.is_word or last.lower in _DETERMINERS or is_verb:
        return None
    return Source(" ".join(word.text for word in words[begins:stop]), "noun", words[begins].start, last.end)
