"""Asks gold questions and keeps a row of each, whatever happens."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Literal

from evals.gold import GoldQuestion
from evals.metrics import score
from evals.retrieval import Found, look, retrieval
from evals.row import Failed, Row, Scored, Unscored
from evals.target import Target
from evals.waterfall import losses
from qa.wire import AskRequest, ReplyBody
from vectorstore.article import Article


def run(
    gold: Iterable[GoldQuestion],
    *,
    target: Target,
    articles: Sequence[Article],
    workers: int,
    progress: Callable[[Row], None],
) -> tuple[Row, ...]:
    """Every question asked once and scored against the articles; the rows in the order of the questions.

    `progress` is handed each row as it comes, in that order too. The target is told the question, its history and as of
    when it is asked, nothing else of the gold. What it raises is recorded in the row, and the next question is asked.
    """
    rows: list[Row] = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for row in pool.map(partial(_row, target=target, articles=articles), gold):
            rows.append(row)
            progress(row)
    return tuple(rows)


def _row(question: GoldQuestion, *, target: Target, articles: Sequence[Article]) -> Row:
    stage: Literal["ask", "search", "score"] = "ask"
    try:
        began = time.perf_counter()
        reply = target.ask(_request(question))
        latency_ms = round((time.perf_counter() - began) * 1000, 3)
        if reply.degraded:
            return Unscored(question=question, reply=reply, reason="degraded: the chat model did not answer this one")
        stage = "search"
        found = look(question, reply, target=target)
        stage = "score"
        return _scored(question, reply, found, texts=citable(question, articles), latency_ms=latency_ms)
    except Exception as exc:  # noqa: BLE001 - whatever a target raises is a result of the run, not its end
        return Failed(question=question, stage=stage, error=f"{type(exc).__name__}: {exc}")


def _request(question: GoldQuestion) -> AskRequest:
    return AskRequest(
        question=question.question, history=question.history, as_of=question.visible_until, include=("passages",)
    )


def citable(question: GoldQuestion, articles: Iterable[Article]) -> Mapping[str, str]:
    """The texts that may be cited, by id; as of a time, nothing that is known to have been published later."""
    until = question.visible_until
    return {a.id: a.text for a in articles if not (until and a.published_at and a.published_at > until)}


def _scored(
    question: GoldQuestion, reply: ReplyBody, found: Found | None, *, texts: Mapping[str, str], latency_ms: float
) -> Scored:
    return Scored(
        question=question,
        reply=reply,
        score=score(question, reply, texts=texts),
        retrieval=retrieval(question, found, texts=texts) if found else None,
        losses=losses(question, reply, found, texts=texts) if found else (),
        found=found.hits if found else None,
        latency_ms=latency_ms,
    )
