"""The headline numbers follow from the rows, each with its counts."""

from dataclasses import fields

import pytest
from gold_oracle import BOTH, GOLD, PREMISE, UNKNOWN, WHEN, WHO, abstention, answer, citation, oracle, row
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import Share
from evals.row import Failed
from evals.summary import percentile, summarise


def failed(question):
    """The question, which nobody replied to in time."""
    return Failed(question=question, stage="ask", error="TimeoutError: ")


def test_the_oracle_has_full_marks():
    """Every share is whole, and those where lower is better are nought."""
    summary = summarise([row(question, oracle(question)) for question in GOLD])

    assert summary.passed == Share(5, 5)
    assert summary.citation_validity == Share(4, 4)
    assert summary.nugget_recall == Share(3, 3)
    assert summary.evidence_hit == Share(4, 4)
    assert summary.attribution == Share(1, 1)
    assert summary.abstained == Share(1, 1)
    assert summary.false_premise == Share(1, 1)
    assert summary.falsely_abstained == Share(0, 3)
    assert summary.violating == Share(0, 5)
    assert summary.errors == 0


def test_a_system_that_always_abstains_is_shown_for_what_it_is():
    """All that is unanswerable is right, all the rest is lost, and nothing was cited."""
    summary = summarise([row(question, abstention()) for question in GOLD])

    assert summary.passed == Share(2, 5)
    assert summary.citation_validity.value is None
    assert summary.nugget_recall == Share(0, 3)
    assert summary.evidence_hit == Share(0, 4)
    assert summary.attribution.value is None
    assert summary.abstained == Share(1, 1)
    assert summary.falsely_abstained == Share(3, 3)


def test_a_false_premise_may_be_corrected_and_is_counted_apart():
    """A correction is no abstention, and no fault either."""
    corrected = answer(citation("ferry", 0, 30), text="It was Brandt.")

    summary = summarise([row(PREMISE, corrected), row(UNKNOWN, corrected)])

    assert summary.false_premise == Share(1, 1)
    assert summary.abstained == Share(0, 1)


def test_recall_is_the_mean_over_questions_and_evidence_the_sum_over_spans():
    """Half of two nuggets and all of one make three quarters; one of two spans and one of one make two thirds."""
    half = answer(oracle(BOTH).citations[0])

    summary = summarise([row(BOTH, half), row(WHEN, oracle(WHEN))])

    assert summary.nugget_recall == Share(1.5, 2)
    assert summary.evidence_hit == Share(2, 3)


def test_a_failed_question_has_not_passed_and_counts_nowhere_else():
    """An error is neither an abstention nor a miss, but no pass."""
    summary = summarise([failed(WHEN), row(WHO, oracle(WHO))])

    assert summary.passed == Share(1, 2)
    assert summary.errors == 1
    assert summary.falsely_abstained == Share(0, 1)
    assert summary.by_kind == {"fact": Share(0, 1), "who-said": Share(1, 1)}


def test_kinds_are_in_the_order_of_their_names():
    """Two runs diff clean."""
    summary = summarise([row(question, oracle(question)) for question in reversed(GOLD)])

    assert list(summary.by_kind) == ["fact", "false-premise", "multi-doc", "unanswerable", "who-said"]


@pytest.mark.parametrize("rows", [[], [failed(WHEN)]], ids=["no question", "nothing but errors"])
def test_nothing_to_count_is_none_and_not_nought(rows):
    """An empty denominator has no value."""
    summary = summarise(rows)

    assert summary.latency_p50_ms is None
    assert summary.latency_p95_ms is None
    assert summary.nugget_recall.value is None
    assert summary.falsely_abstained.value is None


def test_percentiles_are_values_that_were_measured():
    """Nearest rank: of a hundred latencies the fiftieth and the ninety-fifth."""
    summary = summarise([row(WHEN, oracle(WHEN), latency_ms=float(ms)) for ms in range(100, 0, -1)])

    assert (summary.latency_p50_ms, summary.latency_p95_ms) == (50, 95)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_a_percentile_has_its_share_of_values_below_it(values, of):
    """At least that many percent don't exceed it, and it is one of them."""
    values.sort()

    found = percentile(values, of=of)

    assert found in values
    assert sum(value <= found for value in values) >= len(values) * of / 100


@given(
    st.lists(
        st.sampled_from(GOLD).flatmap(lambda q: st.sampled_from([row(q, oracle(q)), row(q, abstention()), failed(q)]))
    )
)
def test_every_share_stays_between_nought_and_one(rows):
    """Whatever came back, no number leaves its scale."""
    summary = summarise(rows)

    shares = [getattr(summary, field.name) for field in fields(summary)]
    assert all(0 <= share.k <= share.n for share in shares if isinstance(share, Share))
