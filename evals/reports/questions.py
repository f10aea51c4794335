"""A question of a run, as a page shows it."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from evals.gold import GoldQuestion, Nugget
from evals.metrics import missing_nuggets
from evals.reports.found import Retrieved, retrieved
from evals.reports.report import Report, reasons
from evals.reports.sources import Source, sources
from evals.row import Failed, Row, Scored, Unscored, passed
from evals.run import citable
from evals.waterfall import Stage
from qa.wire import ReplyBody
from vectorstore.article import Article

Outcome = Literal["passed", "not passed", "error", "unscored"]
Flip = Literal["regressed", "fixed", "still failing", "unchanged", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A gold nugget, and what became of it."""

    wording: str
    others: tuple[str, ...]
    """Its further wordings."""
    vital: bool
    said: bool | None
    """None where there is no score."""
    stage: Stage | None
    """What lost it, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was said in one run."""

    reply: ReplyBody | None
    outcome: Outcome
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with all that is shown of it."""

    gold: GoldQuestion
    now: Answered
    before: Answered | None
    """In the baseline, where its rows are at hand."""
    same: bool
    """Whether the baseline gave the same answer, citations and all."""
    flip: Flip | None
    """None without a baseline."""
    facts: tuple[Fact, ...]
    violations: tuple[str, ...]
    sources: tuple[Source, ...]
    retrieved: Retrieved | None
    commands: tuple[str, ...]


def questions(report: Report) -> tuple[Asked, ...]:
    """Every question of the run, in asking order."""
    before = {row.question.id: row for row in report.baseline_rows}
    articles = {article.id: article for article in report.articles}
    flips = _flips(report)
    return tuple(
        _asked(row, before.get(row.question.id), flip=flips.get(row.question.id), articles=articles)
        for row in report.rows
    )


def _flips(report: Report) -> Mapping[str, Flip]:
    flips = report.comparison
    if flips is None:
        return {}
    buckets: tuple[tuple[Flip, tuple[str, ...]], ...] = (
        ("regressed", flips.regressed),
        ("fixed", flips.fixed),
        ("still failing", flips.still_failing),
        ("unchanged", flips.unchanged),
        ("new", flips.unpaired),
    )
    return {asked: flip for flip, ids in buckets for asked in ids}


def _asked(row: Row, before: Row | None, *, flip: Flip | None, articles: Mapping[str, Article]) -> Asked:
    gold, now = row.question, _answered(row)
    earlier = _answered(before) if before else None
    texts = citable(gold, articles.values())
    asked_as = shlex.quote(gold.id)
    return Asked(
        gold=gold,
        now=now,
        before=earlier,
        same=bool(earlier and _said(earlier.reply) == _said(now.reply)),
        flip=flip,
        facts=(*_facts(row, gold.must_include, vital=True), *_facts(row, gold.may_include, vital=False)),
        violations=row.score.violations if isinstance(row, Scored) else (),
        sources=sources(gold, now.reply, articles={each: articles[each] for each in texts}),
        retrieved=retrieved(row, texts=texts) if isinstance(row, Scored) else None,
        commands=(f"onrecord eval --only {asked_as}", f"onrecord eval show RUN {asked_as}"),
    )


def _answered(row: Row) -> Answered:
    outcome: Outcome = "passed" if passed(row) else "not passed"
    if not isinstance(row, Scored):
        outcome = "error" if isinstance(row, Failed) else "unscored"
    reply = row.reply if isinstance(row, Scored | Unscored) else None
    return Answered(reply=reply, outcome=outcome, reasons=reasons(row))


def _facts(row: Row, nuggets: tuple[Nugget, ...], *, vital: bool) -> Iterator[Fact]:
    scored = row if isinstance(row, Scored) else None
    missing = missing_nuggets(nuggets, row.question, scored.reply) if scored else ()
    lost = {loss.nugget: loss.stage for loss in scored.losses} if scored and vital else {}
    for nugget in nuggets:
        yield Fact(
            wording=nugget[0],
            others=nugget[1:],
            vital=vital,
            said=nugget[0] not in missing if scored else None,
            stage=lost.get(nugget[0]),
        )


def _said(reply: ReplyBody | None) -> object:
    """What a reader sees of the reply."""
    if reply is None:
        return None
    cited = [(c.marker, c.article_id, c.start, c.end, c.speaker) for c in reply.citations]
    return reply.segments, cited, reply.answered
