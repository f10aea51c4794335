"""Logistic regression with a penalty, and how well its probabilities hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """The log odds are `rows @ weights + bias`."""

    weights: Floats
    bias: float

    def log_odds(self, rows: Floats) -> Floats:
        """Shape (n, m) to (n,)."""
        odds: Floats = rows @ self.weights + self.bias
        return odds


def fit_logistic(rows: Floats, labels: Flags, *, counting: Floats, penalty: float) -> Weighing:
    """The weights that make the labels likeliest, each penalised by its square in units of its column's spread.

    Each row has its likelihood as often as it counts. A column without spread weighs nothing. Shapes (n, m), (n,) and
    (n,).
    """
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    flat = spread < 1e-9
    spread = np.where(flat, 1, spread)
    known = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    signs = 1 - 2 * labels

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores, penalised = known @ weights, np.append(weights[:-1], 0)
        unlikely = float(counting @ np.logaddexp(0, signs * scores) + penalty * (penalised**2).sum() / 2)
        return unlikely, known.T @ (counting * (1 / (1 + np.exp(-scores)) - labels)) + penalty * penalised

    found: Floats = minimize(loss, np.zeros(known.shape[1]), jac=True, method="L-BFGS-B").x
    weights = np.where(flat, 0, found[:-1] / spread)
    return Weighing(weights=weights, bias=float(found[-1] - weights @ middle))


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of about the same probability."""

    predicted: float
    """Their mean probability."""
    held: float
    """The share whose label is true."""
    count: int


def reliability(probabilities: Sequence[float], labels: Sequence[bool], *, bins: int) -> tuple[Bin, ...]:
    """The diagram of predicted against held, in bins of like counts, the lowest first.

    Niculescu-Mizil and Caruana, "Predicting good probabilities with supervised learning", ICML 2005.
    """
    order = sorted(zip(probabilities, labels, strict=True), key=lambda pair: pair[0])
    parts = [order[len(order) * n // bins : len(order) * (n + 1) // bins] for n in range(bins)]
    return tuple(
        Bin(float(np.mean([p for p, _ in part])), float(np.mean([label for _, label in part])), len(part))
        for part in parts
        if part
    )
