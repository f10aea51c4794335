"""Words that come from nowhere: a stretch of a segment that has nothing of what it cites."""

import re
from collections.abc import Sequence

from qa.words import content_words
from vectorstore.words import stems

_LONGEST = 4
"""So many content words in a row may be the writer's own; more say something that isn't cited."""
_LONGEST_CLAUSE = 2
"""The same, of a clause that has no word from it; here names count too."""
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_CLAUSE = re.compile(r"(?<=[.?!:;…—–])[\s”\"’']+")


def stray(text: str, cited: Sequence[str]) -> str:
    """The first such stretch; empty where there is none. `cited` are the quotes, and whose and which outlet's they are.

    Within a clause that has something of it, names and numbers neither count nor end a stretch: whether they are borne
    out is told by value and by name.
    """
    known = frozenset(stems(" ".join(cited)))
    clauses = ([word for word in _WORD.findall(clause) if content_words(word)] for clause in _CLAUSE.split(text))
    return next((found for words in clauses if (found := _of_clause(words, known))), "")


def _of_clause(words: Sequence[str], known: frozenset[str]) -> str:
    own = [not known.issuperset(stems(word)) for word in words]
    if all(own) and len(words) > _LONGEST_CLAUSE:
        return " ".join(words)
    run: list[str] = []
    for number, (word, is_own) in enumerate(zip(words, own, strict=True)):
        if (number and word[0].isupper()) or any(char.isdigit() for char in word):
            continue
        run = [*run, word] if is_own else []
        if len(run) > _LONGEST:
            return " ".join(run)
    return ""
