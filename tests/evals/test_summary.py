"""The headline numbers follow from the rows, each with its counts."""

from dataclasses import fields, replace

import pytest
from gold_oracle import BOTH, GOLD, PREMISE, TEXTS, UNKNOWN, WHEN, WHO, abstention, answer, citation, oracle, row
from hypothesis import given
from hypothesis import strategies as st

from evals.retrieval import Retrieval
from evals.row import Failed, Unscored
from evals.share import Share
from evals.statistics import Estimate
from evals.summary import summarise
from evals.waterfall import STAGES, Loss


def failed(question):
    """The question, which nobody replied to in time."""
    return Failed(question=question, stage="ask", error="TimeoutError: ")


def counted(estimate):
    """How many of how many."""
    return estimate.k, estimate.n


def test_the_oracle_has_full_marks():
    """Every share is whole, and those where lower is better are nought."""
    summary = summarise([row(question, oracle(question)) for question in GOLD])

    assert counted(summary.passed) == (5, 5)
    assert counted(summary.citation_validity) == (4, 4)
    assert counted(summary.nugget_recall) == (3, 3)
    assert counted(summary.evidence_hit) == (4, 4)
    assert counted(summary.attribution) == (1, 1)
    assert counted(summary.abstained) == (1, 1)
    assert counted(summary.false_premise) == (1, 1)
    assert counted(summary.falsely_abstained) == (0, 3)
    assert counted(summary.violating) == (0, 5)
    assert summary.errors == 0


def test_a_system_that_always_abstains_is_shown_for_what_it_is():
    """All that is unanswerable is right, all the rest is lost, and nothing was cited."""
    summary = summarise([row(question, abstention()) for question in GOLD])

    assert counted(summary.passed) == (2, 5)
    assert summary.citation_validity.value is None
    assert counted(summary.nugget_recall) == (0, 3)
    assert counted(summary.evidence_hit) == (0, 4)
    assert summary.attribution.value is None
    assert counted(summary.abstained) == (1, 1)
    assert counted(summary.falsely_abstained) == (3, 3)


def test_a_false_premise_may_be_corrected_and_is_counted_apart():
    """A correction is no abstention, and no fault either."""
    corrected = answer(
        citation("ferry", TEXTS["ferry"].index("Tom Brandt"), len(TEXTS["ferry"])), text="It was Brandt."
    )

    summary = summarise([row(PREMISE, corrected), row(UNKNOWN, corrected)])

    assert counted(summary.false_premise) == (1, 1)
    assert counted(summary.abstained) == (0, 1)


def test_recall_is_the_mean_over_questions_and_evidence_the_sum_over_spans():
    """Half of two nuggets and all of one make three quarters; one of two spans and one of one make two thirds."""
    half = answer(oracle(BOTH).citations[0])

    summary = summarise([row(BOTH, half), row(WHEN, oracle(WHEN))])

    assert counted(summary.nugget_recall) == (1.5, 2)
    assert counted(summary.evidence_hit) == (2, 3)


def test_a_failed_question_has_not_passed_and_counts_nowhere_else():
    """An error is neither an abstention nor a miss, but no pass."""
    summary = summarise([failed(WHEN), row(WHO, oracle(WHO))])

    assert counted(summary.passed) == (1, 2)
    assert summary.errors == 1
    assert counted(summary.falsely_abstained) == (0, 1)
    assert {kind: counted(share) for kind, share in summary.by_kind.items()} == {"fact": (0, 1), "who-said": (1, 1)}


def test_kinds_are_in_the_order_of_their_names():
    """Two runs diff clean."""
    summary = summarise([row(question, oracle(question)) for question in reversed(GOLD)])

    assert list(summary.by_kind) == ["fact", "false-premise", "multi-doc", "unanswerable", "who-said"]


@pytest.mark.parametrize("rows", [[], [failed(WHEN)]], ids=["no question", "nothing but errors"])
def test_nothing_to_count_is_none_and_not_nought(rows):
    """An empty denominator has no value."""
    summary = summarise(rows)

    assert summary.latency_p50_ms.value is None
    assert summary.latency_p95_ms.value is None
    assert summary.nugget_recall.value is None
    assert summary.falsely_abstained.value is None


def test_latencies_are_of_all_replies():
    """Half of them took no longer than the fiftieth."""
    summary = summarise([row(WHEN, oracle(WHEN), latency_ms=float(ms)) for ms in range(100, 0, -1)])

    assert (summary.latency_p50_ms.value, summary.latency_p95_ms.value) == (50, 95)


def test_what_has_no_score_has_not_passed_and_is_counted():
    """It is no error either."""
    summary = summarise([Unscored(question=WHEN, reply=abstention(), reason="degraded"), row(WHO, oracle(WHO))])

    assert counted(summary.passed) == (1, 2)
    assert (summary.errors, summary.unscored) == (0, 1)


def test_losses_and_retrieval_are_added_up():
    """Each stage has its count, nought too; what was found is of the questions that could be searched for."""
    found = Retrieval(recall_10=Share(1, 2), recall_100=Share(2, 2), reciprocal_rank=0.5, ndcg_10=0.25, bearing=())
    searched = replace(row(BOTH, abstention()), retrieval=found, losses=(Loss("14", "in hand, unused"),) * 2)

    summary = summarise([searched, row(WHEN, oracle(WHEN))])

    assert {stage: count for stage, count in summary.losses.items() if count} == {"in hand, unused": 2}
    assert set(summary.losses) == set(STAGES)
    assert (counted(summary.recall_10), counted(summary.recall_100)) == ((1, 2), (2, 2))
    assert (summary.mrr.value, summary.ndcg_10.value, summary.mrr.n) == (0.5, 0.25, 1)


@given(
    st.lists(
        st.sampled_from(GOLD).flatmap(lambda q: st.sampled_from([row(q, oracle(q)), row(q, abstention()), failed(q)]))
    )
)
def test_every_share_stays_between_nought_and_one(rows):
    """Whatever came back, no number leaves its scale."""
    summary = summarise(rows)

    numbers = [getattr(summary, f.name) for f in fields(summary) if not f.name.startswith("latency")]
    shares = [n for n in numbers if isinstance(n, Estimate) and n.value is not None]
    assert all(0 <= share.low <= share.value <= share.high <= 1 for share in shares)
