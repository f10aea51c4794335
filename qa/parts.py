"""What a question asks for one by one: its clauses, each to be sought on its own."""

import re

from qa.words import content_words

_BORDER = re.compile(r"[,;:]\s+|\s+(?:while|whereas|but|and|after|before)\s+", re.I)
_SHORTEST = 3
"""Words that carry meaning; a shorter clause goes with the one before it."""


def parts(question: str) -> tuple[str, ...]:
    """The clauses of the question in order; none where it has but one."""
    found: list[str] = []
    for clause in filter(None, (piece.strip() for piece in _BORDER.split(question))):
        if found and min(len(content_words(clause)), len(content_words(found[-1]))) < _SHORTEST:
            found[-1] = f"{found[-1]}, {clause}"
        else:
            found.append(clause)
    return tuple(found) if len(found) > 1 else ()
