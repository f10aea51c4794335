"""Answers as they are made: as server-sent events, or whole.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from collections.abc import Generator
from contextlib import aclosing, closing
from typing import ClassVar

from anyio import CancelScope, Event, create_task_group, move_on_after
from fastapi import Response
from starlette.types import Receive, Scope, Send

from api.limits import JSON
from api.seats import Seats

PING = b": ping\n\n"
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


def sse(body: str, *, event: str | None = None) -> bytes:
    """One event. `body` is JSON in one line and in ASCII: so nothing in it can end the line, or the event.

    Raises:
        ValueError: it is not.
    """
    if "\n" in body or "\r" in body or not body.isascii():
        raise ValueError(f"not one line in ASCII: {body[:80]!r}")
    name = f"event: {event}\n" if event else ""
    return f"{name}data: {body}\n\n".encode()


def events_content(*names: str) -> dict[str, object]:
    """How the OpenAPI document tells of a stream of these events, each with JSON as its data."""
    name = {"event": {"type": "string", "enum": list(names)}} if names else {}
    data = {"type": "string", "contentMediaType": "application/json"}
    event = {"type": "object", "properties": {**name, "data": data}, "required": [*name, "data"]}
    return {EventStream.media_type: {"itemSchema": event}}


class EventStream(Response):
    """Sends each block as it is made, and a comment where none was for a while; an empty block sends nothing.

    The blocks are closed when they are at their end, and else as soon as the client is gone and the block that is being
    made is made. FastAPI's own `EventSourceResponse` isn't used: it leaves that to the garbage collector.
    """

    media_type = "text/event-stream"
    heartbeat_s: ClassVar[float] = 8.0
    """Seconds of silence until a comment is sent."""

    def __init__(self, blocks: Generator[bytes, None, None], *, seats: Seats) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._blocks = blocks
        self._seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """One response.

        Raises:
            ProblemError: there is no seat; nothing has been sent then.
        """
        sent = _Sent()
        with closing(self._blocks), self._seats.one():
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async with create_task_group() as tasks:
                tasks.start_soon(_until_gone, receive, tasks.cancel_scope)
                tasks.start_soon(self._beat, sent, send)
                await self._send_blocks(sent, send)
                tasks.cancel_scope.cancel()
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_blocks(self, sent: "_Sent", send: Send) -> None:
        async with aclosing(self._seats.blocks(self._blocks)) as blocks:
            async for block in blocks:
                if block:
                    await _send_part(block, send)
                    sent.tell()

    async def _beat(self, sent: "_Sent", send: Send) -> None:
        while True:
            with move_on_after(self.heartbeat_s) as silence:
                await sent.wait()
            if silence.cancelled_caught:
                await _send_part(PING, send)


class WholeAnswer(Response):
    """Sends the last of the blocks, which is JSON, when it is made; those before it are empty.

    The blocks are closed as those of an `EventStream` are.
    """

    media_type = JSON

    def __init__(self, blocks: Generator[bytes, None, None], *, seats: Seats) -> None:
        super().__init__()
        self._blocks = blocks
        self._seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One response; none where the client is gone.

        Raises:
            ProblemError: there is no seat; whatever else was raised while the blocks were made.
        """
        made = _Made()
        with closing(self._blocks), self._seats.one():
            async with create_task_group() as tasks:
                tasks.start_soon(_until_gone, receive, tasks.cancel_scope)
                await self._make(made)
                tasks.cancel_scope.cancel()
        if made.last:
            self.body = made.last
            self.headers["content-length"] = str(len(made.last))
            await super().__call__(scope, receive, send)
        elif made.fault is not None:
            raise made.fault

    async def _make(self, made: "_Made") -> None:
        try:
            async with aclosing(self._seats.blocks(self._blocks)) as blocks:
                async for block in blocks:
                    made.last = block
        except Exception as exc:  # noqa: BLE001  # raised outside the task group, which would make a group of it
            made.fault = exc


class _Made:
    """How far a whole answer is."""

    def __init__(self) -> None:
        self.last = b""
        self.fault: Exception | None = None


class _Sent:
    """Tells of each block that was sent."""

    def __init__(self) -> None:
        self._event = Event()

    def tell(self) -> None:
        self._event.set()
        self._event = Event()

    async def wait(self) -> None:
        await self._event.wait()


async def _until_gone(receive: Receive, scope: CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


async def _send_part(part: bytes, send: Send) -> None:
    await send({"type": "http.response.body", "body": part, "more_body": True})
