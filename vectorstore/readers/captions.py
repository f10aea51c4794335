"""Captions of pictures: lines that a page has twice in a row, or with a credit right below."""

from collections.abc import Sequence

from vectorstore.readers.furniture import has_bracketed_credit, is_credit, is_furniture
from vectorstore.readers.lines import Line, ends_sentence
from vectorstore.readers.outlets import is_name

_SHORTEST_CAPTION = 20
"""In code points: a shorter line may well be said twice, or begin another one."""


def captions(lines: Sequence[Line]) -> set[int]:
    """The indexes of the captions' lines, their credits included; the first line of a page is its headline.

    Of a sentence that stands twice with a blank line between and no credit, one copy is left: it may be reporting.
    """
    found: set[int] = set()
    for number in range(len(lines) - 1):
        if number not in found:
            found.update(_twice(lines, number) or _credited(lines, number))
    return found


def _twice(lines: Sequence[Line], first: int) -> set[int]:
    """The two copies of the caption that begins at `first`, with a credit between them where there is one."""
    between = is_credit(lines[first + 1].text)
    second = first + 2 if between else first + 1
    if second >= len(lines):
        return set()
    one, other = lines[first].text, lines[second].text
    if len(one) < _SHORTEST_CAPTION and not between:
        return set()
    if not (one == other or _is_credited_copy(one, other) or _is_credited_copy(other, one)):
        return set()
    copies = set(range(first + 1, second + 1))
    headline = first == 0
    in_one_block = lines[first].apart and not lines[second].apart
    is_caption = between or one != other or in_one_block or not ends_sentence(one)
    return copies if headline or not is_caption else copies | {first}


def _is_credited_copy(plain: str, credited: str) -> bool:
    if len(plain) < _SHORTEST_CAPTION or not credited.startswith(plain):
        return False
    rest = credited[len(plain) :].strip(" .")
    return is_credit(rest) or has_bracketed_credit(rest) or is_furniture(rest)


def _credited(lines: Sequence[Line], first: int) -> set[int]:
    """The caption at `first`, where its credit stands right below it and more follows."""
    caption, credit = lines[first], lines[first + 1]
    if not caption.apart or credit.apart or not is_credit(credit.text) or is_name(caption.text):
        return set()
    more = first + 2 < len(lines) and lines[first + 2].apart
    return {first, first + 1} if more or not ends_sentence(caption.text) else set()
