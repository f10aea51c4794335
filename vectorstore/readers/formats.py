"""The formats that are read, by the suffix of the file's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BufferedReader
from typing import Protocol

from vectorstore.errors import InputError
from vectorstore.readers.feed import read_feed
from vectorstore.readers.html import read_html
from vectorstore.readers.json_ import read_json
from vectorstore.readers.jsonl import read_jsonl
from vectorstore.readers.markdown import read_markdown
from vectorstore.readers.read import Reading, Unreadable
from vectorstore.readers.text import read_text

PACKED = ".gz"
_LARGEST_ARTICLE = 20_000_000
_LARGEST_MARKDOWN = 1_000_000
"""Brackets without end take the parser some 10 seconds a megabyte."""
_LARGEST_COLLECTION = 200_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read, unpacked."""

    stream: BufferedReader
    name: str
    """The file's name without its suffixes: the id of an article that has no other."""
    where: str


class ReadsWhole(Protocol):
    """Turns the whole content of a file into articles. What can't be read is yielded, never raised."""

    def __call__(self, content: bytes, *, name: str, source: str) -> Reading:
        """`name` is the id of an article that has no other; `source` is where the bytes are from, for people."""
        ...


Reader = Callable[[Source], Reading]


def _whole(read: ReadsWhole, *, largest: int) -> Reader:
    """A reader of files of up to `largest` bytes."""

    def reader(source: Source) -> Reading:
        content = source.stream.read(largest + 1)
        if len(content) > largest:
            raise InputError(f"more than {largest:,} bytes: split it, or give it as .jsonl, one article a line")
        if not content.strip():
            raise InputError("empty: give it some text, or leave it out")
        yield from read(content, name=source.name, source=source.where)

    return reader


def _lines(source: Source) -> Reading:
    found_any = False
    for read in read_jsonl(source.stream, source=source.where):
        found_any = True
        yield read
    if not found_any:
        yield Unreadable(source.where, "empty: put one JSON object a line into it, or leave it out")


_html = _whole(read_html, largest=_LARGEST_ARTICLE)
_markdown = _whole(read_markdown, largest=_LARGEST_MARKDOWN)
_feed = _whole(read_feed, largest=_LARGEST_COLLECTION)

FORMATS: Mapping[str, Reader] = {
    ".txt": _whole(read_text, largest=_LARGEST_ARTICLE),
    ".html": _html,
    ".htm": _html,
    ".md": _markdown,
    ".markdown": _markdown,
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
    ".json": _whole(read_json, largest=_LARGEST_COLLECTION),
    ".jsonl": _lines,
    ".ndjson": _lines,
}
"""A new format is one new module and its line here."""

NAMED = frozenset({".txt", ".html", ".htm", ".md", ".markdown"})
"""Formats of one article a file, which may have no id but the file's name."""
