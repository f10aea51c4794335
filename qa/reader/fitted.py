"""The weights of the calibrated reader."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from qa.fusion import Floats


@dataclass(frozen=True, slots=True)
class Logistic:
    """What each sign counts, by its name, and what there is without any: `bias`."""

    weights: Mapping[str, float]
    bias: float

    def log_odds(self, read: Floats, names: tuple[str, ...]) -> Floats:
        """Of each row, whose columns are the named signs. Shape (n, m) to (n,)."""
        weights = np.array([self.weights.get(name, 0) for name in names], np.float32)
        odds: Floats = read @ weights + np.float32(self.bias)
        return odds


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted with the reader's scores, or without them."""

    sentence: Logistic
    """Whether a sentence answers."""
    answered: Logistic
    """Whether the articles answer at all, by their best sentences."""


@lru_cache(maxsize=2)
def fitted(*, with_scores: bool) -> Fitted:
    """What `evals/fit_reader.py` found."""
    kept = json.loads(files("qa.reader").joinpath("fitted.json").read_text("utf-8"))[
        "read" if with_scores else "unread"
    ]
    return Fitted(sentence=Logistic(**kept["sentence"]), answered=Logistic(**kept["answered"]))


def probability(log_odds: Floats) -> Floats:
    """The logistic function, 0 to 1."""
    share: Floats = (1 / (1 + np.exp(-log_odds))).astype(np.float32)
    return share
