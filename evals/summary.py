"""The headline numbers of a run, each with the counts it comes from."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evals.metrics import Share
from evals.row import Failed, Row, Scored, passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in numbers. Only `passed` and `by_kind` count the questions that failed: as not passed."""

    passed: Share
    """Of all questions."""
    citation_validity: Share
    """Of all citations."""
    nugget_recall: Share
    """Mean over the answerable questions; one that was declined has none."""
    evidence_hit: Share
    """Of the gold evidence of all answerable questions; one that was declined hits none."""
    attribution: Share
    """Of the answered questions for which it matters who spoke."""
    abstained: Share
    """Of the unanswerable questions, false premises apart."""
    false_premise: Share
    """Declined or corrected, of the questions with a false premise."""
    falsely_abstained: Share
    """Of the answerable questions; lower is better."""
    violating: Share
    """Replies with something that should not be in them, of all replies; lower is better."""
    latency_p50_ms: float | None
    latency_p95_ms: float | None
    errors: int
    """Questions that failed: with any, the run is not a valid measurement."""
    by_kind: Mapping[str, Share]
    """Passed, of the questions of each kind, by name."""


def summarise(rows: Sequence[Row]) -> Summary:
    """The rows in numbers."""
    scored = [row for row in rows if isinstance(row, Scored)]
    answerable = [row for row in scored if row.question.answerable]
    false_premise = [row for row in scored if _is_false_premise(row)]
    unanswerable = [row for row in scored if not row.question.answerable and not _is_false_premise(row)]
    latencies = sorted(row.latency_ms for row in scored)
    return Summary(
        passed=_count(map(passed, rows)),
        citation_validity=_pool(row.score.citation_validity for row in scored),
        nugget_recall=_mean(row.score.nugget_recall for row in answerable),
        evidence_hit=_pool(row.score.evidence_hit for row in answerable),
        attribution=_count(row.score.attribution for row in scored if row.score.attribution is not None),
        abstained=_count(row.score.abstained for row in unanswerable),
        false_premise=_count(map(passed, false_premise)),
        falsely_abstained=_count(row.score.abstained for row in answerable),
        violating=_count(bool(row.score.violations) for row in scored),
        latency_p50_ms=percentile(latencies, of=50),
        latency_p95_ms=percentile(latencies, of=95),
        errors=sum(isinstance(row, Failed) for row in rows),
        by_kind=_by_kind(rows),
    )


def percentile(ascending: Sequence[float], *, of: int) -> float | None:
    """The smallest value that at least `of` percent of the values don't exceed (nearest rank); None of no values."""
    return ascending[max(math.ceil(len(ascending) * of / 100), 1) - 1] if ascending else None


def _is_false_premise(row: Scored) -> bool:
    return row.question.kind == "false-premise" and not row.question.answerable


def _by_kind(rows: Sequence[Row]) -> dict[str, Share]:
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows:
        kinds[row.question.kind].append(passed(row))
    return {kind: _count(kinds[kind]) for kind in sorted(kinds)}


def _count(outcomes: Iterable[bool]) -> Share:
    kept = tuple(outcomes)
    return Share(sum(kept), len(kept))


def _pool(shares: Iterable[Share]) -> Share:
    """All that was counted, together."""
    kept = tuple(shares)
    return Share(sum(share.k for share in kept), sum(share.n for share in kept))


def _mean(shares: Iterable[Share]) -> Share:
    """Every share counting alike, the empty ones left out."""
    values = [share.value for share in shares if share.value is not None]
    return Share(sum(values), len(values))
