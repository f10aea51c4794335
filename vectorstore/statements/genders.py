"""Who is `he` and who is `she`, as far as titles, first names and pronouns tell."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from vectorstore.names import names_in
from vectorstore.statements.first_names import FIRST_NAMES

Gender = Literal["he", "she"]

TITLES: Mapping[str, Gender] = {
    **dict.fromkeys(("mr", "sir", "lord", "king", "prince", "father", "congressman", "chairman", "spokesman"), "he"),
    **dict.fromkeys(
        ("mrs", "ms", "miss", "dame", "lady", "queen", "princess", "congresswoman", "chairwoman", "spokeswoman"), "she"
    ),
}
"""Titles that only the one or the other has, in lower case without a stop."""
_WHOSE: Mapping[str, Gender] = {
    **dict.fromkeys(("he", "his", "him", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
}
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_WHOSE)})\b")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_BY_TITLE, _BY_FIRST_NAME, _BY_PRONOUN = 5, 3, 1


def genders(text: str, named: Mapping[str, Sequence[str]], *, key: Callable[[str], str]) -> dict[str, Gender]:
    """By full name; `named` are the full names by the key of their surname. Where signs differ, none is given."""
    alone = {surname: names[0] for surname, names in named.items() if len(names) == 1}
    votes: defaultdict[str, Counter[Gender]] = defaultdict(Counter)
    for line in text.splitlines():
        for sentence in _SENTENCE_END.split(line):
            for full, gender, weight in _signs(sentence, alone, key):
                votes[full][gender] += weight
    for full in (name for names in named.values() for name in names):
        first = full.split()[0].strip(".").lower()
        if first in FIRST_NAMES:
            votes[full][FIRST_NAMES[first]] += _BY_FIRST_NAME
    cleared = ((full, _clear(counted)) for full, counted in votes.items())
    return {full: gender for full, gender in cleared if gender}


def _signs(sentence: str, named: Mapping[str, str], key: Callable[[str], str]) -> Iterator[tuple[str, Gender, int]]:
    """A title in front of a name, and a pronoun behind the only person of the sentence."""
    found = [(named.get(key(name)), start, end) for name, start, end in names_in(sentence)]
    for owner, start, end in found:
        titles = {word.strip(".").lower() for word in sentence[max(0, start - 15) : end].split()}
        yield from ((owner, TITLES[title], _BY_TITLE) for title in titles & TITLES.keys() if owner)
    persons = {owner for owner, _, _ in found if owner}
    pronoun = _PRONOUN.search(sentence)
    if len(persons) == 1 and pronoun and pronoun.start() > found[0][2]:
        yield persons.pop(), _WHOSE[pronoun.group()], _BY_PRONOUN


def _clear(counted: Counter[Gender]) -> Gender | None:
    (gender, most), *rest = counted.most_common(2)
    return gender if not rest or most > 2 * rest[0][1] else None
