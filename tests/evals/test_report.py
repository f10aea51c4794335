"""The report says how good the run was and why each failing question failed."""

import pytest
from gold_oracle import BOTH, GOLD, PREMISE, UNKNOWN, WHEN, WHO, abstention, answer, citation, oracle, row

from evals.metrics import Share
from evals.report import reasons, report, share_text
from evals.row import Failed
from evals.run import Run


def test_a_share_is_printed_with_its_counts():
    """A percentage alone hides how little it may rest on."""
    assert share_text(Share(5, 6)) == "83.3 % (5 of 6)"
    assert share_text(Share(0, 0)) == "- (none)"


@pytest.mark.parametrize(
    ("question", "reply", "why"),
    [
        (WHEN, oracle(WHEN), ()),
        (WHEN, abstention(), ("abstained, though the articles answer it",)),
        (UNKNOWN, answer(citation("ferry", 0, 30)), ("answered, though the articles don't",)),
        (WHEN, answer(citation("ferry", 0, 30), text="In 2031."), ("must not say: 2031", "does not say: 3 May")),
        (WHEN, answer(text="On 3 May."), ("has no citation",)),
        (
            WHEN,
            answer(citation("ferry", 0, 30, quote="forged"), text="On 3 May."),
            ("citations that hold: 0.0 % (0 of 1)",),
        ),
        (WHEN, answer(citation("ferry", 0, 30), text="3 May " * 100), ("has 200 words, at most 120 are allowed",)),
        (
            PREMISE,
            answer(citation("ferry", 0, 30), text="She was angry."),
            ("answered, though the articles don't", "does not say: Brandt"),
        ),
    ],
)
def test_a_row_says_why_it_did_not_pass(question, reply, why):
    """Each demand that was not met is one reason, and a pass has none."""
    assert reasons(row(question, reply)) == why


def test_an_error_is_its_own_reason():
    """A question that failed names the stage and the exception."""
    assert reasons(Failed(question=WHEN, stage="ask", error="TimeoutError: 120 s")) == (
        "error at ask: TimeoutError: 120 s",
    )


def test_every_row_that_has_not_passed_has_a_reason():
    """No question fails in silence, whichever reply it gets."""
    replies = [abstention(), *(oracle(question) for question in GOLD if question.answerable)]
    rows = [row(question, reply) for question in GOLD for reply in replies]

    assert all(bool(reasons(each)) != each.score.passed for each in rows)


def test_the_report_has_the_numbers_the_kinds_and_the_failing_questions_only():
    """What passed is counted; what did not is shown with its id, kind, question, reason and answer."""
    wrong = answer(citation("ferry", 0, 30), text="It stops in 2031, they said.")

    text = report(Run((row(WHEN, wrong), row(WHO, oracle(WHO)), row(BOTH, oracle(BOTH)))))

    lines = text.splitlines()
    assert lines[0] == "passed               66.7 % (2 of 3)"
    assert "latency p50, p95     12.3 ms, 12.3 ms" in lines
    assert "fact                 0.0 % (0 of 1)" in lines
    assert lines[-4:] == [
        "when [fact] When does the ferry stop?",
        "  must not say: 2031",
        "  does not say: 3 May",
        "  replied: It stops in 2031, they said. [1]",
    ]
    assert WHO.question not in text


def test_a_long_answer_is_shortened_and_stays_on_its_line():
    """A reply of many lines does not drown the report."""
    long = answer(citation("ferry", 0, 30), text="In 2031.\n" * 100)

    last = report(Run((row(WHEN, long),))).splitlines()[-1]

    assert last.startswith("  replied: In 2031. In 2031.")
    assert last.endswith(" …")
    assert len(last) < 260
