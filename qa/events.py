"""What happens on the way to a reply, as it happens."""

from dataclasses import dataclass
from typing import Literal

from qa.reply import Citation, Reply, Segment

Stage = Literal["understand", "read", "write"]


@dataclass(frozen=True, slots=True)
class Status:
    """What is being done. Comes again and again while a chat model is waited for."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class SegmentDone:
    """A segment that stays: nothing is taken back. `citations` are those that no segment before it has."""

    segment: Segment
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The whole reply; comes last and once. Its segments are those that came before, in that order."""

    reply: Reply


Event = Status | SegmentDone | Done
