"""Whom a text gives words to, held against whose words they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from qa.grounding.evidence import Evidence, Finding
from qa.grounding.folding import undotted
from qa.words import content_words
from vectorstore.article import Article
from vectorstore.names import bare_name
from vectorstore.offices import folded
from vectorstore.speakers import speakers
from vectorstore.statement import Polarity, Statement
from vectorstore.statements.find import find_statements
from vectorstore.statements.people import key
from vectorstore.statements.quotations import quotations
from vectorstore.words import stems

_T = TypeVar("_T")
_LABEL = re.compile(r"(?:^|\n)\s*([^\W\d_a-z][\w.’' -]{1,60}): (?=\S)")
_JOINT = re.compile(r"[,;]? (?:and|but|while|whereas) (?=[^\W\d_a-z])|; (?=[^\W\d_a-z])")
"""Between two statements of one sentence."""
_NO_LABELS = frozenset(
    "yes no monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split()
)
_PRONOUNS = frozenset("i he she it they we you who".split())
_ITSELF = frozenset("article report story paper newspaper post page".split())
_DETERMINERS = re.compile(r"^(?:the|an?|his|her|its|their|our|one|another|this|that)\s+", re.I)


@dataclass(frozen=True, slots=True)
class _Told:
    """Words that a text gives to somebody."""

    speaker: str
    is_name: bool
    polarity: Polarity
    content: str


def misattributed(text: str, evidence: Sequence[Evidence]) -> Iterator[Finding]:
    """The speakers of the text's statements who are not those of the evidence that has most of their words.

    A pronoun may be anybody's; an office or a group must be named in the evidence. What was denied or refused to be
    said there was not said, and the reverse.
    """
    for told in _told(text):
        nearest = _nearest(told, evidence)
        fitting = [one for one in nearest if _is_whose(told, one)]
        if not fitting:
            yield Finding("speaker", told.speaker)
        elif not any(_as_said(told, one) for one in fitting):
            yield Finding("negation", f"{told.speaker}: {told.polarity}")


def _told(text: str) -> Iterator[_Told]:
    for found in _LABEL.finditer(text):
        if found[1].casefold() not in _NO_LABELS and all(word[0].isupper() for word in found[1].split()):
            rest = text[found.end() :].split("\n", 1)[0]
            yield _Told(found[1].strip(), is_name=True, polarity="said", content=rest)
    text = _apart(text)
    for statement in _statements(text):
        written = statement.speaker or statement.speaker_as_written
        if written and written.casefold() not in _PRONOUNS and content_words(written):
            content = " ".join(text[start:end] for start, end in statement.content)
            is_name = bool(statement.speaker) or written.split()[-1][:1].isupper()
            yield _Told(written, is_name=is_name, polarity=statement.polarity, content=content)


def _apart(text: str) -> str:
    """The text with a new line before each further statement of a sentence; nothing that is quoted is parted."""
    quoted = [quotation.whole for quotation in quotations(text, start=0, end=len(text))]
    joints = [found.span() for found in _JOINT.finditer(text) if not _joins_names(text, found)]
    free = [(first, last) for first, last in joints if not any(start <= first < end for start, end in quoted)]
    starts, ends = [0, *(last for _, last in free)], [*(first for first, _ in free), len(text)]
    return ".\n".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _joins_names(text: str, joint: re.Match[str]) -> bool:
    """Of `Pell and Quill` neither is parted from the other."""
    before = text[: joint.start()].rsplit(None, 1)
    return joint.group()[0] == " " and bool(before) and before[-1][:1].isupper()


def _nearest(told: _Told, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that has the most of the words; several have where as many stand in each."""
    return _most(evidence, [_shared(told.content, one.quote) for one in evidence])


def _is_whose(told: _Told, one: Evidence) -> bool:
    if not told.is_name:
        by_itself = one.speaker is None and _DETERMINERS.sub("", told.speaker).casefold() in _ITSELF
        return by_itself or _is_named(told.speaker, one.whole)
    # Who is named beside the very words comes before whoever the whole quote is taken for.
    beside = [other for other in _told(one.quote) if other.is_name]
    shares = [_shared(told.content, other.content) for other in beside]
    if any(shares):
        return any(_is_same(told.speaker, other.speaker) for other in _most(beside, shares))
    if one.speaker:
        return _is_same(told.speaker, one.speaker)
    return bool(one.publisher) and _plain(told.speaker) == _plain(one.publisher or "")


def _shared(content: str, other: str) -> int:
    """How many content words, by stem, stand in both."""
    return len({*stems(" ".join(content_words(content)))} & {*stems(" ".join(content_words(other)))})


def _most(among: Sequence[_T], shares: Sequence[int]) -> list[_T]:
    return [one for one, share in zip(among, shares, strict=True) if share == max(shares)]


def _plain(name: str) -> str:
    return key(name).removeprefix("the")


def _is_same(name: str, speaker: str) -> bool:
    """Whether the name may be the speaker's: in full, by surname or by other words of it."""
    written, whole = bare_name(name) or name, bare_name(speaker) or speaker
    words, theirs = {key(word) for word in written.split()}, {key(word) for word in whole.split()}
    return words <= theirs or len(speakers({written: 1, whole: 1})) == 1


def _is_named(phrase: str, text: str) -> bool:
    """Whether the words of an office or a group stand in the text."""
    words = content_words(undotted(_DETERMINERS.sub("", phrase)))
    found = re.findall(r"\w+", undotted(text).lower())
    there = {form for word in found for form in (word, folded(word), *stems(word))}
    return all({word, folded(word), *stems(word)} & there for word in words)


def _as_said(told: _Told, one: Evidence) -> bool:
    """Whether the quote's own statements, where it has any, were said or not said as the text has it."""
    unsaid = [statement.polarity == "not said" for statement in _statements(one.quote)]
    return not unsaid or (any(unsaid) if told.polarity == "not said" else not all(unsaid))


def _statements(text: str) -> tuple[Statement, ...]:
    if not text.strip():
        return ()
    article = Article(
        id="text",
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language=None,
        text=text,
        posts=(),
        source="-",
    )
    return find_statements(article)
