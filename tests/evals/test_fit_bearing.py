"""The fit of the bearing's weights: that it tells claims apart, and that no claim is judged by its own page."""

import pytest

from evals.benchmarks.wice import THRESHOLDS
from evals.fit_bearing import Case, fit, judged, trade_off
from qa.grounding.bearing import Signs, score

CASES = [
    *(Case(Signs(0.8 + n / 100, 0.9, 0, 0), f"good {n}", is_supported=True) for n in range(12)),
    *(Case(Signs(0.3 + n / 100, 0.4, 2, 1), f"bad {n}", is_supported=False) for n in range(12)),
]


def test_the_fit_tells_apart_what_its_signs_tell_apart():
    """Words speak for a claim, missing names and values against it."""
    bearing = fit(CASES, threshold=0.5)

    assert all((score(case.signs, bearing) >= bearing.threshold) == case.is_supported for case in CASES)
    assert bearing.weights["quoted"] > 0 > bearing.weights["names"]
    assert bearing.weights["together"] > 0 > bearing.weights["values"]


def test_every_case_is_judged_once_and_not_by_its_own_page():
    """Of a single page and one of the rest, the page's own label has no say."""
    odd = [Case(Signs(0.85, 0.9, 0, 0), "good 0", is_supported=False)] * 5

    found = list(judged([*CASES, *odd]))

    assert len(found) == len(CASES) + len(odd)
    assert sorted(label for _, label in found) == [False] * 17 + [True] * 12
    assert sum(value >= 0.5 for value, label in found if not label) == len(odd)


def test_the_trade_off_counts_from_each_threshold_on():
    """One of two claims is supported, and scores higher."""
    reached = trade_off([(0.62, True), (0.32, False)])

    assert tuple(reached) == THRESHOLDS
    assert reached[0.1] == (0.5, pytest.approx(2 / 3))
    assert reached[0.5] == (1, 1)
    assert reached[0.9] == (0.5, 0)
