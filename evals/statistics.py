"""How sure a number is, and whether two runs differ: every number of a report is an `Estimate`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, binomtest

_RESAMPLES = 10_000
_SEED = 20_221_122
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number from `n` counted things, with its 95 % interval; of nothing counted there is no number."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    k: float | None = None
    """Of a share: how many of the `n`; no whole number where shares are added up."""


NOTHING = Estimate(value=None, low=None, high=None, n=0)


def proportion(outcomes: Sequence[bool]) -> Estimate:
    """The share of what came true, with Wilson's interval (Wilson, JASA 1927)."""
    if not outcomes:
        return NOTHING
    n, k = len(outcomes), sum(outcomes)
    low, high = _wilson(k, n)
    return Estimate(value=k / n, low=low, high=high, n=n, k=k)


def mean(values: Sequence[float], *, clusters: Sequence[str]) -> Estimate:
    """The mean of the values, each of the cluster beside it; the interval resamples whole clusters.

    Questions about one article do well or badly together: resampling them singly gives too narrow an interval.

    Raises:
        ValueError: a value has no cluster, or a cluster no value.
    """
    return ratio([(value, 1.0) for value in values], clusters=clusters)


def ratio(counts: Sequence[tuple[float, float]], *, clusters: Sequence[str]) -> Estimate:
    """All that hit of all that was counted, each pair `(hit, counted)` of the cluster beside it; `n` adds what counted.

    The interval is the cluster bootstrap's (percentiles of 10,000 resamples, one fixed seed). Where every cluster has
    all or none, no resample differs, and Wilson's interval over the clusters stands in for it.

    Raises:
        ValueError: a pair has no cluster, or a cluster no pair.
    """
    sums: dict[str, list[float]] = {}
    for (hit, counted), cluster in zip(counts, clusters, strict=True):
        held = sums.setdefault(cluster, [0.0, 0.0])
        held[0] += hit
        held[1] += counted
    # In the order of the clusters' names: the order of the questions must not change a figure.
    table = np.array([sums[cluster] for cluster in sorted(sums) if sums[cluster][1]], dtype=float).reshape(-1, 2)
    hits, counted = table.sum(axis=0)
    if not counted:
        return NOTHING
    shares = table[:, 0] / table[:, 1]
    alike = (shares == shares[0]).all() and shares[0] in {0, 1}
    low, high = _wilson(len(table) * shares[0], len(table)) if alike else _bootstrap(table)
    return Estimate(value=float(hits / counted), low=low, high=high, n=round(counted), k=float(hits))


def mcnemar(*, worse: int, better: int, one_sided: bool = False) -> float:
    """The chance of flips at least as uneven as these between two equal systems: McNemar's exact test.

    One-sided, only more `worse` than these count as more uneven.
    """
    if worse + better == 0:
        return 1.0
    alternative = "greater" if one_sided else "two-sided"
    return float(binomtest(worse, worse + better, 0.5, alternative=alternative).pvalue)


def quantile(values: Sequence[float], *, percent: int) -> Estimate:
    """The smallest value that at least `percent` of the values don't exceed (nearest rank).

    The interval lies between two of the values, by the binomial law of how many lie below the quantile; it needs some
    values beyond it, and of few values ends at the outermost.
    """
    if not values:
        return NOTHING
    ascending, n = sorted(values), len(values)
    tail = (1 - _CONFIDENCE) / 2
    below = int(binom.ppf(tail, n, percent / 100))
    above = int(binom.ppf(1 - tail, n, percent / 100))
    return Estimate(
        value=ascending[max(-(-n * percent // 100), 1) - 1],
        low=ascending[max(below - 1, 0)],
        high=ascending[min(above, n - 1)],
        n=n,
    )


def as_text(estimate: Estimate, *, in_percent: bool) -> str:
    """Such as `47.0 % (71 of 151; 39.2 to 54.9)`, or `0.672 (n 125; 0.595 to 0.745)` where not in percent."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "- (none)"
    if not in_percent:
        return f"{estimate.value:.3f} (n {estimate.n}; {estimate.low:.3f} to {estimate.high:.3f})"
    counted = f"n {estimate.n}" if estimate.k is None else f"{estimate.k:.4g} of {estimate.n}"
    return f"{100 * estimate.value:.1f} % ({counted}; {100 * estimate.low:.1f} to {100 * estimate.high:.1f})"


def _wilson(k: float, n: int) -> tuple[float, float]:
    interval = binomtest(round(k), n).proportion_ci(confidence_level=_CONFIDENCE, method="wilson")
    return float(interval.low), float(interval.high)


def _bootstrap(table: np.ndarray) -> tuple[float, float]:
    """Of rows `(hit, counted)`, one a cluster: the interval of sum of hits by sum of counted."""
    random = np.random.default_rng(_SEED)
    drawn = random.multinomial(len(table), np.full(len(table), 1 / len(table)), size=_RESAMPLES) @ table
    tail = 100 * (1 - _CONFIDENCE) / 2
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [tail, 100 - tail])
    return float(low), float(high)
