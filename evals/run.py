"""Asks gold questions and keeps a row of each, whatever happens."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from evals.gold import GoldQuestion
from evals.metrics import score
from evals.row import Failed, Row, Scored
from evals.summary import Summary, summarise
from evals.target import Target
from qa.wire import AskRequest


@dataclass(frozen=True, slots=True)
class Run:
    """The rows of the questions, in the order they were asked."""

    rows: tuple[Row, ...]

    def summary(self) -> Summary:
        """The run in numbers."""
        return summarise(self.rows)


def run(
    gold: Iterable[GoldQuestion], *, target: Target, texts: Mapping[str, str], progress: Callable[[Row], None]
) -> Run:
    """Every question asked once, in order, and scored against the articles' `texts`, by id.

    `progress` is handed each row as it comes. The target is told the question and its history, nothing else of the
    gold. What it raises is recorded in the row, and the next question is asked.
    """
    rows: list[Row] = []
    for question in gold:
        row = _row(question, target=target, texts=texts)
        rows.append(row)
        progress(row)
    return Run(tuple(rows))


def _row(question: GoldQuestion, *, target: Target, texts: Mapping[str, str]) -> Row:
    started = time.perf_counter()
    try:
        reply = target.ask(AskRequest(question=question.question, history=question.history))
    except Exception as exc:  # noqa: BLE001 - whatever a target raises is a result of the run, not its end
        return Failed(question=question, stage="ask", error=_named(exc))
    latency_ms = round((time.perf_counter() - started) * 1000, 3)
    try:
        scored = score(question, reply, texts=texts)
    except Exception as exc:  # noqa: BLE001 - one reply that can't be scored must not lose the others
        return Failed(question=question, stage="score", error=_named(exc))
    return Scored(question=question, reply=reply, score=scored, latency_ms=latency_ms)


def _named(exc: Exception) -> str:
    return f"{type(exc).__name__}: {exc}"
