"""A system that knows the gold has full marks: no gold and no measure keeps a good reply from passing."""

from collections import Counter
from dataclasses import fields

import pytest
from oracle import oracle_rows, subject

from evals.row import Scored
from evals.statistics import Estimate
from evals.summary import Summary, summarise

KNOWN_FAULTS: frozenset[str] = frozenset()
"""Questions that no reply can have full marks on, until their gold is mended."""
LOWER_IS_BETTER = {"falsely_abstained", "violating"}
SHARES = [field.name for field in fields(Summary) if field.type is Estimate and "latency" not in field.name]


def sound_rows():
    """The oracle's rows, without those of the questions that are known to be faulty."""
    return [row for row in oracle_rows() if row.question.id not in KNOWN_FAULTS]


@pytest.fixture(scope="module")
def summary():
    """The oracle's numbers on the project's own gold."""
    return summarise(sound_rows())


def test_every_question_is_asked_and_has_a_score():
    """Nothing is left out but what is known to be faulty."""
    assert [row.question for row in oracle_rows()] == list(subject().questions)
    assert all(isinstance(row, Scored) for row in oracle_rows())


@pytest.mark.parametrize("measure", SHARES)
def test_the_oracle_has_full_marks(summary, measure):
    """All of everything that is counted, and none of what should not be."""
    estimate = getattr(summary, measure)

    assert estimate.n > 0
    assert estimate.value == (0 if measure in LOWER_IS_BETTER else 1)


def test_the_oracle_passes_every_question_of_every_kind(summary):
    """No kind of question is beyond a good reply."""
    assert {kind: estimate.value for kind, estimate in summary.by_kind.items()} == dict.fromkeys(summary.by_kind, 1)
    assert summary.by_kind.keys() == Counter(row.question.kind for row in sound_rows()).keys()


def test_the_oracle_loses_no_fact(summary):
    """There is no stage at which anything gets lost."""
    assert set(summary.losses.values()) == {0}
    assert [row.question.id for row in sound_rows() if row.losses] == []


def test_no_question_is_left_with_less_than_full_marks():
    """What an average would hide: every single share is full, or of nothing."""
    assert [
        (row.question.id, name)
        for row in sound_rows()
        for name in ("citation_validity", "coverage", "support", "nugget_recall", "okay_recall", "evidence_hit")
        if row.question.answerable and getattr(row.score, name).value not in {None, 1}
    ] == []
