"""An answer by a chat model: asked, read as it comes, and asked once more where all of it was wrong."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from time import monotonic

from langchain_core.messages import BaseMessage

from qa.events import SegmentDone, Status
from qa.reply import Hit
from qa.writer.deadline import Deadline
from qa.writer.faults import Fault, WritingError
from qa.writer.judge import ClaimChecker, Judge, QuoteLocator
from qa.writer.page import Page
from qa.writer.prompt import in_reading_order, messages, repair, shown
from qa.writer.reading import Reading
from qa.writer.said import who_said
from qa.writer.upstream import TICK_S, Signal, Upstream
from qa.writer.writing import Ending, Writing
from vectorstore.archive import Archive

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWriter:
    """Writes with a chat model. What the model says leaves only as segments that the archive bears out."""

    name: str
    upstream: Upstream
    archive: Archive
    locate: QuoteLocator
    ungrounded: ClaimChecker
    nonce: Callable[[], str]
    """A word that nobody could know before the request."""

    def write(
        self, question: str, hits: Sequence[Hit], *, max_citations: int, deadline: Deadline
    ) -> Iterator[Status | SegmentDone | Writing]:
        """The segments as they are grounded, a status at least twice a second, and at last how it ended.

        Closing the iterator lets go of the model at once.
        """
        said, nonce = who_said(hits, self.archive), self.nonce()
        ordered = in_reading_order(hits)
        passages = shown(ordered, nonce=nonce, speakers=[said.speakers(hit) for hit in ordered])
        judge = Judge(
            passages={passage.id: passage for passage in passages},
            said=said,
            question=question,
            nonce=nonce,
            locate=self.locate,
            ungrounded=self.ungrounded,
            stored=self._stored,
        )
        page, counts = Page(max_citations=max_citations), Counter[str]()
        asked, fault = messages(question, passages), None
        reading = Reading(judge=judge, page=page, counts=counts)
        try:
            yield from self._read(reading, asked, page=page, deadline=deadline)
            if page.is_blank and not reading.declined:
                counts["repairs"] += 1
                asked = repair(asked, reply=reading.text, wrong=reading.wrong)
                reading = Reading(judge=judge, page=page, counts=counts)
                yield from self._read(reading, asked, page=page, deadline=deadline)
        except WritingError as exc:
            fault = exc.fault
        yield self._ended(reading, page=page, counts=counts, fault=fault)

    def _read(
        self, reading: Reading, asked: Sequence[BaseMessage], *, page: Page, deadline: Deadline
    ) -> Iterator[Status | SegmentDone]:
        """What one reply adds to the page."""
        yield Status("write")
        shown_at = monotonic()
        with closing(self.upstream.reply(asked, deadline=deadline, taken=reading.taken)) as pieces:
            for piece in pieces:
                if isinstance(piece, str):
                    yield from reading.take(piece)
                elif piece is Signal.RESTARTED and page.is_blank:
                    reading.begin()
                elif piece is Signal.RESTARTED:
                    return
                if reading.finished:
                    reading.taken.complete = True
                    return
                if monotonic() - shown_at >= TICK_S:
                    yield Status("write")
                    shown_at = monotonic()

    def _ended(self, reading: Reading, *, page: Page, counts: Counter[str], fault: Fault | None) -> Writing:
        declined = fault is None and reading.declined
        ending: Ending = "answered" if not page.is_blank else "declined" if declined else "failed"
        if fault or ending == "failed":
            _log.warning("chat model %s %s: %s, %s", self.name, ending, fault and fault.named, dict(counts))
        return Writing(
            ending=ending,
            answer=page.answer,
            whole=fault is None and not reading.cut,
            fault=f"{fault.kind} ({fault.named})" if fault else None,
            counts=dict(counts),
        )

    def _stored(self, hit: Hit) -> bool:
        return self.archive.articles([hit.article.id]).get(hit.article.id) == hit.article
