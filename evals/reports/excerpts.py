"""What stands around a span of an article, with the spans of gold and of citations marked in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

AROUND = 200
"""How many code points of the article are shown on either side of a span."""
_WORD = 40
"""How far an excerpt may shrink so that it begins and ends with whole words."""
_LONGEST = 1_200
"""Of a longer stretch only the two ends are shown: no excerpt is a whole article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span, in code points of a text: a citation's with its marker, gold evidence without one."""

    start: int
    end: int
    marker: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text that is marked alike all through."""

    text: str
    cited: bool
    gold: bool
    markers: tuple[int, ...]
    """Of the citations that begin with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A stretch of a text: its pieces, joined, are `text[start:end]`, but for what is left out of long ones."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    cut_before: bool
    """Whether the text begins before it."""
    cut_after: bool
    marks: tuple[Mark, ...]


def excerpts(text: str, marks: Sequence[Mark]) -> tuple[Excerpt, ...]:
    """The surroundings of every mark, in the order of the text; marks of one neighbourhood share an excerpt."""
    windows: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = _window(text, mark)
        if windows and start <= windows[-1][1]:
            start, end = windows[-1][0], max(windows.pop()[1], end)
        windows.append((start, end))
    return tuple(_excerpt(text, start, end, marks=marks) for start, end in windows)


def pieces(text: str, marks: Sequence[Mark], *, start: int, end: int) -> Iterator[Piece]:
    """`text[start:end]`, parted where a mark begins or ends."""
    edges = {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    for begin, stop in pairwise(sorted({start, end} | edges)):
        over = [mark for mark in marks if mark.start <= begin and stop <= mark.end]
        yield Piece(
            text=_shortened(text[begin:stop]),
            cited=any(mark.marker is not None for mark in over),
            gold=any(mark.marker is None for mark in over),
            markers=tuple(mark.marker for mark in over if mark.marker is not None and mark.start == begin),
        )


def _window(text: str, mark: Mark) -> tuple[int, int]:
    """The mark with what is around it, in whole words."""
    start, end = max(0, mark.start - AROUND), min(len(text), mark.end + AROUND)
    if start and (blank := re.search(r"\s+", text[start : start + _WORD])):
        start += blank.end()
    if end < len(text) and (word := re.search(r"\s+\S*$", text[end - _WORD : end])):
        end += word.start() - _WORD
    return start, end


def _excerpt(text: str, start: int, end: int, *, marks: Sequence[Mark]) -> Excerpt:
    return Excerpt(
        start=start,
        end=end,
        pieces=tuple(pieces(text, marks, start=start, end=end)),
        cut_before=bool(text[:start].strip()),
        cut_after=bool(text[end:].strip()),
        marks=tuple(mark for mark in marks if start <= mark.start and mark.end <= end),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} […] {text[-_LONGEST // 2 :]}"
