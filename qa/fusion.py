"""How the signals of a passage become one score."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

WHOLE = ("cosine", "words", "story", "outlet", "day", "fresh", "speaker")
"""The signals of a passage for the whole question."""
PART = ("cosine", "words", "outlet", "day")
"""Its signals for one part of it."""

_RANK_CONSTANT = 10
_MEAN_OF_PARTS = 0.3
_TIE = 1e-3
_READ_OFF = ("outlet", "day")
"""What is read off the question counts by part, where there are parts."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts, by its name; `part["whole"]` is what the whole question counts for one of its parts."""

    whole: Mapping[str, float]
    part: Mapping[str, float]


@lru_cache(maxsize=1)
def fitted_weights() -> Weights:
    """The weights that `evals/fit_fusion.py` found."""
    read = json.loads(files("qa").joinpath("fusion.json").read_text("utf-8"))
    return Weights(whole=read["whole"], part=read["part"])


def fused(whole: Floats, parts: Floats, weights: Weights) -> Floats:
    """One score a passage; higher is better. Shapes (n, 7) and (m, n, 4) to (n,).

    Linear in the signals. Of a question with parts, each part ranks the passages, and reciprocal ranks are fused
    (Cormack, Clarke, Büttcher, SIGIR 2009), the best rank counting most: what answers one part well need not answer
    the others.
    """
    score = whole @ _vector(weights.whole, WHOLE)
    if not len(parts) or not len(score):
        return score
    plain = {name: 0.0 if name in _READ_OFF else weight for name, weight in weights.whole.items()}
    of_parts = parts @ _vector(weights.part, PART) + weights.part["whole"] * (whole @ _vector(plain, WHOLE))
    reciprocal = 1 / (_RANK_CONSTANT + 1 + np.argsort(np.argsort(-of_parts, axis=1, kind="stable"), axis=1))
    fused_ranks: Floats = reciprocal.max(axis=0) + _MEAN_OF_PARTS * reciprocal.mean(axis=0) + _TIE * score
    return fused_ranks


def _vector(weights: Mapping[str, float], names: tuple[str, ...]) -> Floats:
    return np.array([weights[name] for name in names], np.float32)
