"""Quotations in a text, in any quotation marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.sentences import Span

_MARK = re.compile(r"[“”„‟«»‹›\"‘’]|''|``|'")
_CLOSERS = {
    "“": ("”", '"', "“"),
    "”": ("”",),
    "„": ("“", "”", '"'),
    "‟": ("”", '"'),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    '"': ('"', "”"),
    "''": ("''",),
    "``": ("''",),
    "‘": ("’",),
    "'": ("'",),
}
_SINGLE = "‘'"
_TITLED = re.compile(
    r"(?:['’]s|\b(?:on|titled|entitled|called|named|dubbed|billed as|film|movie|show|series|book|song|album|ad|spot|"
    r"programme|program|documentary|article|essay|column|op-ed)) $"
)
"""In front of the marks around the name of a work."""
_LONGEST_TITLE = 10
MASK = "\ue000"
"""What stands for each character of a quotation where its words must not be read as the writer's."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text[start:end]` without the marks; `whole` with them. A quotation within it is none of its own."""

    start: int
    end: int
    whole: Span
    is_closed: bool
    """Whether a mark ends it; else the paragraph does, as where the next one goes on quoting."""
    is_title: bool = False
    """Whether it is the name of a work, and nobody's words."""


def quotations(text: str, *, start: int, end: int) -> tuple[Quotation, ...]:
    """The quotations within `text[start:end]`, in order; none runs over a line break. Takes linear time."""
    found: list[Quotation] = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found += _in_line(text, start, stop)
        start = stop + 1
    return tuple(found)


def masked(text: str, quoted: tuple[Quotation, ...], *, start: int, end: int) -> str:
    """`text[start:end]` with the words of the quotations masked, their marks written `“` and `”`; of the same length.

    The name of a work becomes a word without meaning.
    The comma, stop or dash in front of a closing mark is kept: it tells whether the sentence goes on.
    """
    parts, reached = list[str](), start
    for quotation in quoted:
        first, last = quotation.whole
        if last <= start or first >= end:
            continue
        parts.append(text[reached : max(first, reached)])
        parts.append(_mask(text, quotation, start=max(first, reached), end=min(last, end)))
        reached = last
    parts.append(text[reached:end])
    return "".join(parts)[: end - start]


def _mask(text: str, quotation: Quotation, *, start: int, end: int) -> str:
    """The quotation's part in that stretch: its marks, and in front of the last one the comma or stop that is there."""
    if quotation.is_title:
        return "x" * (end - start)
    inside = [MASK] * (end - start)
    first, last = quotation.whole
    if start == first:
        inside[0] = "“"
    if end == last and quotation.is_closed and len(inside) > 1:
        inside[-1] = "”"
        ending = text[quotation.end - 1]
        if ending in ",.?!—" and quotation.end - 1 - start > 0:
            inside[quotation.end - 1 - start] = ending
    return "".join(inside)


def _in_line(text: str, start: int, end: int) -> Iterator[Quotation]:
    """The outermost quotations of one line."""
    marks = [(found.group(), found.start(), found.end()) for found in _MARK.finditer(text, start, end)]
    number, hopeless = 0, set[str]()
    written = [mark for mark, _, _ in marks]
    nested = written.count("“") == written.count("”")
    while number < len(marks):
        mark, first, after = marks[number]
        number += 1
        if mark not in _CLOSERS or mark in hopeless or not _opens(text, mark, first, after, start, end):
            continue
        closing = next((n for n in range(number, len(marks)) if _closes(text, mark, marks[n], end)), None)
        if nested and mark == "“" and closing is not None:
            closing = _matching(marks, number)
        if closing is not None:
            _, last, beyond = marks[closing]
            number = closing + 1
            if last > after:
                is_title = _is_title(text, first, after, last)
                yield Quotation(after, last, (first, beyond), is_closed=True, is_title=is_title)
            continue
        hopeless.add(mark)
        if mark not in _SINGLE and (mark != '"' or first == start or text[after].isupper()):
            yield Quotation(after, end, (first, end), is_closed=False)
            return


def _matching(marks: Sequence[tuple[str, int, int]], number: int) -> int | None:
    """The mark that ends what the one before that number began, where one quotation stands in another."""
    depth = 1
    for n in range(number, len(marks)):
        depth += {"“": 1, "”": -1}.get(marks[n][0], 0)
        if depth == 0:
            return n
    return None


def _is_title(text: str, first: int, start: int, end: int) -> bool:
    """Whether every long word has a capital, behind the word for a work or where it was shown."""
    words = text[start:end].split()
    capitals = all(word[0].isupper() or not word[0].isalpha() or len(word) <= 4 for word in words)
    return (
        0 < len(words) <= _LONGEST_TITLE
        and words[0][0].isupper()
        and capitals
        and bool(_TITLED.search(text, max(0, first - 20), first))
    )


def _opens(text: str, mark: str, first: int, after: int, start: int, end: int) -> bool:
    """Whether the mark stands before a word and not behind one."""
    if mark in "“„‟«‹``":
        return True
    follows = after < end and not text[after].isspace()
    begins = first == start or not (text[first - 1].isalnum() or text[first - 1] in ".,!?;:…")
    return follows and begins


def _closes(text: str, mark: str, closing: tuple[str, int, int], end: int) -> bool:
    """Whether that mark ends what `mark` began: of the right kind and, an apostrophe, behind a word's end."""
    found, first, after = closing
    if found not in _CLOSERS[mark]:
        return False
    if found == mark == "“":
        return text[first - 1] in ",.?!" and (after >= end or text[after].isspace())
    if mark in _SINGLE:
        return (after >= end or not text[after].isalnum()) and not text[first - 1].isspace()
    return not (found == '"' and after < end and text[after].isalnum())
