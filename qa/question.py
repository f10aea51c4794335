"""A question as asked, and as understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.dates import When
from qa.items import Item
from vectorstore.archive import Selection

_EVERYTHING = Selection()

Kind = Literal["what-said", "who-said", "did-say", "when", "how-many", "compare", "list", "other"]
"""The kind of answer asked for."""

Mode = Literal["auto", "extractive", "generative"]
"""Who is to answer: a chat model where there is one; the articles' own words alone; a chat model."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as asked. `selection` and `speakers` are the caller's and hard."""

    text: str
    history: tuple[Turn, ...] = ()
    selection: Selection = _EVERYTHING
    speakers: tuple[str, ...] = ()
    max_citations: int = 8
    mode: Mode = "auto"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody is asked to have said, in the asker's words, and who that is."""

    text: str
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a question asks for: its words that carry meaning, and the days that it names."""

    text: str
    kind: Kind
    words: tuple[str, ...]
    when: tuple[When, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question as understood, by code alone."""

    standalone: str
    """The question with what it leaves to the conversation before it put in."""
    asked: str
    """Without the names that it takes over from the conversation."""
    own: str
    """Without anything that it takes over from the conversation."""
    kind: Kind
    words: tuple[str, ...]
    """The words that carry its meaning, in lower case, each once."""
    speakers: tuple[str, ...]
    """Whose words are asked for, by the names that the archive knows; empty where nobody's are."""
    topic: tuple[str, ...]
    """The words without those that name the speakers: what must be spoken of."""
    quotation: str | None = None
    """Of a question for whose words these are, the words."""
    claim: Claim | None = None
    """Of a question whether somebody said something that is not quoted."""
    parts: tuple[Part, ...] = ()
    """Its clauses, each to be sought on its own, where it has several."""
    items: tuple[Item, ...] = ()
    """What it asks for one by one, each to be answered on its own, where it asks for several things."""
    frame: frozenset[str] = frozenset()
    """Where this is one of several things that are asked for, the words that go for all of them."""
    when: tuple[When, ...] = ()
    """The days that it names."""
    day_words: frozenset[str] = frozenset()
    """The words by which it names them."""
    carried: frozenset[str] = frozenset()
    """The words that come from the conversation before it; the question's own count more."""
    latest: bool = False
    """Whether the newest is asked for."""
    unknown: tuple[str, ...] = ()
    """Its own words that are in no article."""


def turns(history: Sequence[Turn], *, role: Literal["user", "assistant"]) -> list[str]:
    """What that side has said, oldest first."""
    return [turn.content for turn in history if turn.role == role]
