"""Which day "on Tuesday" is, where a sentence says so of the day that it was told on."""

import re

from qa.reply import Hit

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_AND_MONTH = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2})\b",
    re.I,
)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
"""What was said on another day may be quoted."""
_RELATIVE = re.compile(rf"\b(?:today|tonight|tomorrow|yesterday|{'|'.join(_DAYS)})\b", re.I)


def same_day(text: str, hit: Hit) -> str:
    """The day of publication, "22 February 2022", where that is the one day that the text names; else empty."""
    told = hit.told_at
    named = {found.group().lower() for found in _RELATIVE.finditer(_QUOTED.sub(" ", text))}
    if told is None or _DAY_AND_MONTH.search(text) or not named:
        return ""
    return f"{told:%-d %B %Y}" if named <= {"today", "tonight", _DAYS[told.weekday()]} else ""
