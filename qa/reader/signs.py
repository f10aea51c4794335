"""What tells whether a sentence answers a question."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from itertools import pairwise

import numpy as np

from qa.asked_for import fitness
from qa.candidates import Candidate
from qa.fusion import Floats
from qa.question import Understood
from qa.words import content_words


@dataclass(frozen=True, slots=True)
class Signs:
    """Of one sentence among others."""

    meaning: float
    """The cosine of its embedding with the question's."""
    words: float
    """The share of the question's words that it has, by weight."""
    around: float
    """The share that stands around it alone."""
    behind_in_meaning: float
    """How far the closest sentence is ahead of it, 0 or less; so in the two that follow."""
    behind_in_words: float
    behind_in_reading: float
    form: float
    """What is left of it by what an answer of the kind asked for must have, 0 to 1."""
    phrases: float
    """The share of the question's pairs of neighbouring words that it has."""
    length: float
    """The logarithm of its words."""
    quotes: float
    """Whether it quotes."""
    place: float
    """The logarithm of its passage's rank."""
    reading: float
    """The log odds that the reader gives it; 0 without a reader."""


NAMES = tuple(field.name for field in fields(Signs))
READ = frozenset({"reading", "behind_in_reading"})
"""Signs that only the reader can give."""


def signs(understood: Understood, candidates: Sequence[Candidate], *, ranks: Sequence[int], odds: Floats) -> Floats:
    """One row a candidate, one column a sign, in the order of `NAMES`. Shape (n, 12).

    `ranks` are those of their passages, from 0; `odds` the reader's, shape (n,).
    """
    meant = max((one.closeness.meaning for one in candidates), default=0)
    worded = max((one.closeness.words for one in candidates), default=0)
    read = float(odds.max(initial=-np.inf))
    form, phrases = fitness(understood.own, understood.kind), _phrases(understood.asked)
    rows = [
        Signs(
            meaning=one.closeness.meaning,
            words=one.closeness.words,
            around=one.closeness.around,
            behind_in_meaning=one.closeness.meaning - meant,
            behind_in_words=one.closeness.words - worded,
            behind_in_reading=float(own) - read,
            form=form(one.text),
            phrases=_share(phrases, one.text),
            length=math.log(1 + len(one.text.split())),
            quotes=float(any(mark in one.text for mark in '“"')),
            place=math.log(1 + rank),
            reading=float(own),
        )
        for one, rank, own in zip(candidates, ranks, odds, strict=True)
    ]
    return np.array([astuple(row) for row in rows], np.float32).reshape(len(rows), len(NAMES))


def _phrases(question: str) -> tuple[str, ...]:
    words = content_words(question)
    return tuple(f"{first} {second}" for first, second in pairwise(words))


def _share(phrases: Sequence[str], text: str) -> float:
    lower = text.lower()
    return sum(phrase in lower for phrase in phrases) / len(phrases) if phrases else 0.0
