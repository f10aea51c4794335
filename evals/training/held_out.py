"""What a reader is worth on groups that it did not learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import torch

from evals.share import Share
from evals.training.groups import Group
from evals.training.lora import TrainableReader
from qa.reader.pairs import PairTokenizer

_SENTENCES = 16
"""Of a group, the first ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Two shares; higher is better."""

    top_1: Share
    """Of the answerable questions, those whose best sentence answers."""
    auc: Share
    """Of the pairs of an answerable question and another one, those in which the answerable one's best score is
    higher; a tie counts half."""


def worth(reader: TrainableReader, groups: Sequence[Group], *, tokenizer: PairTokenizer) -> Worth:
    """Reads the groups."""
    right: list[bool] = []
    best: dict[bool, list[float]] = {True: [], False: []}
    for group in groups:
        labels = group.labels[:_SENTENCES]
        with torch.no_grad():
            scores = reader.scores(tokenizer.rows(group.question, group.sentences[:_SENTENCES]))
        if any(labels):
            right.append(labels[int(scores.argmax())])
        best[any(labels)].append(float(scores.max()))
    return Worth(top_1=Share(sum(right), len(right)), auc=auc(best[True], best[False]))


def auc(higher: Sequence[float], lower: Sequence[float]) -> Share:
    """Of the pairs, those in which the first is higher: the area under the curve (Hanley and McNeil, 1982)."""
    pairs = list(product(higher, lower))
    return Share(sum((one > other) + (one == other) / 2 for one, other in pairs), len(pairs))
