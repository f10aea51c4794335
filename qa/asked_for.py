"""What a sentence must have to be an answer of the kind asked for: a date, a number, a sum, an age, what is counted."""

import re
from collections.abc import Callable

from qa.question import Kind
from qa.words import content_words
from vectorstore.words import stems

_LACKING = 0.6
"""What is left of the support of a sentence that has nothing of the kind: no date for a when."""
_OF_ANOTHER_THING = 0.8
"""What is left where it has a number, and not the word for what is counted."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_TIME = re.compile(
    rf"\b(?:\d{{1,2}}[:.]\d{{2}}|(?:19|20)\d\d|(?:{_MONTHS})[a-z]*\.? \d|\d{{1,2}} (?:{_MONTHS})|[a-z]+day\b|"
    r"today|tomorrow|yesterday|tonight|last (?:week|month|year)|next (?:week|month|year))",
    re.I,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|"
    r"million|billion|half|an? (?:hour|week|month|year|mile))\b",
    re.I,
)
_AGE = re.compile(r"\b(?:aged?|of|now|is|at) \d{1,2}\b|\b\d{1,2}[- ]years?[- ]old\b|, \d{2},", re.I)
_SUM = re.compile(r"[£$€]|\b(?:euros?|dollars?|pounds?|roubles?|million|billion)\b", re.I)
_HOW_OLD = re.compile(r"\bhow old\b", re.I)
_HOW_DEAR = re.compile(
    r"\bhow much\b.*\b(?:cost|pay|paid|price|bill|worth|sum|spend|spent|charge)|\bwhat (?:sum|price)\b", re.I
)
_COUNTED = re.compile(r"\bhow (?:many|much) (?P<words>(?:[\w’'-]+\s*){1,3})", re.I)
_ANYTHING_COUNTED = frozenset({"people"})
"""What is said in other words, or not at all: "About 700 heard the result"."""


def fitness(question: str, kind: Kind) -> Callable[[str], float]:
    """What of a sentence's support is left, 0 to 1, by what the sentence has of what the question asks for."""
    if kind == "when":
        return lambda text: 1 if _TIME.search(text) else _LACKING
    if kind != "how-many":
        return lambda _: 1
    form = _AGE if _HOW_OLD.search(question) else _SUM if asks_for_sum(question) else None
    what = frozenset() if form else counted(question)

    def fit(text: str) -> float:
        if not _NUMBER.search(text) or (form and not form.search(text)):
            return _LACKING
        return 1 if what.issubset(stems(text)) else _OF_ANOTHER_THING

    return fit


def asks_for_sum(question: str) -> bool:
    """Whether it asks what something costs or what somebody pays."""
    return _HOW_DEAR.search(question) is not None


def counted(question: str) -> frozenset[str]:
    """The stem of what is counted: of "how many of its members" `member`."""
    found = _COUNTED.search(question)
    words = content_words(found["words"]) if found else ()
    return frozenset(stems(words[0])) if words and words[0] not in _ANYTHING_COUNTED else frozenset()
