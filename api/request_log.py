"""What is told of every request: one line in the log, its name, its count and its time."""

import logging
from http import HTTPMethod
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from api.faults import respond
from api.keys.sender import sent_by
from api.metrics import Metrics
from api.request_ids import HEADER, request_id_of
from api.running import Running
from qa.tracing import tell_request

_GONE = 499
"""What nginx says of a client that left before its response began."""
_WATCHED = frozenset({"/health", "/ready", "/metrics"})
"""Asked every few seconds: no news unless something is wrong."""
_METHODS = frozenset(HTTPMethod)

_log = logging.getLogger("onrecord.requests")


class RequestLog:
    """Names, counts, times and logs requests, and answers those that fail with no better problem than that.

    Nothing that a client sent is told, but the name that it gave the request.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, running: Running) -> None:
        self._app = app
        self._metrics = metrics
        self._running = running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_id_of(Headers(scope=scope).get(HEADER))
        status, began = 0, perf_counter()

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id), self._running.one():
            tell_request(request_id)
            try:
                await self._app(scope, receive, send_named)
            except Exception as exc:  # noqa: BLE001  # whatever it was, who asked is told, and the log
                _log.exception("a request failed")
                if not status:  # else the server closes the connection, and nobody takes it for whole
                    await (await respond(Request(scope), exc))(scope, receive, send_named)
            finally:
                self._tell(scope, status=status or _GONE, seconds=perf_counter() - began)

    def _tell(self, scope: Scope, *, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route: str = getattr(scope.get("route"), "path", "unmatched")
        self._metrics.requested(method=method, route=route, status=status, seconds=seconds)
        told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        told |= sent_by(scope)
        quiet = route in _WATCHED and status < 400
        _log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=told)
