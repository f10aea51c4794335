"""The fit of the fusion's weights: what it measures, and that it climbs."""

from dataclasses import replace

import numpy as np
import pytest

from evals.fit_fusion import Case, ablations, fit, quality
from qa.fusion import PART, WHOLE, Weights, fitted_weights
from qa.signals import Signals

_EVEN = Weights(whole=dict.fromkeys(WHOLE, 1.0), part={**dict.fromkeys(PART, 1.0), "whole": 1.0})


def _case(right: dict[str, float], wrong: dict[str, float]) -> Case:
    """Two candidates, told apart by these signals."""
    rows = [[signals.get(name, 0.0) for name in WHOLE] for signals in (wrong, right)]
    signals = Signals(("a", "b"), np.array(rows, np.float32), np.zeros((0, 2, len(PART)), np.float32), {})
    return Case(signals, ("a", "b"), frozenset({"b"}))


def test_quality_is_ndcg_over_what_each_candidate_counts_as() -> None:
    """1 where the right one is first, 1/log2(3) where it is second."""
    easy, hard = _case({"words": 1.0}, {"words": 0.5}), _case({"words": 0.5}, {"words": 1.0})

    assert quality([easy], _EVEN) == 1
    assert quality([easy, hard], _EVEN) == pytest.approx((1 + 1 / np.log2(3)) / 2)


def test_the_fit_finds_the_signal_that_tells_them_apart() -> None:
    """A misleading one loses weight until the better one decides."""
    cases = [_case({"story": 0.6}, {"words": 0.9}), _case({"story": 0.5}, {"words": 0.6})]

    fitted = fit({"set": cases}, _EVEN)

    assert quality(cases, _EVEN) < 1
    assert quality(cases, fitted) == 1
    assert fitted.whole["cosine"] == 1


def test_a_signal_that_is_taken_out_counts_nothing() -> None:
    """Of each ablation by name; those of one way of finding have no parts."""
    found = dict(ablations(fitted_weights()))

    assert found["all"] == fitted_weights()
    assert found["without words"].whole["words"] == found["without words"].part["words"] == 0
    assert found["story alone"].whole == {name: float(name == "story") for name in WHOLE}
    assert not found["story alone"].part
    assert found["without clauses"] == replace(fitted_weights(), part={})
    assert replace(found["without day"], part={}).whole["outlet"] == fitted_weights().whole["outlet"]
