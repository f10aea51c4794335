"""What became of one gold question."""

from dataclasses import dataclass
from typing import Literal

from evals.gold import GoldQuestion
from evals.metrics import Score
from qa.wire import ReplyBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A question that was replied to."""

    question: GoldQuestion
    reply: ReplyBody
    score: Score
    latency_ms: float
    """Wall time from the question to the reply, as the asker sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A question that could not be asked, or whose reply could not be scored."""

    question: GoldQuestion
    stage: Literal["ask", "score"]
    error: str
    """The exception's type and text."""


Row = Scored | Failed


def passed(row: Row) -> bool:
    """Whether the reply passes; a question that failed has not."""
    return isinstance(row, Scored) and row.score.passed
