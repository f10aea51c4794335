"""Where a sentence departs from another one, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from qa.grounding.folding import fold, undotted

_WORD = re.compile(r"\w+(?:'\w+)*")
_OWNER = re.compile(r"'s?$")
_BEFORE = 3
_MOST_WORDS = 400
"""Of either sentence; of a longer one the rest is one change."""


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a sentence that stand in the place of others; either may be none."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    before: tuple[str, ...]
    """The last words of the other sentence in front of it."""
    after: tuple[str, ...]
    """Its words behind it."""


@lru_cache(maxsize=1024)
def changes(sentence: str, other: str) -> tuple[Change, ...]:
    """In order, in the case in which they are written; words are the same whatever their case."""
    return tuple(_changes(words(sentence), words(other)))


def words(sentence: str) -> tuple[str, ...]:
    """The words in their case, without what marks an owner; `U.S.` is one."""
    return tuple(_OWNER.sub("", word) for word in _WORD.findall(undotted(fold(sentence).text)))


def _changes(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[Change]:
    said, told = [[word.casefold() for word in side[:_MOST_WORDS]] for side in (ours, theirs)]
    matcher = SequenceMatcher(None, told, said, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            before = theirs[max(0, first - _BEFORE) : first]
            yield Change(ours[start:end], theirs[first:last], before, theirs[last : last + _BEFORE])
    if ours[_MOST_WORDS:]:
        yield Change(ours[_MOST_WORDS:], theirs[_MOST_WORDS:], theirs[:_MOST_WORDS][-_BEFORE:], ())
