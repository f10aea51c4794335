"""The dates that a page states of itself, read and taken out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from vectorstore.readers.lines import Line, ends_sentence, is_prose, without
from vectorstore.readers.outlets import AGENCY
from vectorstore.readers.times import Stamp, read_stamp

Event: TypeAlias = Literal["published", "updated"]

_LONGEST_LINE = 200
_PROSE_BEFORE = 2
_lead = re.compile(
    r"(?P<updated>\b(?:last |page )?(?:updated|modified)\b)|\b(?:first |date |originally )?(?:published|posted)\b",
    re.IGNORECASE,
)
_joint = re.compile(r"^ ?:? ?(?:(?:at|on)\b)? ?:? ?")
_DAY = r"[A-Z][a-z]{2,8}\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2} [A-Z][a-z]{2,8}\.? [0-9]{4}"
_opening = re.compile(rf"[A-Z][\w.’' -]{{1,40}}, (?P<day>{_DAY}) ?(?:\({AGENCY}\) ?)?[-–—] ?\S")


@dataclass(frozen=True, slots=True)
class Dates:
    """What a page says of when it was published and updated."""

    published: Stamp | None = None
    updated: Stamp | None = None

    def day(self) -> date | None:
        """The one day that the page is of; None where it names none, or two."""
        days = {stamp.day for stamp in (self.published, self.updated) if stamp and stamp.day}
        return days.pop() if len(days) == 1 else None


def take_dates(lines: Sequence[Line]) -> tuple[tuple[Line, ...], Dates]:
    """The lines without those that only date the page, and what they say.

    A line that says what the date is of (`Updated …`) may stand anywhere, a bare one above the second paragraph. The
    place and date that a report opens with stay.
    """
    found: dict[Event, Stamp] = {}
    dropped: set[int] = set()
    paragraphs = 0
    for number, line in enumerate(lines):
        stated = dict(_stated(line.text, event=_event_above(lines, number)))
        if stated and (paragraphs < _PROSE_BEFORE or _lead.match(line.text)):
            dropped.add(number)
        elif not paragraphs:
            stated = _dateline(line.text)
        else:
            stated = {}
        found = stated | found
        paragraphs += is_prose(line.text) or ends_sentence(line.text)
    dropped.update(number - 1 for number in tuple(dropped) if number and is_date_label(lines[number - 1].text))
    return without(lines, dropped), Dates(found.get("published"), found.get("updated"))


def is_date_line(text: str) -> bool:
    """Whether the line only dates the page."""
    return any(_stated(text, event="published"))


def _stated(text: str, *, event: Event) -> Iterator[tuple[Event, Stamp]]:
    """What the line dates, and to when; nothing where it says anything else."""
    if len(text) > _LONGEST_LINE or not any(char.isdigit() for char in text):
        return
    leads = list(_lead.finditer(text))
    if text[: leads[0].start() if leads else 0].strip():
        first = read_stamp(text[: leads[0].start()])
        if not first:
            return
        yield event, first
    ends = [lead.start() for lead in leads[1:]] + [len(text)]
    for lead, end in zip(leads, ends, strict=True) if leads else ():
        stamp = read_stamp(_joint.sub("", text[lead.end() : end]).strip(" |·,"))
        if not stamp:
            return
        yield ("updated" if lead["updated"] else "published"), stamp
    if not leads and (stamp := read_stamp(text)):
        yield event, stamp


def is_date_label(text: str) -> bool:
    """Whether the line announces that a date follows: `Published`, `Updated:`."""
    return _lead.fullmatch(text.rstrip(": ")) is not None


def _dateline(text: str) -> dict[Event, Stamp]:
    """The day that a report opens with, as in `PORTHAVEN, May 3, 2021 (Agency) - The`."""
    opening = _opening.match(text)
    stamp = read_stamp(opening["day"]) if opening else None
    return {"published": stamp} if stamp else {}


def _event_above(lines: Sequence[Line], number: int) -> Event:
    above = _lead.fullmatch(lines[number - 1].text.rstrip(": ")) if number else None
    return "updated" if above and above["updated"] else "published"
