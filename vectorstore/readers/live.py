"""Live pages: where each entry begins, its heading and its time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vectorstore.readers.bylines import is_byline
from vectorstore.readers.datelines import is_date_label
from vectorstore.readers.lines import LONGEST_LABEL, Line, is_heading
from vectorstore.readers.outlets import is_name, is_role
from vectorstore.readers.times import Stamp, opening_stamp, read_stamp

_FEWEST_ALONE, _FEWEST_OPENING = 2, 3
_published = re.compile(r"[Pp](?:ublished|osted) at ")
_number = re.compile(r"[0-9]{1,4}\. ?(?=\S)")
_number_and_label = re.compile(r"[0-9]{1,4}\.(?: [A-Z][\w-]*){0,3}")
_count = re.compile(r"[0-9]+ posts?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a live page: its lines are those from `first` to the next entry's."""

    first: int
    heading: int | None
    """The line that is its heading."""
    stamp: Stamp


def live_page(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Entry, ...]]:
    """The lines without the entries' times and numbers, and the entries in page order: none on other pages."""
    for find in (_glued, _below_heading, _above_entry):
        changed, entries = find(lines)
        if entries:
            return tuple(changed.get(number, line) for number, line in enumerate(lines)), entries
    return tuple(lines), ()


_Found = tuple[dict[int, Line], tuple[Entry, ...]]


def _glued(lines: Sequence[Line]) -> _Found:
    """`3. Headingpublished at 10:08 GMT 15 February 2022`; a line `1. Analysis` above it belongs to it."""
    changed: dict[int, Line] = {}
    entries: list[Entry] = []
    for number, line in enumerate(lines):
        written, stamp = _title_and_stamp(line.text)
        title = _number.sub("", written, count=1) if _number.match(written) else written
        if not stamp or not title:
            continue
        first = number
        if number and _number_and_label.fullmatch(lines[number - 1].text) and title == written:
            first = number - 1
            changed[first] = lines[first].dropped()
        changed[number] = line.cut(title)
        entries.append(Entry(first, number, stamp))
    return changed, tuple(entries)


def _title_and_stamp(text: str) -> tuple[str, Stamp | None]:
    if len(text) <= LONGEST_LABEL:
        for label in _published.finditer(text):
            stamp = read_stamp(text[label.end() :])
            if stamp and stamp.clock:
                return text[: label.start()].strip(), stamp
    return text, None


def _below_heading(lines: Sequence[Line]) -> _Found:
    """A line `Published at 10:08 GMT` right below each heading."""
    changed: dict[int, Line] = {}
    entries: list[Entry] = []
    for number in range(1, len(lines)):
        title, stamp = _title_and_stamp(lines[number].text)
        if stamp and not title and not lines[number].apart and is_heading(lines[number - 1]):
            changed[number] = lines[number].dropped()
            entries.append(Entry(number - 1, number - 1, stamp))
    return (changed, tuple(entries)) if len(entries) >= _FEWEST_ALONE else ({}, ())


def _above_entry(lines: Sequence[Line]) -> _Found:
    """A time alone on a line above each entry, or at the beginning of its first line."""
    times = _without_page_dates(list(_times(lines)))
    alone = sum(not rest for _, _, rest in times)
    counted = any(_count.fullmatch(piece) for line in lines for piece in line.removed)
    if not (alone >= _FEWEST_ALONE or len(times) >= _FEWEST_OPENING or (alone and counted)):
        return {}, ()
    ends = [number for number, *_ in times[1:]] + [len(lines)]
    changed = {number: lines[number].cut(rest) if rest else lines[number].dropped() for number, _, rest in times}
    return changed, tuple(
        Entry(number, _heading(lines, number, rest=rest, end=end), stamp)
        for (number, stamp, rest), end in zip(times, ends, strict=True)
    )


def _times(lines: Sequence[Line]) -> Iterator[tuple[int, Stamp, str]]:
    """Each line that is a time of day or opens with one, the stamp, and what follows it."""
    for number, line in enumerate(lines):
        if not (number and is_date_label(lines[number - 1].text)):
            stamp = read_stamp(line.text)
            if stamp and stamp.clock and (stamp.zone or stamp.day or "m" in line.text.lower()):
                yield number, stamp, ""
            elif opening := opening_stamp(line.text):
                yield number, *opening


def _without_page_dates(times: list[tuple[int, Stamp, str]]) -> list[tuple[int, Stamp, str]]:
    """Where most entries give no day, a line that gives one dates the page."""
    dated = sum(stamp.day is not None for _, stamp, _ in times)
    return [entry for entry in times if not entry[1].day] if dated < len(times) - dated else times


def _heading(lines: Sequence[Line], number: int, *, rest: str, end: int) -> int | None:
    """The line that is the heading of the entry whose time stands on line `number`."""
    below = [place for place in range(number + 1, end) if lines[place].text]
    if rest:
        return number if below and is_heading(replace(lines[number], text=rest)) else None
    while below and is_byline(lines[below[0]].text):
        below.pop(0)
    if len(below) > 1 and is_name(lines[below[0]].text) and is_role(lines[below[1]].text):
        below = below[2:]
    return below[0] if len(below) > 1 and is_heading(lines[below[0]]) else None


def in_order(stamps: Sequence[Stamp]) -> bool:
    """Whether the times of day only rise down the page, or only fall: all of them are of one day then."""
    clocks = [stamp.clock for stamp in stamps if stamp.clock]
    return all(a <= b for a, b in pairwise(clocks)) or all(a >= b for a, b in pairwise(clocks))
