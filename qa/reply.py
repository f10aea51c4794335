"""What comes back: an answer whose every segment is cited, or an abstention."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from vectorstore.article import Article, Passage

AbstentionReason = Literal["not_in_articles", "no_articles"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. `score`: higher is better.

    `why` is its rank, from 1, by each way of finding that found it and by the reranker where there is one, and 1 by an
    outlet or a day that the question names. `copies` are other outlets' copies of the article, which stand behind it
    and have no hit of their own for this.
    """

    passage: Passage
    article: Article
    score: float
    why: Mapping[str, int]
    copies: tuple[Article, ...] = ()

    @property
    def told_at(self) -> datetime | None:
        """When it was told: its post, or else its article."""
        return self.article.told_at(self.passage.post_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A verbatim span of a stored article.

    Raises:
        ValueError: `article.text[start:end]` is not `quote`.
    """

    marker: int
    article: Article
    post_id: str | None
    passage_id: str
    start: int
    end: int
    quote: str
    speaker: str | None
    copies: tuple[Article, ...] = ()

    @property
    def told_at(self) -> datetime | None:
        """When it was told: its post, or else its article."""
        return self.article.told_at(self.post_id)

    def __post_init__(self) -> None:
        if not self.quote or self.article.text[self.start : self.end] != self.quote:
            raise ValueError(f"{self.article.id}[{self.start}:{self.end}] is not {self.quote!r}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the answer and the markers of the citations that bear it out.

    Raises:
        ValueError: it has no text or no marker.
    """

    text: str
    markers: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.markers:
            raise ValueError(f"a segment needs text and a citation: {self.text!r} {self.markers}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Segments, each cited.

    Raises:
        ValueError: there is no segment, a marker has no citation, or a citation has no segment.
    """

    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        used = {marker for segment in self.segments for marker in segment.markers}
        if not self.segments or used != {citation.marker for citation in self.citations}:
            raise ValueError("every segment needs its citation and every citation its segment")

    @property
    def text(self) -> str:
        """The segments with their `[n]` markers, as one paragraph."""
        return " ".join(
            segment.text + "".join(f" [{marker}]" for marker in segment.markers) for segment in self.segments
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """The articles don't hold the answer. `nearest` is what was found closest to it, best first."""

    reason: AbstentionReason
    message: str
    nearest: tuple[Hit, ...] = field(default=())


Outcome = Answer | Abstention


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An outcome with what was asked, how it was understood, what was retrieved and how long each step took.

    `degraded`: a chat model should have written it and failed, wholly (then it is extractive) or halfway.
    """

    id: str
    question: str
    standalone_question: str
    outcome: Outcome
    hits: tuple[Hit, ...]
    mode: Literal["extractive", "generative"]
    model: str
    timings_ms: Mapping[str, float]
    conflicts: tuple[str, ...] = ()
    """What the cited articles tell differently, a sentence each, with markers."""
    degraded: bool = False
    written: Mapping[str, int] = field(default_factory=dict)
    """What became of the quotes and segments that a chat model wrote, as `Writing.counts`."""
