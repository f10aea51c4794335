"""Who is told what a service does."""

from typing import Protocol

from qa.reply import Reply
from vectorstore.ingest import IngestResult


class Listener(Protocol):
    """Hears of all that is asked and taken in, whoever asks for it, in the thread that does it."""

    def replied(self, reply: Reply) -> None:
        """A question has its reply."""

    def ingested(self, result: IngestResult) -> None:
        """An article was taken in, or failed."""


class Nobody:
    """Hears nothing."""

    def replied(self, reply: Reply) -> None:
        """Passes it over."""

    def ingested(self, result: IngestResult) -> None:
        """Passes it over."""
