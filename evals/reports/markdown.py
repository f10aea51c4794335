"""A run as a page of Markdown, such as a summary of a CI job."""

from collections.abc import Iterator, Sequence

from evals.gate import Comparison, findings
from evals.reports.report import Line, Report, headline, reasons
from evals.row import passed
from evals.statistics import as_text


def markdown(report: Report) -> str:
    """The headline, the kinds, the losses, the differences from the baseline and the questions that failed."""
    summary = report.record.summary
    lines = [
        "# Eval",
        "",
        *_table(("measure", "figure (95 % interval)", ""), [(n.label, n.text, _meaning(n)) for n in headline(summary)]),
        "",
        *_table(("kind", "passed"), [(kind, as_text(e, in_percent=True)) for kind, e in summary.by_kind.items()]),
        "",
        *_table(("vital nuggets lost", ""), [(stage, str(count)) for stage, count in summary.losses.items()]),
        "",
    ]
    if report.baseline and report.comparison:
        lines += _difference(report.comparison, findings(report.baseline, report.record))
    failed = [row for row in report.rows if not passed(row)]
    rows = [(row.question.id, row.question.question, "; ".join(reasons(row))) for row in failed]
    return "\n".join([*lines, f"## Not passed: {len(failed)}", "", *_table(("id", "question", "why"), rows)]) + "\n"


def _difference(flips: Comparison, found: Sequence[str]) -> list[str]:
    buckets = [
        ("regressed", flips.regressed),
        ("fixed", flips.fixed),
        ("still failing", flips.still_failing),
        ("unchanged", flips.unchanged),
        ("in one run only", flips.unpaired),
    ]
    rows = [(name, str(len(ids)), " ".join(ids) if name != "unchanged" else "") for name, ids in buckets]
    verdict = [f"- {line}" for line in found] or ["No regression."]
    return ["## Against the baseline", "", *verdict, "", *_table((f"p {flips.p:.3f}", "", "questions"), rows), ""]


def _meaning(line: Line) -> str:
    return f"{line.meaning}; lower is better" if line.lower_is_better else line.meaning


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
