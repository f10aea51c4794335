"""The HTTP client of the Ollama library, with bounds on what a server may send."""

from collections.abc import AsyncIterator

import httpx

from qa.writer.bounds import bounded

CONNECT_S = 5.0


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return bounded(self._stream)

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(response: httpx.Response) -> None:
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _Bounded(response.stream)


def ollama_client_options(*, timeout_s: float, api_key: str | None) -> dict[str, object]:
    """What the library hands to its client: no compression; no idle connection, for there is no way to close one."""
    authorization = {"authorization": f"Bearer {api_key}"} if api_key else {}
    return {
        "timeout": httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)),
        "headers": {"accept-encoding": "identity", **authorization},
        "limits": httpx.Limits(max_keepalive_connections=0),
        "event_hooks": {"response": [_bound]},
    }
