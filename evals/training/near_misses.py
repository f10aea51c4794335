"""Questions that nothing answers any more: a name or a number in them was swapped for another one.

What SQuAD 2.0's authors asked of people (Rajpurkar et al., ACL 2018: "entity swap", "number swap"), made by rule.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from evals.training.groups import Group

SOURCE = "swap"
"""Of the groups that are made here."""

_NAME = re.compile(r"(?<=\s)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
"""A run of capitalised words that does not begin the text."""
_POSSESSIVE = re.compile(r"['’]s?$")
_SHORTEST = 4
"""Characters: below it are initials, and words such as "The" and "I'm"."""
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_SHIFTS = (-7, -3, -2, -1, 1, 2, 3, 5, 10)
_FROM_THE_TEXT = 0.5
"""How often the other name is one of the group's own sentences, if they have one; else a stranger's."""


def names_in(text: str) -> tuple[str, ...]:
    """The names in the text, each once, in order, without a genitive's ending."""
    names = (_POSSESSIVE.sub("", name) for name in _NAME.findall(text))
    return tuple(dict.fromkeys(name for name in names if len(name) >= _SHORTEST))


def swapped(group: Group, *, strangers: Sequence[str], rng: Random) -> Group | None:
    """The group asked about another name, or, where it has none, another number, than its answer; nothing answers it.

    The other one stands in no sentence that answered; it is one of the group's own or of the strangers, of whom there
    must be one. None where question and answer share neither, or where what was drawn does not do.
    """
    answer = " ".join(sentence.text for sentence, answers in zip(group.sentences, group.labels, strict=True) if answers)
    body = " ".join(sentence.text for sentence in group.sentences)
    if names := [name for name in names_in(group.question) if name in answer]:
        name = rng.choice(names)
        other = _another(name, group.question, body=body, strangers=strangers, rng=rng)
        question = None if other.casefold() in answer.casefold() else group.question.replace(name, other)
    else:
        question = _with_another_number(group.question, answer=answer, body=body, rng=rng)
    if question is None:
        return None
    return replace(group, question=question, labels=(False,) * len(group.labels), source=SOURCE)


def _another(name: str, question: str, *, body: str, strangers: Sequence[str], rng: Random) -> str:
    near = [other for other in names_in(body) if other not in question and name not in other]
    return rng.choice(near if near and rng.random() < _FROM_THE_TEXT else strangers)


def _with_another_number(question: str, *, answer: str, body: str, rng: Random) -> str | None:
    found = _NUMBER.search(question)
    if found is None or found.group() not in answer:
        return None
    number = int(re.sub(r"\D", "", found.group()))
    other = str(number + rng.choice([shift for shift in _SHIFTS if number + shift > 0]))
    return None if other in body else question[: found.start()] + other + question[found.end() :]
