"""A figure that is no mean has an interval too, from whole clusters."""

import pytest

from evals.benchmarks.resample import bootstrap, estimated, f1
from evals.statistics import NOTHING


def test_f1_is_the_harmonic_mean_of_recall_and_precision():
    """Of two said one is right, of two that are true one is found."""
    assert f1([(True, True), (True, False), (False, True), (False, False)]) == 0.5


def test_f1_is_zero_where_nothing_was_rightly_said():
    """Neither an empty class nor silence is a division by zero."""
    assert f1([(False, False)]) == 0.0
    assert f1([(False, True)]) == 0.0
    assert f1([]) == 0.0


def test_where_all_clusters_are_alike_the_interval_is_the_value():
    """No resample differs from another."""
    assert bootstrap([[1.0], [1.0], [1.0]], lambda drawn: sum(map(sum, drawn)) / len(drawn)) == (1.0, 1.0)


def test_an_estimate_counts_rows_and_resamples_clusters():
    """Two clusters of alike rows: a resample is all 0, all 1 or half of each."""
    rows = [0.0, 0.0, 1.0, 1.0]

    estimate = estimated(rows, clusters=["a", "a", "b", "b"], statistic=lambda drawn: sum(drawn) / len(drawn))

    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (0.5, 0.0, 1.0, 4)


def test_the_order_of_the_rows_changes_nothing():
    """Two runs that ask in another order have the same figures."""
    rows, clusters = [1.0, 2.0, 4.0, 8.0], ["a", "b", "c", "a"]

    there = estimated(rows, clusters=clusters, statistic=sum)
    back = estimated(rows[::-1], clusters=clusters[::-1], statistic=sum)

    assert there == back


def test_of_no_rows_there_is_no_estimate():
    """A statistic is never asked about nothing."""
    assert estimated([], clusters=[], statistic=max) == NOTHING


def test_a_row_without_a_cluster_is_refused():
    """A slip in an adapter is an error, not a figure."""
    with pytest.raises(ValueError, match="zip"):
        estimated([1.0, 2.0], clusters=["a"], statistic=sum)
