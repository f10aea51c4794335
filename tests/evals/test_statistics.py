"""Intervals and tests agree with closed forms and with what is known of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statistics import NOTHING, as_text, mcnemar, mean, proportion, quantile, ratio


def rounded(estimate):
    """Low, value and high in percent, to a tenth."""
    return tuple(round(100 * number, 1) for number in (estimate.low, estimate.value, estimate.high))


@pytest.mark.parametrize(
    ("k", "n", "interval"),
    [(90, 100, (82.6, 90.0, 94.5)), (270, 300, (86.1, 90.0, 92.9)), (0, 10, (0.0, 0.0, 27.8))],
)
def test_wilsons_interval_is_the_published_one(k, n, interval):
    """The textbook values."""
    assert rounded(proportion([True] * k + [False] * (n - k))) == interval


def test_nothing_counted_has_no_number():
    """Neither nought nor NaN."""
    assert proportion([]) == NOTHING
    assert mean([], clusters=[]) == NOTHING
    assert ratio([(0, 0)], clusters=["a"]) == NOTHING
    assert quantile([], percent=50) == NOTHING


def test_a_ratio_adds_up_before_it_divides():
    """One of one and one of three are two of four."""
    estimate = ratio([(1, 1), (1, 3)], clusters=["a", "b"])

    assert (estimate.value, estimate.n, estimate.k) == (0.5, 4, 2)


def test_clusters_widen_the_interval():
    """Twenty questions about two articles tell less than twenty about twenty."""
    values = [1.0] * 10 + [0.0] * 10

    alone = mean(values, clusters=[str(n) for n in range(20)])
    together = mean(values, clusters=["a"] * 10 + ["b"] * 10)

    assert alone.value == together.value == 0.5
    assert together.high - together.low > alone.high - alone.low


def test_where_all_agree_the_interval_is_wilsons_over_the_clusters():
    """Ten articles without a fault don't prove that there is none."""
    estimate = ratio([(3, 3)] * 10, clusters=[str(n) for n in range(10)])

    assert rounded(estimate) == (72.2, 100.0, 100.0)


def test_the_order_of_the_questions_changes_nothing():
    """The same counts in another order give the same interval to the last digit."""
    counts = [(1.0, 2.0), (0.0, 1.0), (3.0, 3.0), (1.0, 4.0)]
    clusters = ["a", "b", "c", "a"]

    assert ratio(counts, clusters=clusters) == ratio(counts[::-1], clusters=clusters[::-1])


@pytest.mark.parametrize(
    ("worse", "better", "one_sided", "p"),
    [(0, 0, True, 1.0), (5, 0, True, 1 / 32), (5, 0, False, 1 / 16), (7, 1, True, 9 / 256), (1, 1, False, 1.0)],
)
def test_mcnemar_is_the_sign_test_of_the_flips(worse, better, one_sided, p):
    """Five worse and none better are one in 32 to one side."""
    assert mcnemar(worse=worse, better=better, one_sided=one_sided) == pytest.approx(p)


def test_a_quantile_is_a_value_that_was_measured_within_its_interval():
    """Nearest rank: of a hundred latencies the fiftieth and the ninety-fifth."""
    latencies = [float(ms) for ms in range(100, 0, -1)]

    half, most = quantile(latencies, percent=50), quantile(latencies, percent=95)

    assert (half.value, most.value) == (50, 95)
    assert (half.low, half.high) == (40, 61)
    assert most.low < 95 < most.high


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_a_quantile_has_its_share_of_values_below_it(values, percent):
    """At least that many percent don't exceed it, and it is one of them."""
    found = quantile(values, percent=percent)

    assert found.value in values
    assert sum(value <= found.value for value in values) >= len(values) * percent / 100
    assert found.low <= found.value <= found.high


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from("abcdef")).map(
            lambda drawn: ((min(drawn[:2]), max(drawn[:2])), drawn[2])
        ),
        max_size=30,
    )
)
def test_an_interval_holds_its_value_and_stays_on_its_scale(drawn):
    """Whatever was counted."""
    estimate = ratio([counts for counts, _ in drawn], clusters=[cluster for _, cluster in drawn])

    if estimate != NOTHING:
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def test_an_estimate_is_written_with_its_counts_and_its_interval():
    """As a share, or as a plain number."""
    assert as_text(proportion([True, True, False]), in_percent=True) == "66.7 % (2 of 3; 20.8 to 93.9)"
    assert as_text(mean([0.5, 0.5], clusters=["a", "b"]), in_percent=False).startswith("0.500 (n 2; ")
    assert as_text(NOTHING, in_percent=True) == "- (none)"
