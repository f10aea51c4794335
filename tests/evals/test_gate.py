"""A run is held against the baseline: worse is told from different, and equal from both."""

from dataclasses import replace

import pytest
from gold_oracle import GOLD, WHEN, abstention, answer, citation, gold_question, oracle, row
from records import MADE_WITH, recorded

from evals.gate import Comparison, compare, findings, must_pass
from evals.row import Failed

MANY = tuple(gold_question(**WHEN.model_dump() | {"id": f"q{n}"}) for n in range(60))


def run_of(*, wrong=()):
    """Sixty questions, right but for those."""
    return [row(question, abstention() if question.id in wrong else oracle(question)) for question in MANY]


def after(before, rows):
    """A later run, by other code."""
    return recorded(rows, baseline=before, commit=f"{before.provenance.commit}, then another")


def test_questions_are_told_apart_by_what_became_of_them():
    """What passed and no longer does, the other way round, and those alike; an error is no pass."""
    when, who, both, unknown, premise = GOLD
    before = recorded(
        [row(when, oracle(when)), row(who, abstention()), row(both, oracle(both)), row(unknown, abstention())]
    )
    later = recorded(
        [
            row(when, abstention()),
            row(who, oracle(who)),
            Failed(question=both, stage="ask", error="x"),
            row(unknown, abstention()),
            row(premise, abstention()),
        ]
    )

    assert compare(before, later) == Comparison(
        regressed=("when", "both"), fixed=("who",), still_failing=(), unchanged=("unknown",), unpaired=("premise",)
    )


def test_a_run_is_no_worse_than_itself():
    """Nothing is found between two runs of one system."""
    before = recorded(run_of(wrong={"q1"}))

    assert findings(before, recorded(run_of(wrong={"q1"}), baseline=before)) == ()


def test_a_question_that_passed_in_every_baseline_must_pass():
    """One is enough, however many are fixed beside it."""
    before = recorded(run_of(wrong={"q1", "q2", "q3"}))

    found = findings(before, after(before, run_of(wrong={"q9"})))

    assert found == ("passed in every baseline so far, and fail now: q9",)


def test_a_question_that_failed_in_a_baseline_may_fail_again():
    """It has not shown that it can be relied on; and one of sixty is no loss beyond chance."""
    first = recorded(run_of(wrong={"q1"}))
    second = after(first, run_of())

    assert "q1" not in must_pass(second)
    assert findings(second, after(second, run_of(wrong={"q1"}))) == ()


def test_five_baselines_are_remembered():
    """What failed six baselines ago is forgiven."""
    kept = recorded(run_of(wrong={"q1"}))
    for _ in range(5):
        kept = after(kept, run_of())

    assert "q1" in must_pass(kept)
    assert all(len(outcomes) <= 6 for outcomes in kept.outcomes.values())


def test_more_regressions_than_chance_has_are_found():
    """Five against none, none of which had to pass."""
    shaky = {f"q{n}" for n in range(5)}
    first = recorded(run_of(wrong=shaky))
    second = after(first, run_of())

    found = findings(second, after(second, run_of(wrong=shaky)))

    assert "5 regressed, 0 fixed: no chance (p 0.031)" in found
    assert "8.3 points fewer pass" in found
    assert "fact: 8.3 points fewer pass" in found


def test_other_answers_under_the_same_provenance_are_found():
    """What is not repeatable can't be measured."""
    before = recorded([row(WHEN, oracle(WHEN))])
    longer = answer(citation("ferry", 0, 60))

    found = findings(before, recorded([row(WHEN, longer)]))

    assert found == ("the same code, articles, questions and settings gave other answers",)
    assert findings(before, recorded([row(WHEN, longer)], commit="later")) == ()


@pytest.mark.parametrize("commit", [None, "c0ffee+"])
def test_of_code_that_no_commit_holds_nothing_is_known(commit):
    """Files that differ from the commit may have changed between the two runs."""
    before = recorded([row(WHEN, oracle(WHEN))], commit=commit)

    assert findings(before, recorded([row(WHEN, answer(citation("ferry", 0, 60)))], commit=commit)) == ()


def test_a_citation_that_does_not_hold_is_found():
    """However many questions pass."""
    wrong = citation("ferry", 0, 60, quote="The Sallow tram")
    before = recorded([row(WHEN, answer(wrong))])

    assert findings(before, after(before, [row(WHEN, answer(wrong))])) == ("not every citation stands in its article",)


@pytest.mark.parametrize("latency_ms", [1.0, 10_000.0])
def test_speed_is_no_reason(latency_ms):
    """Two runs at two times say nothing about speed."""
    before = recorded([row(WHEN, oracle(WHEN))])
    later = recorded([replace(row(WHEN, oracle(WHEN)), latency_ms=latency_ms)])

    assert findings(before, later) == ()
    assert before.provenance == MADE_WITH
