"""A run for the terminal: the headline, the kinds, where facts got lost, and why each question failed that did."""

import textwrap
from collections.abc import Iterator

from evals.reports.report import Report, headline, reasons
from evals.row import Row, Scored, passed
from evals.statistics import as_text

_ANSWER_WIDTH = 240
_LABEL = 20


def text(report: Report) -> str:
    """The run as text, several lines."""
    summary = report.record.summary
    lines = [f"{line.label:<{_LABEL}} {line.text}" for line in headline(summary)]
    lines += [f"{'errors':<{_LABEL}} {summary.errors}", f"{'unscored':<{_LABEL}} {summary.unscored}", ""]
    lines += [f"{kind:<{_LABEL}} {as_text(share, in_percent=True)}" for kind, share in summary.by_kind.items()]
    lines += ["", "vital nuggets lost"]
    lines += [f"  {stage:<{_LABEL - 2}} {count}" for stage, count in summary.losses.items()]
    for row in report.rows:
        if not passed(row):
            lines += ["", *_failing(row)]
    return "\n".join(lines)


def _failing(row: Row) -> Iterator[str]:
    yield f"{row.question.id} [{row.question.kind}] {row.question.question}"
    yield from (f"  {reason}" for reason in reasons(row))
    if isinstance(row, Scored):
        yield from (f"  lost: {loss.nugget} ({loss.stage})" for loss in row.losses)
        if row.reply.answer:
            yield f"  replied: {textwrap.shorten(row.reply.answer, _ANSWER_WIDTH, placeholder=' …')}"
