"""Things that a number tells apart: Well 2 is not Well 6."""

import re
from collections.abc import Callable

from qa.dates import day_words
from qa.words import content_words

_NUMBERED = re.compile(r"\b(?P<word>[^\W\d_][\w-]*) (?P<number>\d{1,3})\b(?![.,:]\d|%)")


def is_another(question: str) -> Callable[[str], bool]:
    """Tells whether a text has what the question names by a number, and by other numbers alone."""
    days = day_words(question)
    named = [
        (found["word"].lower(), found["number"])
        for found in _NUMBERED.finditer(question)
        if content_words(found["word"]) and found["number"] not in days
    ]

    def another(text: str) -> bool:
        numbers = [
            (number, set(re.findall(rf"\b{re.escape(word)} (\d{{1,3}})\b", text.lower()))) for word, number in named
        ]
        return any(there and number not in there for number, there in numbers)

    return another
