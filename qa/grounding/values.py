"""Numbers, dates, times and shares in one spelling each, so that they are compared by value."""

import re
from functools import partial

_SMALL = "two three four five six seven eight nine ten".split()
_TEENS = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate([*_SMALL, *_TEENS], start=2)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_ONES = {"one": 1, **{word: _WORDS[word] for word in _SMALL[:-1]}}
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}
_MONTHS = "january february march april may june july august september october november december".split()
_SHORT_MONTHS = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_MONTH = rf"({'|'.join(_MONTHS)}|{_SHORT_MONTHS})"
_DAY = r"(?<![\d.,:/])(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_NOT_MORE = r"(?!\d|[.,:/]\d)"

_SPELT = re.compile(rf"\b(?:({'|'.join(_TENS)})[- ]({'|'.join(_ONES)})|({'|'.join(_WORDS)}))\b")
_ONE_OF_SCALE = re.compile(rf"\bone (?=(?:{'|'.join(_SCALES)})\b)")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_SCALED = re.compile(rf"(?<![\d.,])(\d+(?:\.\d+)?)[ -]?({'|'.join(_SCALES)})\b")
_MONEY_MILLIONS = re.compile(r"([£$€])(\d+(?:\.\d+)?)m\b")
_SHARE = re.compile(r"(?<=\d)[ -]?(?:%|per cent\b|percent\b|pct\b)")
_DAY_MONTH = re.compile(rf"{_DAY}(?: of)? {_MONTH}(?!\w)")
_MONTH_DAY = re.compile(rf"\b{_MONTH} {_DAY}{_NOT_MORE}(?!\w)")
_YEAR = re.compile(rf"(?<=\d )({'|'.join(_MONTHS)}),? ((?:19|20)\d\d)\b")
_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_CLOCK = re.compile(r"(?<![\d.,:/])(1[0-2]|0?[1-9])(?:[.:]([0-5]\d))? ?([ap])\.?m\b\.?")
_JOINED = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])")


def by_value(plain: str) -> str:
    """A plain text (lower case, straight marks and dashes) with each value as it would be computed.

    `fourteen` is `14`, `1.5 million` and `1,500,000` are `1500000`, `50 per cent` is `50%`, `May 3, 2022` and
    `2022-05-03` are `3 may 2022`, `9.40pm` is `21:40`; a hyphen between letters is a blank.
    """
    text = _ONE_OF_SCALE.sub("1 ", _SPELT.sub(_spelt, _JOINED.sub(" ", plain)))
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    text = _SCALED.sub(lambda found: _product(found[1], _SCALES[found[2]]), text)
    text = _MONEY_MILLIONS.sub(lambda found: found[1] + _product(found[2], 10**6), text)
    text = _CLOCK.sub(_clock, _SHARE.sub("%", text))
    text = _ISO.sub(lambda found: f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}", text)
    text = _MONTH_DAY.sub(partial(_date, day=2, month=1), _DAY_MONTH.sub(partial(_date, day=1, month=2), text))
    return _YEAR.sub(r"\1 \2", text)


def is_small_number(word: str) -> bool:
    """Whether the word is `two` to `ten`: too common as a digit to be told by it alone."""
    return word in _SMALL


def _spelt(found: re.Match[str]) -> str:
    return str(_WORDS[found[3]] if found[3] else _WORDS[found[1]] + _ONES[found[2]])


def _product(number: str, scale: int) -> str:
    value = float(number) * scale
    return str(int(value)) if value.is_integer() else str(value)


def _clock(found: re.Match[str]) -> str:
    hour = int(found[1]) % 12 + (12 if found[3] == "p" else 0)
    return f"{hour:02}:{found[2] or '00'}"


def _date(found: re.Match[str], *, day: int, month: int) -> str:
    name = next(full for full in _MONTHS if full.startswith(found[month].rstrip(".")[:3]))
    return f"{int(found[day])} {name}"
