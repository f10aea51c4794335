"""The HTTP client of OpenAI's library, with bounds on what a server may send."""

from collections.abc import AsyncIterator

import httpx2

from qa.writer.bounds import bounded

CONNECT_S = 5.0


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return bounded(self._stream)

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)


def openai_client(*, timeout_s: float) -> httpx2.AsyncClient:
    """A client that asks for no compression, so that a byte on the wire is a byte in memory."""
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)),
        headers={"accept-encoding": "identity"},
        event_hooks={"response": [_bound]},
    )
