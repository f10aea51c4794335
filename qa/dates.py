"""The days that a question names, as far as they can be told from its words and the day it is asked on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august"),
            *("sep sept september", "oct october", "nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WRITTEN = (
    re.compile(rf"\b{_YEAR}-(?P<number>[01]\d)-{_DAY}(?!\d)"),
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}\b)?", re.I),
    re.compile(rf"\b{_MONTH} {_DAY}\b(?:,? {_YEAR}\b)?", re.I),
    re.compile(rf"\b{_MONTH},? {_YEAR}\b", re.I),
    re.compile(r"\b(?:in|during|since|of|last|this) " + _MONTH + r"(?! \d)", re.I),
    re.compile(rf"\b(?:in|during|since|by|before|after) {_YEAR}\b", re.I),
)
_VERBS = frozenset({"may", "march"})
"""Months that in small letters are verbs."""
_BEFORE_A_DAY = re.compile(r"\b(?:on|in|since|of|by|until|till|before|after|from|to) $|\d(?:st|nd|rd|th)? $", re.I)
_RELATIVE = re.compile(
    rf"\b(?P<which>this|last|past|on)? ?(?P<what>week|weekend|month|year|today|yesterday|{'|'.join(_WEEKDAYS)})\b", re.I
)
_LATEST = re.compile(r"\b(?:latest|newest|most recent(?:ly)?|currently|so far|up to now|as of now|right now)\b", re.I)
_LENGTHS = {"week": 7, "month": 31, "year": 366}
_REPORTED_WITHIN = 1
"""Days: what happened on one is told on it and on the next."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or a month or a year of them; without a year it is any year's."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def fits(self, moment: date) -> bool:
        """Whether something of that day may be told on the date."""
        return self._is(moment) or (self.day is not None and self._is(_earlier(moment, _REPORTED_WITHIN)))

    def _is(self, moment: date) -> bool:
        return (
            self.year in {None, moment.year} and self.month in {None, moment.month} and self.day in {None, moment.day}
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from the first to the last."""

    first: date
    last: date

    def fits(self, moment: date) -> bool:
        """Whether something of those days may be told on the date."""
        return self.first <= moment and _earlier(moment, _REPORTED_WITHIN) <= self.last


When = Day | Stretch


def dates(text: str, *, asked_on: date) -> tuple[When, ...]:
    """The days that the text names, each once, in the order of their forms; `this week` is told from `asked_on`."""
    return tuple(dict.fromkeys((*_written(text), *_relative(text, asked_on))))


def day_words(text: str) -> frozenset[str]:
    """The words, in lower case, by which the text names days."""
    found = (match.group().lower() for pattern in (*_WRITTEN, _RELATIVE) for match in pattern.finditer(text))
    return frozenset(word for phrase in found for word in re.findall(r"\w+", phrase))


def wants_latest(text: str) -> bool:
    """Whether the newest is asked for."""
    return _LATEST.search(text) is not None


def _written(text: str) -> Iterator[Day]:
    """Dates as they are written; what a longer form has is not read again."""
    taken: list[tuple[int, int]] = []
    for pattern in _WRITTEN:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            parts = found.groupdict()
            named = parts.get("month")
            if named in _VERBS and not parts.get("year") and not _BEFORE_A_DAY.search(text, 0, found.start()):
                continue
            taken.append(found.span())
            month = _MONTHS[named.lower()] if named else int(parts["number"]) if parts.get("number") else None
            year, day = parts.get("year"), parts.get("day")
            if not day or 0 < int(day) < 32:
                yield Day(int(year) if year else None, month, int(day) if day else None)


def _relative(text: str, asked_on: date) -> Iterator[Stretch]:
    for found in _RELATIVE.finditer(text):
        which, what = (found["which"] or "").lower(), found["what"].lower()
        if what in {"today", "yesterday"}:
            day = _earlier(asked_on, int(what == "yesterday"))
            yield Stretch(day, day)
        elif what in _WEEKDAYS and which:
            day = _earlier(asked_on, (asked_on.weekday() - _WEEKDAYS.index(what)) % 7)
            yield Stretch(day, day)
        elif what == "weekend" and which:
            sunday = _earlier(asked_on, (asked_on.weekday() + 1) % 7)
            yield Stretch(_earlier(sunday, 1), sunday)
        elif what in _LENGTHS and which in {"this", "past", "last"}:
            yield Stretch(_earlier(asked_on, _LENGTHS[what] * (2 if which == "last" else 1)), asked_on)


def _earlier(moment: date, days: int) -> date:
    """So many days before; no day is before the first."""
    return date.fromordinal(max(moment.toordinal() - days, 1))
