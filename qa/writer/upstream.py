"""A chat model's reply as it comes: asked again where that may help, kept within a deadline, let go of at once."""

import asyncio
from collections.abc import Generator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import Enum, auto
from queue import Empty, SimpleQueue
from threading import Event

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from qa.writer.chat_span import ChatModelName, chat_span
from qa.writer.deadline import Deadline
from qa.writer.faults import Fault, TooLong, WritingError, fault_of
from qa.writer.loop import Loop
from qa.writer.models import close_chat_model
from qa.writer.objects import MAX_CHARACTERS

TICK_S = 0.25
"""How often who waits for the model gets a chance to give up."""
_ENDING_S = 0.5
"""For a model to end a reply of which nothing more is needed: its tokens are counted behind the last word."""
_ATTEMPTS = 3
_jitter = wait_exponential_jitter(multiplier=0.2, max=4, jitter=0.3)


class Signal(Enum):
    """What comes besides text."""

    WAITING = auto()
    """Nothing yet."""
    RESTARTED = auto()
    """What came so far is void: the model was asked again."""


@dataclass(slots=True)
class Taken:
    """Whether something of a reply is in use already, so that the model can't be asked again for it; or all of it."""

    _event: Event = field(default_factory=Event)
    complete: bool = False
    """Whether nothing more is needed."""

    def keep(self) -> None:
        """From now on it is."""
        self._event.set()

    @property
    def kept(self) -> bool:
        """Whether it is."""
        return self._event.is_set()


_Outbox = SimpleQueue[str | Signal | Fault | None]


class Upstream:
    """One chat model. Replies run on an event loop of their own; closing the iterator cancels the request.

    A reply that is taken as complete may still come to its end, for a moment and with nobody waiting.
    """

    def __init__(self, model: BaseChatModel, *, name: ChatModelName) -> None:
        self._model = model
        self._name = name
        self._loop = Loop(name="chat model")

    def reply(
        self, messages: Sequence[BaseMessage], *, deadline: Deadline, taken: Taken
    ) -> Generator[str | Signal, None, None]:
        """The text in pieces, and a signal at least every quarter of a second.

        Raises:
            WritingError: the model did not reply, or not to the end.
        """
        outbox = _Outbox()
        end = self._loop.start(self._pump(list(messages), outbox=outbox, deadline=deadline, taken=taken))
        try:
            yield from _received(outbox, deadline=deadline)
        finally:
            end(within_s=_ENDING_S if taken.complete else 0.0)

    def close(self) -> None:
        """Ends what runs and closes the connections."""
        self._loop.close(last=close_chat_model(self._model))

    async def _pump(self, messages: list[BaseMessage], *, outbox: _Outbox, deadline: Deadline, taken: Taken) -> None:
        try:
            async with asyncio.timeout(deadline.left):
                async for attempt in _retrying(deadline=deadline, taken=taken):
                    with attempt:
                        if attempt.retry_state.attempt_number > 1:
                            outbox.put(Signal.RESTARTED)
                        await self._ask(messages, outbox, deadline=deadline)
            outbox.put(None)
        except Exception as exc:  # noqa: BLE001  # providers raise what they like; told apart by `fault_of`
            out_of_time = isinstance(exc, TimeoutError) and not deadline.left
            outbox.put(_OUT_OF_TIME if out_of_time else fault_of(exc))

    async def _ask(self, messages: list[BaseMessage], outbox: _Outbox, *, deadline: Deadline) -> None:
        characters = 0
        with chat_span(self._name, messages, deadline=deadline) as heard:
            async with aclosing(self._model.astream(messages)) as chunks:  # type: ignore[type-var]  # it is a generator
                async for chunk in chunks:
                    heard.take(chunk)
                    characters += len(chunk.text)
                    if chunk.text:
                        outbox.put(chunk.text)
                    if characters > MAX_CHARACTERS:
                        raise TooLong


_OUT_OF_TIME = Fault("deadline", "deadline", passing=False)


def _received(outbox: _Outbox, *, deadline: Deadline) -> Iterator[str | Signal]:
    while True:
        if not deadline.left:
            raise WritingError(_OUT_OF_TIME)
        try:
            came = outbox.get(timeout=min(TICK_S, deadline.left))
        except Empty:
            came = Signal.WAITING
        if came is None:
            return
        if isinstance(came, Fault):
            raise WritingError(came)
        yield came


def _retrying(*, deadline: Deadline, taken: Taken) -> AsyncRetrying:
    """Twice more, for what may pass; not where the wait asked for takes longer than there is time."""

    def over(state: RetryCallState) -> bool:
        return state.attempt_number >= _ATTEMPTS or state.upcoming_sleep >= deadline.left

    def wait(state: RetryCallState) -> float:
        exc = state.outcome.exception() if state.outcome else None
        asked = fault_of(exc).retry_after if exc else None
        return _jitter(state) if asked is None else asked

    return AsyncRetrying(
        stop=over,
        wait=wait,
        retry=retry_if_exception(lambda exc: isinstance(exc, Exception) and fault_of(exc).passing and not taken.kept),
        reraise=True,
    )
