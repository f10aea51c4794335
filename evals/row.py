"""What became of one gold question."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from evals.gold import GoldQuestion
from evals.metrics import Score
from evals.retrieval import Retrieval
from evals.waterfall import Loss
from qa.wire import HitBody, ReplyBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A question that was replied to."""

    question: GoldQuestion
    reply: ReplyBody
    score: Score
    retrieval: Retrieval | None
    """None where the target can't search, or nothing that could be found is evidence."""
    losses: tuple[Loss, ...]
    found: tuple[HitBody, ...] | None
    """The best passages for the question, best first; None where the target can't search: then nothing has a stage."""
    latency_ms: float
    """Wall time from the question to the reply, as the asker sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unscored:
    """A question whose reply says nothing about the system that is measured."""

    question: GoldQuestion
    reply: ReplyBody
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A question that could not be asked, or whose reply could not be scored."""

    question: GoldQuestion
    stage: Literal["ask", "search", "score"]
    error: str
    """The exception's type and text."""


Row = Scored | Unscored | Failed
_ROW: TypeAdapter[Row] = TypeAdapter(Row)


def passed(row: Row) -> bool:
    """Whether the reply passes; a question that failed or has no score has not."""
    return isinstance(row, Scored) and row.score.passed


def row_json(row: Row) -> str:
    """The row as one line of JSON; `row_of` gives it back."""
    return _ROW.dump_json(row).decode()


def row_of(line: bytes) -> Row:
    """The row that `row_json` wrote.

    Raises:
        pydantic.ValidationError: it is none, or one of another version.
    """
    return _ROW.validate_json(line)
