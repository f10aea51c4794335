"""A page copied as text, line by line: what is kept of each line, and what isn't."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

LONGEST_LABEL = 400
"""In code points: a longer line is never taken for anything but reporting."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_BULLETS = "•●▪‣◦■·"
_SHORTEST_PROSE = 8
_LONGEST_HEADING_WORDS = 25
_LONGEST_HEADING = 160
_LINE_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page that isn't blank."""

    text: str
    """What is kept of it, its white space single; empty where nothing is kept."""
    apart: bool
    """Whether a blank line stands before it."""
    bullet: bool = False
    """Whether it began with a bullet, which is left out like white space: a citation begins with a word."""
    removed: tuple[str, ...] = ()
    """What was taken out of it, in order."""

    def dropped(self) -> Self:
        """The line with nothing kept of it."""
        return replace(self, text="", removed=(*self.removed, self.text)) if self.text else self

    def cut(self, kept: str) -> Self:
        """The line with only `kept`, a stretch of its text; what stands before and after it is removed."""
        before, _, after = self.text.partition(kept)
        pieces = tuple(piece.strip() for piece in (before, after) if piece.strip())
        return replace(self, text=kept, removed=(*self.removed, *pieces))


def page_lines(text: str) -> tuple[Line, ...]:
    """The lines of a page that aren't blank; indents, bullets and no-break spaces are layout and left out."""
    return tuple(_lines(text.translate(_LINE_BREAKS)))


def _lines(text: str) -> Iterator[Line]:
    apart = False
    for written in text.split("\n"):
        words = " ".join(written.split())
        bare = words.lstrip(_BULLETS + " ")
        if bare:
            yield Line(bare, apart, bullet=bare != words)
            apart = False
        else:
            apart = True


def without(lines: Sequence[Line], dropped: set[int]) -> tuple[Line, ...]:
    """The lines, nothing kept of those at the indexes."""
    return tuple(line.dropped() if number in dropped else line for number, line in enumerate(lines))


def ends_sentence(text: str) -> bool:
    """Whether the line ends as a sentence does."""
    return _SENTENCE_END.search(text[-8:]) is not None


def is_prose(text: str) -> bool:
    """Whether the line reads as reporting: a sentence of some length, or simply long."""
    words = text.count(" ") + 1
    return words >= _LONGEST_HEADING_WORDS or (words >= _SHORTEST_PROSE and ends_sentence(text))


def is_heading(line: Line) -> bool:
    """Whether the line could be a headline: short, and no sentence unless it asks."""
    return (
        bool(line.text)
        and not line.bullet
        and len(line.text) <= _LONGEST_HEADING
        and line.text[-1] not in ",;:"
        and (not ends_sentence(line.text) or line.text.endswith("?"))
    )
