"""Groups as rows of word-pieces, batch by batch of like lengths."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from evals.training.groups import Group
from qa.reader.pairs import Ids, PairTokenizer, Rows

_BATCH = 12
"""Groups that are learnt from at once."""
_CHUNK = 32
"""Batches whose groups are sorted by length together."""
_SENTENCES, _ANSWERING = 6, 2
"""Of each group, in all, and at most that answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Some of a group's sentences, each beside the question. `n` rows and as many labels."""

    rows: Rows
    labels: tuple[bool, ...]


def batches(groups: Sequence[Group], *, tokenizer: PairTokenizer, rng: Random) -> Iterator[list[Drawn]]:
    """Without end: each group once, then, in another order, each again."""
    order = list(groups)
    while order:
        for first in range(0, len(order), _BATCH * _CHUNK):
            chunk = order[first : first + _BATCH * _CHUNK]
            drawn = [_drawn(group, tokenizer=tokenizer, rng=rng) for group in chunk]
            drawn.sort(key=lambda one: _longest(one.rows))
            cut = [drawn[start : start + _BATCH] for start in range(0, len(drawn), _BATCH)]
            rng.shuffle(cut)
            yield from cut
        rng.shuffle(order)


def stacked(parts: Sequence[Rows]) -> Rows:
    """The rows of all, in order, as wide as the longest of them."""
    width = max(map(_longest, parts))
    return Rows(
        _stacked([rows.input_ids for rows in parts], width),
        _stacked([rows.token_type_ids for rows in parts], width),
        _stacked([rows.attention_mask for rows in parts], width),
    )


def _drawn(group: Group, *, tokenizer: PairTokenizer, rng: Random) -> Drawn:
    answering = [n for n, answers in enumerate(group.labels) if answers]
    others = [n for n, answers in enumerate(group.labels) if not answers]
    rng.shuffle(others)
    kept = (answering[:_ANSWERING] + others)[:_SENTENCES]
    rows = tokenizer.rows(group.question, [group.sentences[n] for n in kept])
    return Drawn(rows, tuple(group.labels[n] for n in kept))


def _longest(rows: Rows) -> int:
    return int(rows.attention_mask.sum(axis=1).max())


def _stacked(parts: Sequence[Ids], width: int) -> Ids:
    stack = np.zeros((sum(map(len, parts)), width), np.int64)
    reached = 0
    for part in parts:
        kept = part[:, :width]
        stack[reached : reached + len(kept), : kept.shape[1]] = kept
        reached += len(kept)
    return stack
