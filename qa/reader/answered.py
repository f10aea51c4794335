"""What tells whether the articles answer a question at all, by the sentences that answer it best."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from qa.candidates import Candidate
from qa.fusion import Floats
from qa.question import Understood
from qa.reader.signs import NAMES as OF_A_SENTENCE
from vectorstore.names import proper_names
from vectorstore.words import stems

_BEST = 4


@dataclass(frozen=True, slots=True)
class AnswerSigns:
    """Of a question, and the sentences that may answer it, the best first."""

    best: float
    """The log odds of the best."""
    second: float
    best_four: float
    """The mean of the best four."""
    support: float
    """The highest by meaning and words alone, with the form of an answer, 0 to 1."""
    words: float
    """Of the best sentence, as `Signs.words`; so in the next."""
    anywhere: float
    """With those around it."""
    names: float
    """The share of the question's names that the best sentence has, or its speaker is."""
    reading: float
    """The reader's highest log odds."""
    for_speaker: float
    """Whether somebody's words are asked for."""
    silent: float
    """Whether they are, and none of them has a word of what they are to be about."""
    when: float
    how_many: float


ANSWER_NAMES = tuple(field.name for field in fields(AnswerSigns))
_SUPPORT = tuple(OF_A_SENTENCE.index(name) for name in ("meaning", "words", "around", "form"))
_READING = OF_A_SENTENCE.index("reading")


def answer_signs(understood: Understood, candidates: Sequence[Candidate], *, log_odds: Floats, read: Floats) -> Floats:
    """One row, in the order of `ANSWER_NAMES`. Shape (12,).

    The candidates, at least one, are those that may answer, in any order, with the log odds that they do, shape (n,),
    and their signs, shape (n, 12).
    """
    order = np.argsort(-log_odds, kind="stable")
    best = candidates[order[0]]
    meaning, words, around, form = (read[:, n] for n in _SUPPORT)
    found = AnswerSigns(
        best=float(log_odds[order[0]]),
        second=float(log_odds[order[min(1, len(order) - 1)]]),
        best_four=float(log_odds[order[:_BEST]].mean()),
        support=float(((meaning + words + around / 2) / 2 * form).max()),
        words=best.closeness.words,
        anywhere=best.closeness.words + best.closeness.around,
        names=_named(understood.asked, best),
        reading=float(read[:, _READING].max()),
        for_speaker=float(bool(understood.speakers)),
        silent=float(bool(understood.speakers) and words.max() == 0),
        when=float(understood.kind == "when"),
        how_many=float(understood.kind == "how-many"),
    )
    return np.array(astuple(found), np.float32)


def _named(question: str, candidate: Candidate) -> float:
    names = [frozenset(stems(name)) for name in proper_names(question)]
    said = set(stems(f"{candidate.text} {candidate.speaker or ''}"))
    return sum(name <= said for name in names) / len(names) if names else 1.0
