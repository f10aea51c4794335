"""The report for CI systems is well-formed XML in which a question is a test case."""

from xml.etree.ElementTree import fromstring

from gold_oracle import UNKNOWN, WHEN, WHO, abstention, answer, citation, gold_question, oracle, report, row

from evals.reports.junit import junit
from evals.row import Failed, Unscored


def suite_of(*rows):
    """The suite, parsed."""
    return fromstring(junit(report(*rows)))  # noqa: S314 - we wrote it ourselves


def test_every_outcome_has_its_element_and_is_counted():
    """A pass has none; a failure, an error and a row without a score are told apart."""
    suite = suite_of(
        row(UNKNOWN, abstention()),
        row(WHEN, abstention()),
        Failed(question=WHO, stage="ask", error="TimeoutError: "),
        Unscored(question=gold_question(id="odd"), reply=abstention(), reason="degraded"),
    )

    assert [[child.tag for child in case] for case in suite] == [[], ["failure"], ["error"], ["skipped"]]
    assert {suite.get(name) for name in ("failures", "errors", "skipped")} == {"1"}
    assert suite.get("tests") == "4"


def test_a_case_has_its_kind_its_question_its_time_and_the_reply():
    """Enough to know what happened without another file."""
    (case,) = suite_of(row(WHEN, answer(citation("bridge", 77, 165), text="It opens in 2031.")))

    assert (case.get("classname"), case.get("name")) == ("fact", "when: When does the ferry stop?")
    assert case.get("time") == "0.012"
    assert case[0].get("message").startswith("must not say: 2031; does not say: 3 May")
    assert case[0].text == "It opens in 2031. [1]"


def test_what_xml_cannot_hold_is_left_out():
    """A control character in a reply does not cost the whole report."""
    (case,) = suite_of(row(WHEN, answer(citation("ferry", 0, 30), text="<b>\x00\x1b]]> & so on")))

    assert case[0].text == "<b>]]> & so on [1]"


def test_the_same_report_gives_the_same_bytes():
    """Nothing in it tells the time."""
    run = report(row(WHEN, oracle(WHEN)))

    assert junit(run) == junit(run)
