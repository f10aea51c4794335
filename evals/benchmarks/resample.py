"""How sure a number is that is no mean of its rows, such as an F1 or a BLEU."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from evals.statistics import NOTHING, Estimate

_T = TypeVar("_T")
_RESAMPLES = 500
_SEED = 20_221_122
_TAIL = 2.5
"""Percent of the resamples on either side of a 95 % interval."""


def estimated(rows: Sequence[_T], *, clusters: Sequence[str], statistic: Callable[[Sequence[_T]], float]) -> Estimate:
    """The statistic of all rows, `n` of them, each of the cluster beside it; the interval resamples whole clusters.

    Raises:
        ValueError: a row has no cluster, or a cluster no row.
    """
    if not rows:
        return NOTHING
    together: dict[str, list[_T]] = {}
    for row, cluster in zip(rows, clusters, strict=True):
        together.setdefault(cluster, []).append(row)
    # In the order of the clusters' names: the order of the questions must not change a figure.
    low, high = bootstrap(
        [together[cluster] for cluster in sorted(together)],
        lambda drawn: statistic([row for cluster in drawn for row in cluster]),
    )
    return Estimate(value=statistic(rows), low=low, high=high, n=len(rows))


def bootstrap(clusters: Sequence[_T], statistic: Callable[[Sequence[_T]], float]) -> tuple[float, float]:
    """The statistic's 95 % interval: percentiles of 500 resamples of the clusters, one fixed seed."""
    random = np.random.default_rng(_SEED)
    drawn = random.integers(len(clusters), size=(_RESAMPLES, len(clusters)))
    values = [statistic([clusters[place] for place in places]) for places in drawn]
    low, high = np.percentile(values, [_TAIL, 100 - _TAIL])
    return float(low), float(high)


def f1(judged: Sequence[tuple[bool, bool]]) -> float:
    """The F1, 0 to 1, of the positive class over pairs `(said, true)`; 0 where nothing was rightly said."""
    hits = sum(said and true for said, true in judged)
    counted = sum(said + true for said, true in judged)
    return 2 * hits / counted if counted else 0.0
