"""What a body may be, checked before it is read as JSON."""

from collections.abc import Mapping

from anyio import current_time, fail_after
from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import NOT_JSON_TYPE, TOO_LARGE, TOO_SLOW, Problem, ProblemError

JSON = "application/json"

_LEAST_BYTES_A_SECOND = 16 * 1024


class BodyLimit:
    """Stops the reading of a body over the limit: at once by its `Content-Length`, or else when it passes the limit.

    A body that comes slower than 16 KiB a second is given `patience_s` seconds more, and not read further after that:
    so nobody holds a connection by sending little. Limits are in bytes, by path, and hold for what is under it too.

    FastAPI's own `max_body_size` isn't used: it answers in plain text.
    """

    def __init__(self, app: ASGIApp, *, default: int, by_path: Mapping[str, int], patience_s: float) -> None:
        self._app = app
        self._default = default
        self._by_path = by_path
        self._patience_s = patience_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. The error comes out of `receive`: a route that reads no body has none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        declared = Headers(scope=scope).get("content-length", "")
        at_least = int(declared) if declared.isdecimal() else 0
        received, is_whole = 0, False
        began = current_time()

        async def receive_in_time() -> Message:
            if is_whole:  # what comes now is that the client has gone
                return await receive()
            allowed = self._patience_s + received / _LEAST_BYTES_A_SECOND
            try:
                with fail_after(began + allowed - current_time()):
                    return await receive()
            except TimeoutError as exc:
                raise _too_slow(received, allowed) from exc

        async def receive_within_limit() -> Message:
            nonlocal received, is_whole
            if at_least > limit:
                raise _too_large(f"{at_least:,}", limit=limit, path=scope["path"])
            message = await receive_in_time()
            is_whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > limit:
                raise _too_large(f"more than {limit:,}", limit=limit, path=scope["path"])
            return message

        await self._app(scope, receive_within_limit, send)

    def _limit(self, path: str) -> int:
        under = (limit for given, limit in self._by_path.items() if f"{path}/".startswith(f"{given}/"))
        return next(under, self._default)


def _too_slow(received: int, allowed: float) -> ProblemError:
    detail = f"{received:,} bytes of the body came in {allowed:.0f} s, and then no more in time: send it faster"
    return ProblemError(Problem(kind=TOO_SLOW, detail=detail, headers={"Connection": "close"}))


async def require_json(request: Request) -> None:
    """Refuses any content type but JSON: so a page of another origin can't post without a CORS preflight.

    Raises:
        ProblemError: it is another one, or missing.
    """
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != JSON:
        said = f"'{given[:80]}'" if given else "missing"
        detail = f"the content type is {said}: send JSON, with the header 'Content-Type: {JSON}'"
        raise ProblemError(Problem(kind=NOT_JSON_TYPE, detail=detail, headers={"Accept": JSON}))


def _too_large(size: str, *, limit: int, path: str) -> ProblemError:
    detail = f"the body has {size} bytes, the limit of {path} is {limit:,}: send less, or send it in several requests"
    return ProblemError(Problem(kind=TOO_LARGE, detail=detail))
