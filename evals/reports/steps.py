"""Where vital nuggets got lost, as a waterfall: places and widths are per cent of all that were asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from evals.reports.figures import percent
from evals.reports.report import Report
from evals.row import Scored
from evals.summary import Summary
from evals.waterfall import MEANINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A bar of the waterfall: what a stage lost, from what was left before it."""

    label: str
    meaning: str
    count: int
    at: float
    width: float


def waterfall(report: Report) -> tuple[Step, ...]:
    """From all vital nuggets that were asked for to those that were held; nothing where none could be followed."""
    followed = [
        row for row in report.rows if isinstance(row, Scored) and row.found is not None and row.question.answerable
    ]
    total = sum(len(row.question.must_include) for row in followed)
    return tuple(_steps(report.record.summary, total=total)) if total else ()


def _steps(summary: Summary, *, total: int) -> Iterator[Step]:
    left = total
    yield Step(label="asked for", meaning="the vital facts of the answerable questions", count=total, at=0, width=100)
    for stage, count in summary.losses.items():
        left -= count
        yield Step(
            label=stage, meaning=MEANINGS[stage], count=count, at=percent(left, total), width=percent(count, total)
        )
    yield Step(label="held", meaning="said, on the right grounds", count=left, at=0, width=percent(left, total))
