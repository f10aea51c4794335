"""What the reports share: the headline's lines, and why a row has not passed."""

import pytest
from gold_oracle import GOLD, PREMISE, UNKNOWN, WHEN, abstention, answer, citation, oracle, report, row

from evals.reports.report import headline, reasons, share_text
from evals.row import Failed, Unscored
from evals.share import Share


@pytest.mark.parametrize(
    ("question", "reply", "why"),
    [
        (WHEN, oracle(WHEN), ()),
        (WHEN, abstention(), ("abstained, though the articles answer it",)),
        (UNKNOWN, answer(citation("ferry", 0, 30)), ("answered, though the articles don't",)),
        (
            WHEN,
            answer(citation("bridge", 77, 165), text="It opens in 2031."),
            ("must not say: 2031", "does not say: 3 May"),
        ),
        (
            WHEN,
            answer(text="On 3 May."),
            (
                "has no citation",
                "segments with a valid citation: 0 of 1",
                "segments that their citations bear out: 0 of 1",
            ),
        ),
        (
            WHEN,
            answer(citation("ferry", 0, 71), text="On 3 May. " * 67),
            ("has 201 words, at most 120 are allowed",),
        ),
        (
            PREMISE,
            answer(citation("ferry", 0, 71), text="The ferry will stop."),
            ("answered, though the articles don't", "does not say: Brandt"),
        ),
    ],
)
def test_a_row_says_why_it_did_not_pass(question, reply, why):
    """Each demand that was not met is one reason, and a pass has none."""
    assert reasons(row(question, reply)) == why


def test_a_forged_quote_is_named_with_its_count():
    """A citation that does not stand in its article carries nothing."""
    forged = answer(citation("ferry", 0, 71, quote="forged"), text="On 3 May.")

    assert reasons(row(WHEN, forged))[0] == "citations that hold: 0 of 1"


def test_what_has_no_score_is_its_own_reason():
    """An error names its stage and the exception, and a row without a score says why it has none."""
    failed = Failed(question=WHEN, stage="ask", error="TimeoutError: 120 s")
    unscored = Unscored(question=WHEN, reply=abstention(), reason="degraded")

    assert reasons(failed) == ("error at ask: TimeoutError: 120 s",)
    assert reasons(unscored) == ("not scored: degraded",)


def test_every_row_that_has_not_passed_has_a_reason():
    """No question fails in silence, whichever reply it gets."""
    replies = [abstention(), *(oracle(question) for question in GOLD if question.answerable)]
    rows = [row(question, reply) for question in GOLD for reply in replies]

    assert all(bool(reasons(each)) != each.score.passed for each in rows)


def test_the_headline_begins_with_what_passed_and_marks_what_should_be_low():
    """The reader sees the most telling number first, and is never misled about which way is up."""
    lines = list(headline(report(row(WHEN, oracle(WHEN))).record.summary))

    assert (lines[0].label, lines[0].text) == ("passed", "100.0 % (1 of 1; 20.7 to 100.0)")
    assert [line.label for line in lines if line.lower_is_better] == [
        "abstained wrongly",
        "violating replies",
        "latency p50",
        "latency p95",
    ]


def test_a_share_is_told_in_counts():
    """A count that adds up shares is no whole number."""
    assert share_text(Share(5, 6)) == "5 of 6"
    assert share_text(Share(1.5, 2)) == "1.5 of 2"
