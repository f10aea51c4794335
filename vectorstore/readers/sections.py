"""A page cut into what stands above its first entry, and its entries; each with its heading and byline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.readers.bylines import Byline, is_byline, take_bylines
from vectorstore.readers.lines import Line, ends_sentence, is_heading, is_prose
from vectorstore.readers.live import Entry

_MOST_STRAYS = 3
_MOST_STRAY_WORDS = 2
_FEWEST_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Section:
    """What stands above the first entry of a page, or one entry; of a page without entries, all of it."""

    entry: Entry | None
    lines: tuple[Line, ...]
    heading: str | None
    byline: Byline


def sections(lines: Sequence[Line], entries: Sequence[Entry]) -> tuple[Section, ...]:
    """The sections in page order, the first of them without an entry; their lines are all lines."""
    starts = [entry.first for entry in entries]
    ends = [*starts[1:], len(lines)] if entries else []
    head = lines[: starts[0] if starts else None]
    return _section(None, head, _headline(head, followed=bool(entries))), *(
        _section(entry, lines[entry.first : end], None if entry.heading is None else entry.heading - entry.first)
        for entry, end in zip(entries, ends, strict=True)
    )


def strays(lines: Sequence[Line], *, after: int) -> Iterator[int]:
    """The indexes of lines of a word or two that a page's end left behind, below line `after`."""
    if sum(is_prose(line.text) for line in lines) < _FEWEST_PARAGRAPHS:
        return
    kept = [number for number in range(after + 1, len(lines)) if lines[number].text]
    for number in reversed(kept[-_MOST_STRAYS:]):
        line = lines[number]
        if line.text.count(" ") >= _MOST_STRAY_WORDS or line.bullet or not line.apart or ends_sentence(line.text):
            return
        yield number


def joined(parts: Sequence[Section]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text that is kept, paragraphs parted as they were, and where in it each section begins and ends."""
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for part in parts:
        body = _body(part.lines)
        gap = "\n\n" if body and length else ""
        text.append(gap + body)
        spans.append((length + len(gap), length + len(gap) + len(body)))
        length = spans[-1][1]
    return "".join(text), tuple(spans)


def _body(lines: Sequence[Line]) -> str:
    """What is kept of the lines; a line stands apart too where something between was taken out."""
    pieces: list[str] = []
    apart = False
    for line in lines:
        apart = apart or line.apart or not line.text
        if line.text:
            pieces.append((("\n\n" if apart else "\n") if pieces else "") + line.text)
            apart = False
    return "".join(pieces)


def _section(entry: Entry | None, lines: Sequence[Line], heading: int | None) -> Section:
    """The section, its byline taken out below the heading."""
    first = 0 if heading is None else heading + 1
    below, byline = take_bylines(lines[first:])
    return Section(entry, (*lines[:first], *below), None if heading is None else lines[heading].text, byline)


def _headline(lines: Sequence[Line], *, followed: bool) -> int | None:
    """The first line kept, where it reads as a headline and the next one is parted from it."""
    kept = [number for number, line in enumerate(lines) if line.text]
    if not kept or not is_heading(lines[kept[0]]) or is_byline(lines[kept[0]].text):
        return None
    if len(kept) == 1:
        return kept[0] if followed else None
    below = lines[kept[1]]
    parted = below.apart or kept[1] > kept[0] + 1 or is_byline(below.text)
    return kept[0] if parted else None
