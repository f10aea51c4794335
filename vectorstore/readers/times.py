"""Dates and times as pages state them, into UTC."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo

from vectorstore.readers.zones import ZONE, zone_named

_LONGEST_STAMP = 120
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NUMBER, _YEAR = r"[0-9]{1,2}(?:st|nd|rd|th)?", r"(?:1[89]|2[01])[0-9]{2}(?![0-9])"
_date = re.compile(
    rf"(?<![0-9])(?:(?P<day>{_NUMBER})(?: of)? (?P<month>{_MONTH}),? (?P<year>{_YEAR})"
    rf"|(?P<us_month>{_MONTH}) (?P<us_day>{_NUMBER}),? (?P<us_year>{_YEAR})"
    rf"|(?P<iso>{_YEAR}-[0-9]{{2}}-[0-9]{{2}})(?![0-9]))",
    re.IGNORECASE,
)
_CLOCK = (
    r"(?<![0-9:.])T?(?:(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?(?![0-9])"
    rf"|(?P<bare_hour>[0-9]{{1,2}})(?= ?[AaPp]\.?[Mm]\b)|(?P<hours>[0-2][0-9])(?P<minutes>[0-5][0-9])(?= ?{ZONE}))"
    rf"(?: ?(?P<half>[AaPp])\.?[Mm]\b\.?)?(?: ?\(?(?P<zone>{ZONE})\)?)?"
)
_clock = re.compile(_CLOCK)
_fill = re.compile(
    r"(?i:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\b(?:at|on)\b"
    r"|\b[0-9]{1,3} ?(?:h|m|d|hrs?|hours?|mins?|minutes?|days?) ago\b)|[\s,|·()/–—-]"
)
_opening = re.compile(rf"{_CLOCK}(?P<gap> ?[:–—|-] | )(?=\S)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A point in time as a page states it; what it leaves out is None."""

    day: date | None
    clock: time | None
    zone: tzinfo | None

    def moment(self) -> datetime | None:
        """In UTC; None where the day, the time or the zone is not stated."""
        if self.day is None or self.clock is None or self.zone is None:
            return None
        return datetime.combine(self.day, self.clock, tzinfo=self.zone).astimezone(UTC)

    def dateline(self) -> datetime | None:
        """The moment, or else the first of its day in UTC: what a page's own date line says of it."""
        first = datetime.combine(self.day, time(), tzinfo=UTC) if self.day else None
        return self.moment() or first

    def on(self, day: date | None) -> "Stamp":
        """The stamp, on that day where it states none."""
        return replace(self, day=self.day or day)


def read_stamp(text: str) -> Stamp | None:
    """The stamp that the text is, all of it; None where it says anything else, or the calendar has no such time."""
    if len(text) > _LONGEST_STAMP:
        return None
    day = _date.search(text)
    rest = text[: day.start()] + "|" + text[day.end() :] if day else text
    clock = _clock.search(rest)
    if not (day or clock) or _fill.sub("", _clock.sub("", rest)):
        return None
    try:
        return Stamp(_day(day) if day else None, _time(clock) if clock else None, _zone(clock))
    except ValueError:
        return None


def opening_stamp(text: str) -> tuple[Stamp, str] | None:
    """The time of day that the line opens with, marked as one by a zone or `am`, and what follows it."""
    clock = _opening.match(text)
    if not clock or not (clock["zone"] or clock["half"]):
        return None
    try:
        return Stamp(None, _time(clock), _zone(clock)), text[clock.end() :]
    except ValueError:
        return None


def _day(match: re.Match[str]) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    month = (match["month"] or match["us_month"])[:3].lower()
    number = (match["day"] or match["us_day"]).rstrip("stndrhSTNDRH")
    return date(int(match["year"] or match["us_year"]), _MONTHS.index(month) + 1, int(number))


def _time(match: re.Match[str]) -> time:
    hour = int(match["hour"] or match["bare_hour"] or match["hours"])
    minute = int(match["minute"] or match["minutes"] or 0)
    if half := (match["half"] or "").lower():
        if not 1 <= hour <= 12:
            raise ValueError(f"no hour of half a day: {hour}")
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute, int(match["second"] or 0))


def _zone(match: re.Match[str] | None) -> tzinfo | None:
    return zone_named(match["zone"].strip()) if match and match["zone"] else None
