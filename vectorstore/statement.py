"""Who said what."""

from dataclasses import dataclass
from typing import Literal

from vectorstore.sentences import Span

StatementKind = Literal["direct", "reported", "mixed"]
Polarity = Literal["said", "not said", "hypothetical"]
"""Whether it was said; else denied or refused, or only might or will be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A stretch of `article.text[start:end]`, whole sentences, in which one speaker's words are given.

    `speaker` is the fullest name that the article gives, or None where it can't be told: unknown is better
    than wrong. All spans are in code points of the text.
    """

    article_id: str
    speaker: str | None
    speaker_as_written: str | None
    kind: StatementKind
    start: int
    end: int
    quote_spans: tuple[Span, ...]
    """What of it is quoted, the marks left out."""
    content: tuple[Span, ...]
    """What of it are the speaker's words: quotations with their marks, and clauses of reported speech."""
    polarity: Polarity
    confidence: float
    """How sure the speaker is, 0 to 1; 0 of an unknown one."""
