"""The words of a question that carry meaning."""

import re

_EMPTY_WORDS = frozenset(
    """a an and any anything anyone are as at be been being but by can could did do does doing during ever for from get
    gets got had has have he her hers him his how i if in into is it its itself just like many me more most much my of
    on or our out over own please s say saying says said she should so some such t than that the their them then there
    these they this those to told too up very was we were what whats when where which while who whom whose why will with
    would you your about according quote quotes quoted tell tells whether d ll re ve m didn doesn isn wasn""".split()
)
_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:[’'-]\w+)*")


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in lower case, each once, in order."""
    words = (re.sub(r"['’]s?$", "", match.group().lower()) for match in _WORD.finditer(text))
    return tuple(dict.fromkeys(word for word in words if word not in _EMPTY_WORDS))
