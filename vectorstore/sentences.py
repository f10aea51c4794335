"""Sentences of a text, as spans of it."""

from collections.abc import Iterator
from functools import lru_cache

from yasbd import BoundaryDetector

Span = tuple[int, int]
"""Start and end in code points; `text[start:end]`."""

_WINDOW = 2_000
"""The detector takes quadratic time on a text without boundaries: it never sees more than this at once."""

_detector = BoundaryDetector("en")


def sentences(text: str, *, start: int, end: int) -> tuple[Span, ...]:
    """The sentences within `text[start:end]`, in order, without the white space around them.

    A line break always ends a sentence; a quotation within a line is never broken. Everything but white
    space is in exactly one sentence.
    """
    return tuple(span for line in _lines(text, start, end) for span in _line_sentences(text, line))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if line := _trimmed(text, start, stop):
            yield line
        start = stop + 1


def _line_sentences(text: str, line: Span) -> Iterator[Span]:
    start, end = line
    while start < end:
        window = text[start : min(end, start + _WINDOW)]
        bounds = list(_bounds(window))
        if start + len(window) == end:
            bounds.append(len(window))
        elif not bounds:
            bounds.append((window.rfind(" ") + 1) or len(window))
        reached = 0
        for bound in bounds:
            if span := _trimmed(text, start + reached, start + bound):
                yield span
            reached = bound
        start += reached


@lru_cache(maxsize=2048)
def _bounds(window: str) -> tuple[int, ...]:
    """Where the window's sentences end; kept, for an article is cut into passages and then into statements."""
    return tuple(bound for bound in _detector.detect(window) if 0 < bound < len(window))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    stretch = text[start:end]
    body = stretch.strip()
    if not body:
        return None
    first = start + len(stretch) - len(stretch.lstrip())
    return first, first + len(body)
