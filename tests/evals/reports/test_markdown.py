"""The report in Markdown is one page of tables that hold whatever was asked."""

from gold_oracle import WHEN, WHO, abstention, gold_question, oracle, report, row

from evals.reports.markdown import markdown


def test_the_first_table_begins_with_what_passed():
    """A reader of a CI job sees the headline without scrolling."""
    lines = markdown(report(row(WHEN, oracle(WHEN)), row(WHO, abstention()))).splitlines()

    assert lines[:2] == ["# Eval", ""]
    assert lines[4].startswith("| passed | 50.0 % (1 of 2; ")


def test_the_questions_that_failed_are_listed_with_the_reason():
    """What passed is not in the way."""
    lines = markdown(report(row(WHEN, oracle(WHEN)), row(WHO, abstention()))).splitlines()

    assert "## Not passed: 1" in lines
    assert lines[-1] == f"| who | {WHO.question} | abstained, though the articles answer it |"
    assert WHEN.question not in "\n".join(lines)


def test_a_cell_stays_in_its_cell():
    """A bar or a line break in a question does not break the table."""
    odd = gold_question(id="odd", question="this | or\nthat?")

    assert "| odd | this \\| or that? |" in markdown(report(row(odd, abstention())))


def test_the_difference_from_the_baseline_is_told_where_there_is_one():
    """Regressed and fixed questions are named; those that pass in both are only counted."""
    alone = markdown(report(row(WHEN, oracle(WHEN))))
    beside = markdown(
        report(row(WHEN, abstention()), row(WHO, oracle(WHO)), before=[row(WHEN, oracle(WHEN)), row(WHO, abstention())])
    )

    assert "baseline" not in alone
    assert "| regressed | 1 | when |" in beside
    assert "| fixed | 1 | who |" in beside
    assert "- passed in every baseline so far, and fail now: when" in beside
    assert "| p 1.000 |" in beside


def test_an_equal_run_is_said_to_be_no_regression():
    """Silence could mean that nothing was compared."""
    same = [row(WHEN, oracle(WHEN))]

    assert "No regression." in markdown(report(*same, before=same))
