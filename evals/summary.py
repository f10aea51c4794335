"""The headline numbers of a run, each with its interval and the counts it comes from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evals.row import Failed, Row, Scored, Unscored, passed
from evals.share import Share
from evals.statistics import Estimate, mean, proportion, quantile, ratio
from evals.waterfall import STAGES, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in numbers. Only `passed` and `by_kind` count the questions without a score: as not passed."""

    passed: Estimate
    """Of all questions: QPass, the headline."""
    nugget_recall: Estimate
    """Mean share of the vital nuggets over the answerable questions; one that was declined has none."""
    okay_recall: Estimate
    """Of the okay nuggets of the answered questions."""
    citation_validity: Estimate
    """Of all citations."""
    coverage: Estimate
    """Segments with a valid citation, of all segments."""
    support: Estimate
    """Segments that their citations bear out, of all segments."""
    evidence_hit: Estimate
    """Of the gold evidence of all answerable questions; one that was declined hits none."""
    attribution: Estimate
    """Of the answered questions for which it matters who spoke."""
    abstained: Estimate
    """Of the unanswerable questions, false premises apart."""
    false_premise: Estimate
    """Declined or corrected, of the questions with a false premise."""
    falsely_abstained: Estimate
    """Of the answerable questions; lower is better."""
    violating: Estimate
    """Replies with something that should not be in them, of all replies; lower is better."""
    recall_10: Estimate
    """Of the gold evidence of the answerable questions, among the first 10 passages."""
    recall_100: Estimate
    mrr: Estimate
    """Mean reciprocal rank of the first passage with evidence."""
    ndcg_10: Estimate
    latency_p50_ms: Estimate
    latency_p95_ms: Estimate
    errors: int
    unscored: int
    """Questions that failed or have no score: with any, the run is not a valid measurement."""
    losses: Mapping[Stage, int]
    """Missed vital nuggets by the stage that lost them."""
    by_kind: Mapping[str, Estimate]
    """Passed, of the questions of each kind, by name."""


def summarise(rows: Sequence[Row]) -> Summary:
    """The rows in numbers."""
    scored = [row for row in rows if isinstance(row, Scored)]
    answerable = [row for row in scored if row.question.answerable]
    answered = [row for row in scored if not row.score.abstained]
    false_premise = [row for row in scored if _is_false_premise(row)]
    unanswerable = [row for row in scored if not row.question.answerable and not _is_false_premise(row)]
    searched = [(row, row.retrieval) for row in answerable if row.retrieval]
    latencies = [row.latency_ms for row in scored]
    lost = Counter(loss.stage for row in scored for loss in row.losses)
    return Summary(
        passed=proportion([passed(row) for row in rows]),
        nugget_recall=_mean((row, row.score.nugget_recall.value) for row in answerable),
        okay_recall=_pool((row, row.score.okay_recall) for row in answered),
        citation_validity=_pool((row, row.score.citation_validity) for row in scored),
        coverage=_pool((row, row.score.coverage) for row in scored),
        support=_pool((row, row.score.support) for row in scored),
        evidence_hit=_pool((row, row.score.evidence_hit) for row in answerable),
        attribution=proportion([r.score.attribution for r in scored if r.score.attribution is not None]),
        abstained=proportion([row.score.abstained for row in unanswerable]),
        false_premise=proportion([passed(row) for row in false_premise]),
        falsely_abstained=proportion([row.score.abstained for row in answerable]),
        violating=proportion([bool(row.score.violations) for row in scored]),
        recall_10=_pool((row, found.recall_10) for row, found in searched),
        recall_100=_pool((row, found.recall_100) for row, found in searched),
        mrr=_mean((row, found.reciprocal_rank) for row, found in searched),
        ndcg_10=_mean((row, found.ndcg_10) for row, found in searched),
        latency_p50_ms=quantile(latencies, percent=50),
        latency_p95_ms=quantile(latencies, percent=95),
        errors=sum(isinstance(row, Failed) for row in rows),
        unscored=sum(isinstance(row, Unscored) for row in rows),
        losses={stage: lost[stage] for stage in STAGES},
        by_kind=_by_kind(rows),
    )


def _is_false_premise(row: Scored) -> bool:
    return row.question.kind == "false-premise" and not row.question.answerable


def _by_kind(rows: Sequence[Row]) -> dict[str, Estimate]:
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows:
        kinds[row.question.kind].append(passed(row))
    return {kind: proportion(kinds[kind]) for kind in sorted(kinds)}


def _pool(shares: Iterable[tuple[Scored, Share]]) -> Estimate:
    """All that was counted, together; the questions of one article are one cluster."""
    kept = list(shares)
    return ratio([(share.k, share.n) for _, share in kept], clusters=[row.question.cluster for row, _ in kept])


def _mean(values: Iterable[tuple[Scored, float | None]]) -> Estimate:
    """Every question counting alike, those with nothing to count left out."""
    kept = [(row, value) for row, value in values if value is not None]
    return mean([value for _, value in kept], clusters=[row.question.cluster for row, _ in kept])
