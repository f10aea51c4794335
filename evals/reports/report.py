"""What every report is made from, and the words that they share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.gate import Comparison, compare
from evals.metrics import Score, word_limit
from evals.record import Record
from evals.row import Failed, Row, Scored, Unscored
from evals.share import Share
from evals.statistics import Estimate, as_text
from evals.summary import Summary
from vectorstore.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run, with what it is compared with and what it was asked about. The same report gives the same bytes."""

    rows: tuple[Row, ...]
    record: Record
    baseline: Record | None
    baseline_rows: tuple[Row, ...]
    """Of the baseline, where they were kept beside it: to show both answers."""
    articles: Sequence[Article]

    @property
    def comparison(self) -> Comparison | None:
        """With the baseline, where there is one."""
        return compare(self.baseline, self.record) if self.baseline else None


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the headline."""

    label: str
    meaning: str
    text: str
    estimate: Estimate
    lower_is_better: bool = False


_SHARES = (
    (
        "passed",
        "passed",
        "every vital nugget, all cited and borne out, nothing forbidden; or rightly declined",
    ),
    ("nugget_recall", "nugget recall", "vital facts said, mean over the answerable questions"),
    ("okay_recall", "okay nuggets", "further facts said, of the answered questions"),
    ("citation_validity", "citation validity", "citations that stand in their article, word for word"),
    ("coverage", "citation coverage", "segments of answers with a valid citation"),
    ("support", "citation support", "segments that their citations bear out"),
    ("evidence_hit", "evidence hit", "gold evidence that a citation covers"),
    ("attribution", "attribution", "answers that name the true speaker, where it matters"),
    ("abstained", "abstained rightly", "unanswerable questions that were declined"),
    ("false_premise", "false premise met", "false premises that were declined or corrected"),
    ("falsely_abstained", "abstained wrongly", "answerable questions that were declined"),
    ("violating", "violating replies", "replies with something that must not be in them"),
    ("recall_10", "recall at 10", "gold evidence in the first 10 passages"),
    ("recall_100", "recall at 100", "gold evidence in the first 100 passages"),
)
_NUMBERS = (
    ("mrr", "MRR", "mean reciprocal rank of the first passage with evidence"),
    ("ndcg_10", "nDCG at 10", "of the passages with evidence"),
)
_TIMES = (
    ("latency_p50_ms", "latency p50", "half the replies took no longer"),
    ("latency_p95_ms", "latency p95", "95 % of them took no longer"),
)
_LOWER_IS_BETTER = {"falsely_abstained", "violating", "latency_p50_ms", "latency_p95_ms"}


def headline(summary: Summary) -> Iterator[Line]:
    """The run's numbers in the order that they are read."""
    for names, write in ((_SHARES, _percent), (_NUMBERS, _plain), (_TIMES, _milliseconds)):
        for name, label, meaning in names:
            estimate: Estimate = getattr(summary, name)
            yield Line(label, meaning, write(estimate), estimate, lower_is_better=name in _LOWER_IS_BETTER)


def reasons(row: Row) -> tuple[str, ...]:
    """Why the row has not passed, most telling first; nothing where it has."""
    if isinstance(row, Failed):
        return (f"error at {row.stage}: {row.error}",)
    if isinstance(row, Unscored):
        return (f"not scored: {row.reason}",)
    return () if row.score.passed else tuple(_scored_reasons(row))


def share_text(share: Share) -> str:
    """Such as `5 of 6`."""
    return f"{share.k:.4g} of {share.n}"


def _scored_reasons(row: Scored) -> Iterator[str]:
    score = row.score
    if row.question.answerable and score.abstained:
        yield "abstained, though the articles answer it"
        return
    if not row.question.answerable and not score.abstained:
        yield "answered, though the articles don't"
    if score.violations:
        yield f"must not say: {' | '.join(score.violations)}"
    if score.missing:
        yield f"does not say: {' | '.join(score.missing)}"
    yield from _citation_reasons(score)
    if score.words > word_limit(row.question):
        yield f"has {score.words} words, at most {word_limit(row.question)} are allowed"


def _citation_reasons(score: Score) -> Iterator[str]:
    if score.citation_validity.value is None and not score.abstained:
        yield "has no citation"
    for share, what in (
        (score.citation_validity, "citations that hold"),
        (score.coverage, "segments with a valid citation"),
        (score.support, "segments that their citations bear out"),
    ):
        if share.k < share.n:
            yield f"{what}: {share_text(share)}"


def _percent(estimate: Estimate) -> str:
    return as_text(estimate, in_percent=True)


def _plain(estimate: Estimate) -> str:
    return as_text(estimate, in_percent=False)


def _milliseconds(estimate: Estimate) -> str:
    if estimate.value is None:
        return "- (none)"
    return f"{estimate.value:.0f} ms (n {estimate.n}; {estimate.low:.0f} to {estimate.high:.0f})"
