"""How much a chat model's server may send: client libraries gather a whole line, however long, before they read it."""

from collections.abc import AsyncIterable, AsyncIterator

from qa.writer.faults import TooLong

MAX_LINE = 256 * 1024
MAX_BODY = 8 * 1024 * 1024
"""Bytes; a reply of 2,000 tokens, each in an event of its own, takes less than one million."""


async def bounded(stream: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """The pieces as they come.

    Raises:
        TooLong: a line or all of it together is longer than it may be.
    """
    line = total = 0
    async for piece in stream:
        total += len(piece)
        at = piece.rfind(b"\n")
        line = line + len(piece) if at < 0 else len(piece) - at
        if max(line, _longest(piece)) > MAX_LINE or total > MAX_BODY:
            raise TooLong
        yield piece


def _longest(piece: bytes) -> int:
    return max(map(len, piece.split(b"\n"))) if len(piece) > MAX_LINE else 0
