"""The report of the terminal says how good the run was and why each failing question failed."""

from gold_oracle import BOTH, WHEN, WHO, abstention, answer, citation, hit, oracle, report, row, searched

from evals.reports.text import text

WRONG = answer(citation("bridge", 77, 165), text="It stops in 2031, they said.")


def test_it_has_the_numbers_the_kinds_and_the_failing_questions_only():
    """What passed is counted; what did not is shown with its id, kind, question, reasons and answer."""
    written = text(report(row(WHEN, WRONG), row(WHO, oracle(WHO)), row(BOTH, oracle(BOTH))))

    lines = written.splitlines()
    assert lines[0] == "passed               66.7 % (2 of 3; 20.8 to 93.9)"
    assert "fact                 0.0 % (0 of 1; 0.0 to 79.3)" in lines
    assert "errors               0" in lines
    shown = lines.index("when [fact] When does the ferry stop?")
    assert lines[shown + 1 : shown + 3] == ["  must not say: 2031", "  does not say: 3 May"]
    assert lines[-1] == "  replied: It stops in 2031, they said. [1]"
    assert WHO.question not in written


def test_it_says_where_facts_got_lost():
    """Each stage has its count, and each failing question the stage of its facts."""
    lines = text(report(searched(WHEN, abstention(), hit("ferry", 0, 71)))).splitlines()

    assert "  in hand, unused    1" in lines
    assert "  lost: 3 May (in hand, unused)" in lines


def test_a_long_answer_is_shortened_and_stays_on_its_line():
    """A reply of many lines does not drown the report."""
    long = answer(citation("ferry", 0, 30), text="In 2031.\n" * 100)

    last = text(report(row(WHEN, long))).splitlines()[-1]

    assert last.startswith("  replied: In 2031. In 2031.")
    assert last.endswith(" …")
    assert len(last) < 260
