"""Time zones as pages name them."""

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo


def _hours(hours: float) -> tzinfo:
    return timezone(timedelta(hours=hours))


_SHORT: Mapping[str, tzinfo] = {
    **dict.fromkeys(("UTC", "GMT", "Z", "WET"), UTC),
    **dict.fromkeys(("BST", "CET", "WEST", "WAT"), _hours(1)),
    **dict.fromkeys(("CEST", "EET", "CAT", "SAST"), _hours(2)),
    **dict.fromkeys(("EEST", "TRT", "EAT"), _hours(3)),
    **dict.fromkeys(("PKT",), _hours(5)),
    **dict.fromkeys(("IST",), _hours(5.5)),
    **dict.fromkeys(("ICT", "WIB"), _hours(7)),
    **dict.fromkeys(("HKT", "SGT", "AWST", "PHT"), _hours(8)),
    **dict.fromkeys(("JST", "KST"), _hours(9)),
    "ACST": _hours(9.5),
    "AEST": _hours(10),
    "ACDT": _hours(10.5),
    "AEDT": _hours(11),
    "NZST": _hours(12),
    "NZDT": _hours(13),
    "EST": _hours(-5),
    "EDT": _hours(-4),
    "CST": _hours(-6),
    "CDT": _hours(-5),
    "MST": _hours(-7),
    "MDT": _hours(-6),
    "PST": _hours(-8),
    "PDT": _hours(-7),
    "MSK": ZoneInfo("Europe/Moscow"),
    "ET": ZoneInfo("America/New_York"),
    "CT": ZoneInfo("America/Chicago"),
    "MT": ZoneInfo("America/Denver"),
    "PT": ZoneInfo("America/Los_Angeles"),
    "AET": ZoneInfo("Australia/Sydney"),
}
"""A name that says summer or winter is taken at its word; one that doesn't goes by the date.

Of names that several countries use, IST is India's, BST Britain's, CST Chicago's; AST is left out.
"""

_LONG: Mapping[str, tzinfo] = {
    "greenwich mean time": UTC,
    "coordinated universal time": UTC,
    "british summer time": _SHORT["BST"],
    "central european summer time": _SHORT["CEST"],
    "central european time": _SHORT["CET"],
    "eastern european summer time": _SHORT["EEST"],
    "eastern european time": _SHORT["EET"],
    "eastern standard time": _SHORT["EST"],
    "eastern daylight time": _SHORT["EDT"],
    "eastern time": _SHORT["ET"],
    "central time": _SHORT["CT"],
    "mountain time": _SHORT["MT"],
    "pacific time": _SHORT["PT"],
    "moscow time": _SHORT["MSK"],
    "moscow standard time": _SHORT["MSK"],
    "hong kong time": _SHORT["HKT"],
    "indian standard time": _SHORT["IST"],
    "india standard time": _SHORT["IST"],
    "japan standard time": _SHORT["JST"],
}
_OFFSET = r"(?:UTC|GMT)? ?[+−-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9])"

ZONE = (
    rf"(?:{_OFFSET}|(?i:{'|'.join(sorted(_LONG, key=len, reverse=True))})\b"
    rf"|(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})(?![A-Za-z]))"
)
"""A pattern of one zone, without groups."""

_offset = re.compile(r"(?P<sign>[+−-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?$")


def zone_named(name: str) -> tzinfo | None:
    """The zone of that name or offset, such as `ET`, `Greenwich Mean Time` or `+02:00`; None where it is none."""
    if offset := _offset.search(name):
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        ahead = timedelta(minutes=minutes if offset["sign"] == "+" else -minutes)
        return timezone(ahead) if minutes < 24 * 60 else None
    return _SHORT.get(name) or _LONG.get(name.lower())
