"""One reply as it is read: its segments judged one by one, those that hold released, the others remembered."""

from collections import Counter
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from qa.events import SegmentDone
from qa.writer.judge import Judge
from qa.writer.page import Page
from qa.writer.parse import WritingParser
from qa.writer.upstream import Taken

_NOT_JSON: Mapping[str, JsonValue] = {"wrong": ["it is not JSON in the form that was asked for"]}
_SHOWN = 8_000
"""Characters of its own reply that the model gets again."""


class Reading:
    """Reads a reply onto a page; `counts` are those of all replies to one question."""

    def __init__(self, *, judge: Judge, page: Page, counts: Counter[str]) -> None:
        self._judge = judge
        self._page = page
        self._counts = counts
        self.taken = Taken()
        self.begin()

    def begin(self) -> None:
        """Forgets what was read."""
        self._parser = WritingParser()
        self._text: list[str] = []
        self._wrong: list[Mapping[str, JsonValue]] = []

    def take(self, piece: str) -> Iterator[SegmentDone]:
        """The segments that are whole with this piece, and hold."""
        self._text.append(piece)
        for written in self._parser.feed(piece):
            judged = self._judge.judge(written)
            self._counts.update(judged.statuses)
            if judged.wrong:
                self._counts["dropped"] += 1
                self._counts.update(f"dropped: {kind}" for kind in {wrong.kind for wrong in judged.wrong})
                self._wrong.append(judged.told)
            elif done := self._page.add(written.text, judged.sources):
                self._counts["released"] += 1
                self.taken.keep()
                yield done

    @property
    def finished(self) -> bool:
        """Whether nothing that follows would count."""
        return self._parser.finished or self._page.is_full

    @property
    def declined(self) -> bool:
        """Whether the model says that the passages don't answer."""
        return self._page.is_blank and self._parser.declined

    @property
    def cut(self) -> bool:
        """Whether it ends, so far, in the middle."""
        return self._parser.cut and not self._page.is_full

    @property
    def text(self) -> str:
        """What was read, as much of it as is worth repeating."""
        return "".join(self._text)[:_SHOWN]

    @property
    def wrong(self) -> tuple[Mapping[str, JsonValue], ...]:
        """What is wrong with it, segment by segment."""
        return tuple(self._wrong) or (_NOT_JSON,)
