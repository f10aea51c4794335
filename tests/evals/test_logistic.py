"""Logistic regression: what it finds, what a row counts, and whether its probabilities hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.logistic import Bin, fit_logistic, reliability


def test_the_weights_that_made_the_labels_are_found():
    """Of 4,000 rows whose labels were drawn by known weights; a column without spread weighs nothing."""
    rng = np.random.default_rng(5)
    rows = np.c_[rng.normal(size=(4000, 2)), np.full(4000, 3.0)]
    labels = rng.random(4000) < 1 / (1 + np.exp(-(rows @ [2.0, -1.0, 0.0] + 0.5)))

    found = fit_logistic(rows, labels, counting=np.ones(4000), penalty=1)

    assert found.weights == pytest.approx([2, -1, 0], abs=0.15)
    assert found.bias == pytest.approx(0.5, abs=0.15)
    assert found.weights[2] == 0


def test_a_row_that_counts_twice_is_two_rows():
    """The same weights either way."""
    rows, labels = np.array([[0.0], [1.0], [2.0], [1.5]]), np.array([False, True, True, False])

    counted = fit_logistic(rows, labels, counting=np.array([1.0, 2, 1, 1]), penalty=0.5)
    spread = rows.std() / np.vstack([rows, rows[1:2]]).std()
    repeated = fit_logistic(
        np.vstack([rows, rows[1:2]]), np.append(labels, True), counting=np.ones(5), penalty=0.5 * spread**2
    )

    assert counted.weights == pytest.approx(repeated.weights, abs=1e-3)


def test_the_diagram_sets_what_held_beside_what_was_predicted():
    """Two bins of two, the lower first."""
    assert reliability([0.9, 0.1, 0.3, 0.7], [True, False, True, True], bins=2) == (
        Bin(pytest.approx(0.2), 0.5, 2),
        Bin(pytest.approx(0.8), 1.0, 2),
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40), st.integers(1, 9))
def test_every_case_is_in_one_bin(cases, bins):
    """Also where there are fewer cases than bins."""
    diagram = reliability([p for p, _ in cases], [held for _, held in cases], bins=bins)

    assert sum(part.count for part in diagram) == len(cases)
    assert [part.predicted for part in diagram] == sorted(part.predicted for part in diagram)
