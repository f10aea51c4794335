"""What a page says of itself, and how far that agrees with what it shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

_WORD = re.compile(r"\w+")
_LONG_WORD = 4
_SHINGLE = 3
_MOST_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class Update:
    """An entry of a live page, as its JSON-LD gives it."""

    heading: str | None
    author: str | None
    published_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A page's metadata, from its JSON-LD or its `<meta>` elements; what isn't said is None or empty."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None
    language: str | None = None
    text: str = ""
    """The article's body, or a live page's summary."""
    updates: tuple[Update, ...] = ()

    def record(self) -> Mapping[str, object]:
        """The metadata under the names of `ArticleRecord`, the unknown left out."""
        names = ("title", "publisher", "authors", "published_at", "updated_at", "url", "language")
        return {name: value for name in names if (value := getattr(self, name))}


def words_within(part: str, whole: str) -> float:
    """The share of the distinct words of `part`, short ones left out, that are in `whole` too; 1 where it has none."""
    wanted = {word for word in _WORD.findall(part.casefold()) if len(word) >= _LONG_WORD}
    return len(wanted & set(_WORD.findall(whole.casefold()))) / len(wanted) if wanted else 1.0


def phrases_within(part: str, whole: str) -> float:
    """The share of the runs of three words of `part` that are in `whole` too; 1 where `part` has no words.

    Texts that have nothing to do with each other share single words, but hardly any such run.
    """
    wanted = _runs(part)
    return len(wanted & _runs(whole)) / len(wanted) if wanted else 1.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [found[0] for found in islice(_WORD.finditer(text.casefold()), _MOST_WORDS)]
    return {tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))} if words else set()
