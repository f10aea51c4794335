"""Dates as pages and feeds write them, into UTC."""

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

DATE_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def moment(value: object) -> datetime | None:
    """The time that an ISO 8601 or RFC 5322 string names, in UTC; a date alone is its 00:00 UTC.

    A time without a zone, and what is no date, is unknown: None.
    """
    if not isinstance(value, str):
        return None
    written = value.strip()
    try:
        if DATE_ONLY.match(written):
            return at_midnight(date.fromisoformat(written))
        found = _iso(written) or parsedate_to_datetime(written)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def in_utc(known: datetime) -> datetime:
    """The same time in UTC.

    Raises:
        ValueError: it has no zone, or is none in UTC.
    """
    if known.tzinfo is None:
        raise ValueError(f"{known.isoformat()} has no time zone: add one, such as 'Z'")
    try:
        return known.astimezone(UTC)
    except OverflowError as exc:
        raise ValueError(f"{known} is outside the years 1 to 9999 in UTC: correct it, or leave it out") from exc


def at_midnight(day: date) -> datetime:
    """The beginning of the day in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
