"""Who wrote it: bylines, read and taken out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.readers.datelines import is_date_line
from vectorstore.readers.lines import Line, ends_sentence, is_prose, without
from vectorstore.readers.outlets import is_name, is_role, outlet_in

_LONGEST_BYLINE = 300
_PROSE_BEFORE = 2
"""A byline stands before the second paragraph: under a summary line, not within the report."""

_by = re.compile(r"(?:By|BY|Written by|Words by|Story by|Reported by|Author:|Authors:) ?:? (?P<names>\S.*)")
_and = re.compile(r",? and | & |,? AND |; ")
_from = re.compile(r" (?:in|reporting from) (?:[A-Z][\w’'-]*)(?: [A-Z][\w’'-]*){0,2}$")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who a page, or a post, says wrote it, and for whom."""

    authors: tuple[str, ...] = ()
    publisher: str | None = None


def take_bylines(lines: Sequence[Line]) -> tuple[tuple[Line, ...], Byline]:
    """The lines below a headline without bylines and without names that are captions; and what the bylines say."""
    authors: list[str] = []
    publisher: str | None = None
    dropped: set[int] = set()
    paragraphs = 0
    for number, line in enumerate(lines):
        if not line.text or number in dropped:
            continue
        size, byline = _block(lines, number, head=paragraphs == 0)
        dropped.update(range(number, number + size))
        authors.extend(byline.authors)
        publisher = publisher or byline.publisher
        paragraphs += not size and (is_prose(line.text) or ends_sentence(line.text))
        if paragraphs == _PROSE_BEFORE:
            break
    return without(lines, dropped), Byline(tuple(dict.fromkeys(authors)), publisher)


def is_byline(text: str) -> bool:
    """Whether the line, by itself, is a byline: it begins with `By`, or names people and what they are."""
    return _by_line(text) is not None or _names_and_role(text) is not None


def _block(lines: Sequence[Line], first: int, *, head: bool) -> tuple[int, Byline]:
    """How many lines from `first` on are a byline, and what it says: 0 lines where there is none."""
    text = lines[first].text
    below = lines[first + 1] if first + 1 < len(lines) else None
    role = below.text if below and not below.apart and is_role(below.text) else None
    if byline := _by_line(text) or _names_and_role(text):
        publisher = byline.publisher or (role and outlet_in(role))
        return (2 if role else 1), Byline(byline.authors, publisher)
    names = _names(text)
    if names and role:
        return 2, Byline(names, outlet_in(role))
    if names and below and is_date_line(below.text):
        return 1, Byline(names)
    return (1, Byline()) if names and head and below else (0, Byline())


def _by_line(text: str) -> Byline | None:
    by = _by.fullmatch(text) if len(text) <= _LONGEST_BYLINE else None
    if by is None:
        return None
    if publisher := outlet_in(by["names"]):
        return Byline(publisher=publisher)
    authors = _names(by["names"])
    return _names_and_role(by["names"]) or (Byline(authors) if authors else None)


def _names_and_role(text: str) -> Byline | None:
    """Names, then outlet or role, parted by a comma or a bar."""
    parts = re.split(r", | \| ", text) if len(text) <= _LONGEST_BYLINE else []
    roles: list[str] = []
    while len(parts) > 1 and is_role(parts[-1]):
        roles.append(parts.pop())
    authors = _names(", ".join(parts)) if roles else ()
    return Byline(authors, next(filter(None, map(outlet_in, roles)), None)) if authors else None


def _names(text: str) -> tuple[str, ...]:
    """The people that the text lists; nobody where it says anything else."""
    if len(text) > _LONGEST_BYLINE:
        return ()
    names = tuple(_from.sub("", name) for part in text.split(", ") for name in _and.split(part))
    return names if all(is_name(name) for name in names) else ()
