"""The numbers of a run, as a page draws them: places and widths are per cent of a bar."""

from collections import defaultdict
from dataclasses import dataclass

from evals.reports.report import Line, Report, headline
from evals.row import Row, Scored
from evals.statistics import Estimate, proportion
from evals.summary import Summary, summarise

_ENOUGH = 20
"""A percentage of fewer says less than its counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate on a bar; `before` is the baseline's, None without one."""

    value: float
    low: float
    width: float
    before: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number of the headline, in words and on a bar."""

    label: str
    meaning: str
    figure: str
    detail: str
    """The counts and the interval."""
    before: str
    """The baseline's figure; empty without one."""
    lower_is_better: bool
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """How the questions of one kind went."""

    kind: str
    passed: str
    interval: Interval | None
    nugget_recall: str
    evidence_hit: str
    abstained: str


def measures(report: Report) -> tuple[Measure, ...]:
    """All that the headline has, with the baseline's beside it."""
    now = list(headline(report.record.summary))
    before = [*headline(report.baseline.summary)] if report.baseline else [None] * len(now)
    longest = max((e.high for line in (*now, *before) if line and (e := line.estimate).high is not None), default=1.0)
    return tuple(_measure(line, earlier, longest=longest) for line, earlier in zip(now, before, strict=True))


def kinds(report: Report) -> tuple[KindRow, ...]:
    """A row for each kind, by name."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in report.rows:
        rows[row.question.kind].append(row)
    return tuple(_kind(kind, rows[kind], summarise(rows[kind])) for kind in sorted(rows))


def percent(part: float, whole: float) -> float:
    """The part in per cent of the whole; 0 of nothing."""
    return round(100 * part / whole, 2) if whole else 0.0


def _measure(line: Line, before: Line | None, *, longest: float) -> Measure:
    figure, _, detail = line.text.partition(" (")
    earlier = before.text.partition(" (")[0] if before else ""
    return Measure(
        label=line.label,
        meaning=line.meaning,
        figure=figure,
        detail=detail.removesuffix(")"),
        before=earlier,
        lower_is_better=line.lower_is_better,
        interval=_interval(line.estimate, before.estimate if before else None, longest=longest),
    )


def _interval(estimate: Estimate, before: Estimate | None, *, longest: float) -> Interval | None:
    """On a bar that ends at 1, or where a number may be greater, at the greatest."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return None
    end = 1.0 if estimate.high <= 1 else longest
    return Interval(
        value=percent(estimate.value, end),
        low=percent(estimate.low, end),
        width=percent(estimate.high - estimate.low, end),
        before=percent(before.value, end) if before and before.value is not None else None,
    )


def _kind(kind: str, rows: list[Row], summary: Summary) -> KindRow:
    abstained = proportion([row.score.abstained for row in rows if isinstance(row, Scored)])
    return KindRow(
        kind=kind,
        passed=_counted(summary.passed),
        interval=_interval(summary.passed, None, longest=1.0),
        nugget_recall=_counted(summary.nugget_recall),
        evidence_hit=_counted(summary.evidence_hit),
        abstained=_counted(abstained),
    )


def _counted(estimate: Estimate) -> str:
    """Such as `5 of 6`, or `47 % of 151` of enough."""
    if estimate.value is None:
        return "–"
    if estimate.n < _ENOUGH:
        return f"{estimate.k:.3g} of {estimate.n}"
    return f"{100 * estimate.value:.0f} % of {estimate.n}"
