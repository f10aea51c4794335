"""What the deep runs share: a service over the sample articles, questions with their hits, a model that plays."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from desk import KEY
from pydantic import SecretStr
from scripted_server import Player, ScriptedServer, scripted

from qa.events import SegmentDone
from qa.reply import Hit, Segment
from qa.service import Service
from qa.writer.deadline import Deadline
from qa.writer.open import OpenedChat, open_chat
from qa.writer.writing import Writing

Figures = dict[str, object]
_Given = TypeVar("_Given")
_Got = TypeVar("_Got")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the passages that were found for it."""

    question: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An answer, how writing it ended, and the seconds it took."""

    segments: tuple[Segment, ...]
    ended: Writing
    took_s: float


@dataclass(frozen=True, slots=True)
class Rig:
    """A service, and a chat model whose server plays what it is given."""

    service: Service
    chat: OpenedChat
    server: ScriptedServer

    def write(self, question: str, hits: Sequence[Hit]) -> Written:
        """One answer by the model as it plays now."""
        began = time.monotonic()
        writer = self.chat.writers(self.service.store.archive).writer
        events = list(writer.write(question, hits, max_citations=20, deadline=Deadline.after(self.chat.timeout_s)))
        ended = events[-1]
        assert isinstance(ended, Writing)
        segments = tuple(event.segment for event in events if isinstance(event, SegmentDone))
        return Written(segments, ended, time.monotonic() - began)


@contextmanager
def rigged(service: Service, player: Player, *, timeout_s: float) -> Iterator[Rig]:
    """A rig whose model plays that."""
    with scripted(player) as server:
        chat = open_chat("scripted", base_url=server.openai_url, api_key=SecretStr(KEY), timeout_s=timeout_s)
        try:
            yield Rig(service, chat, server)
        finally:
            chat.close()


def safely(do: Callable[[_Given], _Got]) -> Callable[[_Given], _Got | None]:
    """None where it raises."""

    def safe(given: _Given) -> _Got | None:
        try:
            return do(given)
        except Exception as exc:  # noqa: BLE001  # counted by who calls
            tell(f"{given!r:.200}: {exc!r}")
            return None

    return safe


def tell(what: str) -> None:
    """A line of its own."""
    print(f"\n{what}", file=sys.stderr)  # noqa: T201


def show(what: str, done: int, of: int) -> None:
    """Progress, in one line."""
    if done == of or not done % 20:
        print(f"\r{what}: {done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)  # noqa: T201
