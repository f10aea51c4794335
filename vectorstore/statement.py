"""Who said what."""

from dataclasses import dataclass
from typing import Literal

StatementKind = Literal["direct", "reported", "mixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A stretch of `article.text[start:end]`, whole sentences, in which one speaker's words are given.

    `speaker` is the fullest name that the article gives, or None where it can't be told: unknown is better
    than wrong. `quote_spans` are the parts in quotation marks, marks left out, in code points of the text.
    """

    article_id: str
    speaker: str | None
    speaker_as_written: str | None
    kind: StatementKind
    start: int
    end: int
    quote_spans: tuple[tuple[int, int], ...]
