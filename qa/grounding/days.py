"""The days, months and years that a text names, compared as dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.dates import Day
from qa.grounding.evidence import Evidence
from qa.grounding.folding import plain
from qa.grounding.values import by_value

_MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
_SHORT = r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%])(?![.,:/]\d)"
_IN = (
    r"\b(?:in|since|by|until|till|before|after|during|from|to|between|early|late|mid|last|next|this|around|autumn|fall|"
    r"winter|spring|summer)[ -]"
)
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_FORMS = (
    re.compile(rf"(?<![\d.,:/£$€])(?P<day>\d{{1,2}}) {_MONTH}\b(?: {_YEAR})?"),
    re.compile(rf"\b(?:{_MONTH}|(?P<short>{_SHORT})\b\.?),? {_YEAR}"),
    re.compile(rf"{_IN}{_YEAR}(?! (?:\w+ )?(?:people|men|women|miles|metres|meters|jobs|homes)\b)"),
    re.compile(rf"{_IN}(?P<month>march|may)\b(?! (?:be|have|not|also|well)\b)"),
    re.compile(rf"\b(?P<month>{'|'.join(m for m in _MONTHS if m not in {'march', 'may'})})\b"),
)
_BY_NAME = re.compile(rf"\b(?:{'|'.join((*WEEKDAYS, *_RELATIVE))})(?=s?\b)")


@dataclass(frozen=True, slots=True)
class Read:
    """A text as values, and what it says of days."""

    days: tuple[tuple[str, Day], ...]
    """Each as it stands there, with what it is; a month without a day, or a year alone, too."""
    by_name: frozenset[str]
    """Weekdays, and `today` and its like."""
    rest: str
    """The text without its dates; years are left in it."""


def read(text: str) -> Read:
    """Finds the dates of a text; what a fuller form has is not read again."""
    rest, days = by_value(plain(text)), list[tuple[str, Day]]()
    for form in _FORMS:
        for found in form.finditer(rest):
            days.append((found.group(), _day(found)))
        rest = form.sub(lambda found: f" | {found.groupdict().get('year') or ''} ", rest)
    return Read(tuple(days), frozenset(_BY_NAME.findall(rest)), rest)


def missing_days(text: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """What the text says of days that neither stands by the evidence nor follows from when it was published."""
    said, known, named = read(text), set[Day](), set[str]()
    for one in evidence:
        shown = read(one.shown)
        known |= _dated(shown, one.published_at.date() if one.published_at else None)
        named |= shown.by_name
    yield from (wording for wording, day in said.days if not any(_fits(day, other) for other in known))
    named |= {WEEKDAYS[moment.weekday()] for moment in map(_moment, known) if moment}
    yield from sorted(said.by_name - named)


def years(evidence: Sequence[Evidence]) -> frozenset[str]:
    """The years by the evidence."""
    told = {str(day.year) for one in evidence for _, day in read(one.shown).days if day.year}
    return frozenset(told | {str(one.published_at.year) for one in evidence if one.published_at})


def _day(found: re.Match[str]) -> Day:
    parts = found.groupdict()
    named = parts.get("month") or parts.get("short")
    month = next(n for n, full in enumerate(_MONTHS, start=1) if full.startswith(named[:3])) if named else None
    year, day = parts.get("year"), parts.get("day")
    return Day(int(year) if year else None, month, int(day) if day else None)


def _dated(shown: Read, published: date | None) -> set[Day]:
    """The days with their years, as far as they can be told, and those that weekdays and `today` mean."""
    days = {day for _, day in shown.days}
    if published is None:
        return days
    days |= {Day(published.year, day.month, day.day) for day in days if day.year is None}
    offsets = {0, *(_RELATIVE[word] for word in shown.by_name if word in _RELATIVE)}
    for word in shown.by_name.intersection(WEEKDAYS):
        ago = (published.weekday() - WEEKDAYS.index(word)) % 7
        offsets |= {-ago, 7 - ago}
    return days | {_as_day(published + timedelta(days=offset)) for offset in offsets}


def _fits(said: Day, known: Day) -> bool:
    return said.year in {None, known.year} and said.month in {None, known.month} and said.day in {None, known.day}


def _as_day(moment: date) -> Day:
    return Day(moment.year, moment.month, moment.day)


def _moment(day: Day) -> date | None:
    if not (day.year and day.month and day.day):
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None
