"""What a reader is worth."""

import numpy as np
import pytest
import torch

from evals.training.groups import Group
from evals.training.held_out import auc, worth
from qa.reader.pairs import PairTokenizer, Sentence


class _ByLength:
    """Scores a pair by its pieces."""

    def scores(self, rows):
        return torch.from_numpy(rows.attention_mask.sum(axis=1).astype(np.float32))


def _group(labels, *texts):
    return Group(question="?", sentences=tuple(Sentence("", text) for text in texts), labels=labels, source="set")


def test_auc_is_the_share_of_pairs_in_the_right_order():
    """A tie counts half; without pairs there is none."""
    assert auc([3.0, 1.0], [1.0, 0.0]).value == pytest.approx(3.5 / 4)
    assert auc([], [1.0]).value is None


def test_worth_looks_at_the_best_sentence_of_each_group(model):
    """Whether it answers, and whether it is better than the best where nothing answers."""
    groups = [
        _group((True, False), "a b c d", "a"),
        _group((True, False), "a b", "a b c"),
        _group((False, False), "a", "a b"),
    ]

    found = worth(_ByLength(), groups, tokenizer=PairTokenizer(model))

    assert found.top_1.value == 1 / 2
    assert found.auc.value == 1
