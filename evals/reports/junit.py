"""A run as JUnit's XML, which CI systems show as tests: a question is a test case."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evals.reports.report import Report, reasons
from evals.row import Failed, Row, Scored, Unscored

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """One suite; a failed question is an `error`, one without a score `skipped`, one that did not pass a `failure`."""
    summary = report.record.summary
    failed = sum(isinstance(row, Scored) and not row.score.passed for row in report.rows)
    counts = {"tests": len(report.rows), "failures": failed, "errors": summary.errors, "skipped": summary.unscored}
    suite = Element("testsuite", {"name": "onrecord eval"} | {name: str(count) for name, count in counts.items()})
    for row in report.rows:
        _case(suite, row)
    indent(suite)
    return tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: Element, row: Row) -> None:
    name = _legal(f"{row.question.id}: {row.question.question}")
    case = SubElement(suite, "testcase", classname=row.question.kind, name=name)
    if isinstance(row, Scored):
        case.set("time", f"{row.latency_ms / 1000:.3f}")
    why = _legal("; ".join(reasons(row)))
    if isinstance(row, Failed):
        SubElement(case, "error", message=why)
    elif isinstance(row, Unscored):
        SubElement(case, "skipped", message=why)
    elif why:
        SubElement(case, "failure", message=why).text = _legal(row.reply.answer) or "declined"


def _legal(text: str) -> str:
    """Without the characters that XML 1.0 can't hold."""
    return _ILLEGAL.sub("", text)
