"""What the chain needs of somebody who writes answers, whoever it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from qa.events import SegmentDone, Status
from qa.question import Question
from qa.reply import Answer, Hit
from qa.writer.deadline import Deadline
from vectorstore.archive import Archive

Ending = Literal["answered", "declined", "failed"]
"""There is an answer; the passages don't answer the question; there is no reply, or nothing of it is borne out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How writing an answer ended. `answer` is there where it is answered."""

    ending: Ending
    answer: Answer | None
    whole: bool
    """Whether the reply came to its end."""
    fault: str | None
    """What went wrong with the model, where something did; nothing of the question or the reply."""
    counts: Mapping[str, int]
    """Quotes by status (exact, misattributed, stitched, absent, unknown), segments released and dropped, and why."""


class Writer(Protocol):
    """Writes answers from passages, each segment borne out by what it quotes."""

    @property
    def name(self) -> str:
        """The model's."""

    def write(
        self, question: str, hits: Sequence[Hit], *, max_citations: int, deadline: Deadline
    ) -> Iterator[Status | SegmentDone | Writing]:
        """The segments as they are grounded, a status at least twice a second, and at last how it ended."""


class Rewriter(Protocol):
    """Puts follow-ups so that they stand alone."""

    def rewrite(self, question: Question, *, deadline: Deadline) -> Iterator[Status | Question]:
        """A status at least twice a second, and at last the question without its conversation.

        It is as it was where it leans on nothing, or can't be put well.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Writers:
    """One chat model, for answers and for follow-ups."""

    writer: Writer
    rewriter: Rewriter
    timeout_s: float
    """For a question, everything together."""


class Chat(Protocol):
    """A chat model that is set up."""

    def writers(self, archive: Archive) -> Writers:
        """What it does over that archive."""

    def close(self) -> None:
        """Lets go of it."""
