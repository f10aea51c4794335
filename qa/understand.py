"""Reads a question: what it is after, whose words it asks for, which of its words carry meaning."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import SequenceMatcher

from qa.dates import dates, day_words, wants_latest
from qa.followup import standalone
from qa.items import items
from qa.kinds import SPEECH, STANCE, kind_of
from qa.parts import parts
from qa.question import Claim, Part, Question, Understood
from qa.words import content_words
from vectorstore.names import bare_name, surname
from vectorstore.speakers import named, speakers
from vectorstore.statements.first_names import FIRST_NAMES

_QUOTATION = re.compile(r"“([^”]+)(?:”|$)|\"([^\"]+)(?:\"|$)|''(.+?)(?:''|$)|‘([^’]+)(?:’(?!\w)|$)")
_DID_SAY = re.compile(rf"^\W*(?:did|does|has|have|was|were|is|are)\b.*\b{SPEECH}\b", re.I)
_CLAIM = re.compile(
    rf"^\W*(?:so,? )?(?:did|has|have|was it|is it)\s+(?P<name>[^,?.!]{{2,60}}?)"
    rf"\s+(?:who |ever |also |actually |really |personally )*{SPEECH}\b(?: that)?(?P<claim>[^?]+)",
    re.I,
)
_SHORTEST_CLAIM = 3
"""Content words."""
_SHORTEST_QUOTATION = 4
"""Words: fewer may be a title or a term."""
_SUBJECT = re.compile(
    rf"\b(?:did|does|do|has|have|had|would|will|could)\s+(?P<name>(?:(?!\b{SPEECH}\b)[^,?.!]){{2,60}}?)"
    rf"\s+(?:ever |also |actually |really |still |reportedly )?{SPEECH}\b"
    rf"|\b(?:something|anything|words)\s+(?P<words>[^,?.!\"“”]{{2,40}}?)\s+{SPEECH}\b"
    r"|\b(?:is|was|were|are)\s+(?P<saying>[^,?.!]{2,60}?)\s+(?:saying|telling|asking|claiming|arguing)\b",
    re.I,
)
_OWNER = re.compile(
    rf"(?P<name>(?:(?!(?:is|was|are|were) )[\w’'-]+ ){{0,2}}[\w-]+)['’]s? (?:[\w-]+ ){{0,2}}{STANCE}\b", re.I
)
_SOURCE = re.compile(
    r"\b(?:according to|from|by|of)\s+(?P<name>(?:[\w’'-]+ ){0,3}[\w’'-]+)\W*$"
    r"|^\W*according to\s+(?P<first>(?:[\w’'-]+ ){0,3}?[\w’'-]+)(?:,| in\b| on\b| at\b)",
    re.I,
)
_LONGEST_NAME = 4
_IS_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_LIKE_ENOUGH = 0.84
_SHORTEST_MISSPELT = 5


@dataclass(frozen=True, slots=True)
class _Known:
    """Whose words there are, and who holds an office."""

    speakers: Sequence[str]
    holders: Callable[[str], Sequence[str]]

    def called(self, word: str, *, phrase: str = "") -> list[str]:
        """The speakers of that surname, else who hold the office that the phrase names, else of almost that surname.

        A first name in the phrase tells those of one surname apart; whoever is known by the surname alone may be meant.
        """
        surnames = {name: surname(name).lower() for name in self.speakers}
        exact = [name for name, last in surnames.items() if last == word]
        if not exact and (held := self._holding(phrase)):
            return held
        if not exact and len(word) >= _SHORTEST_MISSPELT:
            exact = [name for name, last in surnames.items() if _alike(word, last)]
        full = _full(phrase)
        meant = {alias for one in named(speakers(dict.fromkeys(exact, 1)), full) for alias in one.aliases}
        first = full.split()[0].lower() if full else ""
        is_name = " " in bare_name(full) if _IS_NAME.fullmatch(full) else first in FIRST_NAMES
        anyone = not meant and not is_name
        return [name for name in exact if anyone or name in meant or " " not in name]

    def meant(self, names: Sequence[str]) -> list[str]:
        """The speakers whom a caller's names mean; a name that means none stands for itself."""
        found = [self.called(surname(name).lower(), phrase=name) or [name] for name in names]
        return list(dict.fromkeys(name for some in found for name in some))

    def _holding(self, phrase: str) -> list[str]:
        held = self.holders(phrase) if phrase else ()
        return [name for holder in held for name in self.called(surname(holder).lower()) or [holder]]


def understand(
    question: Question,
    *,
    speakers: Sequence[str],
    holders: Callable[[str], Sequence[str]] = lambda _: (),
    asked_on: date | None = None,
) -> Understood:
    """The question as understood.

    `speakers` are the names of everyone whose words the archive holds; `holders` gives who holds the office that a
    phrase names; `this week` is told from `asked_on`, or else from today.
    """
    taken = standalone(question)
    today = asked_on or datetime.now(UTC).date()
    kind = kind_of(taken.asking)
    quotation = _quotation(question.text)
    if quotation and _DID_SAY.search(question.text):
        kind = "did-say"
    words = content_words(taken.asked)
    known = _Known(speakers, holders)
    called = _speakers_asked(taken.asking, words, known) if kind in {"what-said", "did-say"} else {}
    claim = None if quotation else _claim(question.text, known)
    named_in_it = tuple(dict.fromkeys(name for names in called.values() for name in names))
    return Understood(
        standalone=taken.text,
        asked=taken.asked,
        kind=kind,
        words=content_words(taken.text),
        speakers=tuple(known.meant(question.speakers)) or named_in_it,
        topic=tuple(word for word in words if not called.get(word) and not _is_part_of(word, named_in_it)),
        quotation=quotation if kind in {"who-said", "did-say"} else None,
        claim=claim,
        parts=tuple(
            Part(text, kind_of(text), content_words(text), dates(text, asked_on=today)) for text in parts(taken.own)
        ),
        items=items(taken.own),
        when=dates(taken.asked, asked_on=today),
        day_words=day_words(taken.asked),
        own=taken.own,
        carried=frozenset(words).difference(content_words(taken.own)),
        latest=wants_latest(taken.own),
    )


def _quotation(text: str) -> str | None:
    """The longest quotation of a question for whose words it is."""
    found = (next(filter(None, match.groups())) for match in _QUOTATION.finditer(text))
    long = [quoted for quoted in found if len(quoted.split()) >= _SHORTEST_QUOTATION]
    return max(long, key=len, default=None)


def _claim(text: str, known: _Known) -> Claim | None:
    """What somebody is asked to have said, in the asker's words; None where it is too short to be told by them."""
    found = _CLAIM.search(text)
    if found is None or len(content_words(found["claim"])) < _SHORTEST_CLAIM:
        return None
    called = _called(found["name"], known)
    return Claim(found["claim"], tuple(dict.fromkeys(name for names in called.values() for name in names)))


def _speakers_asked(text: str, words: Sequence[str], known: _Known) -> Mapping[str, list[str]]:
    """By the words that name them, whose words are asked for: the subject of the last verb of speech that has one.

    Whom or what it is about is named in the question too, and may have spoken as well. A subject that is a name, and
    that of nobody whose words are known, is asked for all the same: nobody else's words will do.
    """
    for pattern in (_SUBJECT, _OWNER, _SOURCE):
        for match in reversed(list(pattern.finditer(text))):
            if asked := _called(next(filter(None, match.groupdict().values())), known):
                return asked
    if _SUBJECT.search(text):
        return {}
    return {word: known.called(word, phrase=_up_to(text, word)) for word in words}


def _called(subject: str, known: _Known) -> Mapping[str, list[str]]:
    """Those whom the phrase names, by the word behind which the verb follows; a stranger by the phrase itself."""
    called: dict[str, list[str]] = {}
    for part in re.split(r"\band\b|&", subject):
        name = content_words(part)[-_LONGEST_NAME:]
        found = known.called(name[-1], phrase=part) if name else []
        if name and part.split()[-1].lower().endswith(name[-1]):
            bare = bare_name(part.strip())
            stranger = [bare] if _IS_NAME.fullmatch(bare) else []
            called |= {word: found or stranger for word in name if found or stranger}
    return called


def _up_to(text: str, word: str) -> str:
    """The text as far as the word, without what owns something behind it."""
    found = re.search(rf"\b{re.escape(word)}", text, re.I)
    return text[: found.end()] if found else ""


def _full(phrase: str) -> str:
    """The last two words of the phrase: a first name and a surname, where it has both."""
    return " ".join(phrase.split()[-2:])


def _is_part_of(word: str, names: Sequence[str]) -> bool:
    return any(word in name.lower().split() for name in names)


def _alike(word: str, name: str) -> bool:
    return len(name) >= _SHORTEST_MISSPELT and SequenceMatcher(None, word, name).ratio() >= _LIKE_ENOUGH
