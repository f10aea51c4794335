"""A run for people: the headline numbers, the kinds, and why each question that did not pass did not."""

import textwrap
from collections.abc import Iterator, Mapping

from evals.metrics import Score, Share, word_limit
from evals.row import Failed, Row, Scored, passed
from evals.run import Run
from evals.summary import Summary

_ANSWER_WIDTH = 240


def report(run: Run) -> str:
    """The run as text, several lines."""
    summary = run.summary()
    lines = [*_headline(summary), "", *_kinds(summary.by_kind)]
    for row in run.rows:
        if not passed(row):
            lines += ["", *_failing(row)]
    return "\n".join(lines)


def share_text(share: Share) -> str:
    """Such as `83.3 % (5 of 6)`, or `- (none)` where there was nothing to count."""
    return "- (none)" if share.value is None else f"{share.value:.1%} ({share.k:.4g} of {share.n})".replace("%", " %")


def reasons(row: Row) -> tuple[str, ...]:
    """Why the row has not passed, most telling first; nothing where it has."""
    if isinstance(row, Failed):
        return (f"error at {row.stage}: {row.error}",)
    return () if row.score.passed else tuple(_scored_reasons(row, row.score))


def _scored_reasons(row: Scored, score: Score) -> Iterator[str]:
    if row.question.answerable and score.abstained:
        yield "abstained, though the articles answer it"
        return
    if not row.question.answerable and not score.abstained:
        yield "answered, though the articles don't"
    if score.violations:
        yield f"must not say: {' | '.join(score.violations)}"
    if score.missing:
        yield f"does not say: {' | '.join(score.missing)}"
    if score.citation_validity.value is None and not score.abstained:
        yield "has no citation"
    elif score.citation_validity.k < score.citation_validity.n:
        yield f"citations that hold: {share_text(score.citation_validity)}"
    if score.words > word_limit(row.question):
        yield f"has {score.words} words, at most {word_limit(row.question)} are allowed"


def _headline(summary: Summary) -> Iterator[str]:
    yield f"passed               {share_text(summary.passed)}"
    yield f"nugget recall        {share_text(summary.nugget_recall)}"
    yield f"citation validity    {share_text(summary.citation_validity)}"
    yield f"evidence hit         {share_text(summary.evidence_hit)}"
    yield f"attribution          {share_text(summary.attribution)}"
    yield f"abstained rightly    {share_text(summary.abstained)}"
    yield f"false premise met    {share_text(summary.false_premise)}"
    yield f"abstained wrongly    {share_text(summary.falsely_abstained)}"
    yield f"violating replies    {share_text(summary.violating)}"
    yield f"latency p50, p95     {_ms(summary.latency_p50_ms)}, {_ms(summary.latency_p95_ms)}"
    yield f"errors               {summary.errors}"


def _kinds(by_kind: Mapping[str, Share]) -> Iterator[str]:
    for kind, share in by_kind.items():
        yield f"{kind:<20} {share_text(share)}"


def _failing(row: Row) -> Iterator[str]:
    yield f"{row.question.id} [{row.question.kind}] {row.question.question}"
    yield from (f"  {reason}" for reason in reasons(row))
    if isinstance(row, Scored) and row.reply.answer:
        yield f"  replied: {textwrap.shorten(row.reply.answer, _ANSWER_WIDTH, placeholder=' …')}"


def _ms(latency: float | None) -> str:
    return "-" if latency is None else f"{latency:.1f} ms"
