"""What a chat model wrote: segments with their quotes, each as soon as it is whole."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from qa.writer.objects import ObjectReader

MAX_SEGMENTS = 40
MAX_TEXT = 2_000
"""Characters of a segment; a longer one is passed over, as one with a longer quote or more of them."""
_MAX_QUOTES = 8
_MARKS = re.compile(r"\*\*|\s*\[(?:\w{1,16}-)?\d{1,3}(?:, ?(?:\w{1,16}-)?\d{1,3}){0,9}\]")
"""Bold type, and citation marks of the model's own."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that the model says stand in a passage."""

    passage: str
    """The id as the model wrote it."""
    quote: str


@dataclass(frozen=True, slots=True)
class Written:
    """A segment as the model wrote it: nothing of it has been checked."""

    text: str
    quotes: tuple[Quoted, ...]


class WritingParser:
    """Segments out of a reply that comes in pieces; never raises, whatever comes."""

    __slots__ = ("_count", "_finished", "_objects")

    def __init__(self) -> None:
        self._objects = ObjectReader()
        self._count = 0
        self._finished = False

    @property
    def finished(self) -> bool:
        """Whether nothing more is to be read: the list of segments has closed, or there was too much."""
        return self._finished or self._objects.full or self._count >= MAX_SEGMENTS

    @property
    def declined(self) -> bool:
        """Whether the model gave an empty list of segments."""
        return not self._count and (self._finished or self._objects.emptied)

    @property
    def cut(self) -> bool:
        """Whether the reply ended, so far, within something."""
        return not self._finished and (self._objects.unfinished or self._objects.full)

    def feed(self, text: str) -> Iterator[Written]:
        """The segments that are whole with this piece."""
        for value in self._objects.feed(text):
            if self.finished:
                return
            segments = value.get("segments")
            self._finished = isinstance(segments, list) and (not segments or self._count > 0)
            if written := _written(value):
                self._count += 1
                yield written


def _written(value: Mapping[str, JsonValue]) -> Written | None:
    """The segment, where the object has the form of one."""
    text, quotes = value.get("text"), value.get("quotes")
    entries = quotes if isinstance(quotes, list) else [quotes]
    if not isinstance(text, str) or "quotes" not in value or len(entries) > _MAX_QUOTES:
        return None
    quoted = tuple(_quoted(entry) for entry in entries)
    tidy = " ".join(_MARKS.sub("", _whole(text)).split())
    if not 0 < len(tidy) <= MAX_TEXT or any(one is None or len(one.quote) > MAX_TEXT for one in quoted):
        return None
    return Written(tidy, tuple(one for one in quoted if one))


def _quoted(entry: JsonValue) -> Quoted | None:
    if not isinstance(entry, dict):
        return None
    passage, quote = entry.get("passage", entry.get("id")), entry.get("quote")
    if not isinstance(passage, str) or not isinstance(quote, str):
        return None
    return Quoted(_whole(passage).strip(" []"), _whole(quote).strip())


def _whole(text: str) -> str:
    """The text without halves of surrogate pairs, which can't be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()
