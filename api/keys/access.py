"""Who is let in, decided before the body is read and before a route is chosen."""

import logging
from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from api.faults import respond
from api.keys.key import Key
from api.keys.local import host_of, is_loopback, require_known_host
from api.keys.policy import is_open, scope_needed
from api.keys.rates import Rates, address_of
from api.keys.sender import sent_by
from api.keys.store import KeyFile
from api.problems import FORBIDDEN, NO_KEY, UNAVAILABLE, Problem, ProblemError, no_such_route
from qa.settings import Settings
from vectorstore.errors import OnrecordError

_RATE = "600/minute"
"""Where none is set: some ten people who chat at once through one key, each question of theirs four requests."""
_PAGES = "/a/"
_CHALLENGE = {"WWW-Authenticate": "Bearer"}

_log = logging.getLogger("onrecord.api")


class Access:
    """Lets a request through to the app, or answers it with the problem that it has.

    Where a key was ever made, or the server listens beyond this machine, a request needs a key that allows it. Else
    every request is let in that was sent to a name of this machine, whatever key it has. It is a middleware, and no
    dependency of the routes: FastAPI reads a body before it looks at those, and what is mounted has none.
    """

    def __init__(self, app: ASGIApp, *, keys: KeyFile, settings: Settings) -> None:
        self._app = app
        self._keys = keys
        self._public_host = host_of(settings.public_url) if settings.public_url else None
        self._is_local = is_loopback(settings.host)
        self._by_key = Rates(settings.rate_limit or _RATE)
        self._by_address = Rates(settings.rate_limit or _RATE)
        self._limits_all = settings.rate_limit is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan" or is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            headers = self._let_in(request)
        except ProblemError as exc:
            await (await respond(request, exc))(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        with bound_contextvars(**sent_by(scope)):
            await self._app(scope, receive, send_with_headers)

    def _let_in(self, request: Request) -> Mapping[str, str]:
        """The headers that the response is given; the key that was sent, where it is known, is `state.key`.

        Raises:
            ProblemError: it is not let in.
        """
        keys = self._known_keys()
        if keys is None and self._is_local:
            require_known_host(request, public_host=self._public_host)
            return self._by_address.spend(address_of(request)) if self._limits_all else {}
        key = _key_of(request, keys or ())
        if key is None:
            self._by_address.spend(address_of(request))  # whoever guesses
            raise ProblemError(_no_key(request))
        request.state.key = key
        headers = self._by_key.spend(key.name)
        _require_scope(request, key)
        return headers

    def _known_keys(self) -> tuple[Key, ...] | None:
        try:
            return self._keys.keys()
        except OnrecordError as exc:
            _log.error("nobody is let in: %s", exc)  # the message is for the person who can mend it
            detail = "the keys can't be read, and the server's log has the cause: nobody is let in until that is mended"
            raise ProblemError(Problem(kind=UNAVAILABLE, detail=detail)) from exc


def _key_of(request: Request, keys: Sequence[Key]) -> Key | None:
    """The key that the request has, by its one `Authorization` header or a signed link; every key is looked at."""
    given = request.headers.getlist("authorization")
    if not given:
        return _signer(request, keys)
    scheme, _, secret = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer":
        return None
    return next(iter([key for key in keys if key.is_of(secret.strip())]), None)


def _signer(request: Request, keys: Sequence[Key]) -> Key | None:
    """Whose link to the page of an article it is: a link goes on for as long as its key, and the key may ask."""
    path: str = request.scope["path"]
    signature = request.query_params.get("sig", "")
    if request.method != "GET" or not path.startswith(_PAGES):
        return None
    article_id = path.removeprefix(_PAGES)
    return next(iter([key for key in keys if key.allows("ask") and key.has_signed(signature, article_id)]), None)


def _require_scope(request: Request, key: Key) -> None:
    needed = scope_needed(request.method, request.scope["path"])
    if needed is None and not key.allows("admin"):
        raise ProblemError(no_such_route(request.scope["path"]))
    if needed is not None and not key.allows(needed):
        detail = (
            f"the key {key.name!r} has the scope {', '.join(key.scopes)}, this needs {needed}: use a key that has it "
            f"('onrecord keys create NAME --scope {needed}')"
        )
        raise ProblemError(Problem(kind=FORBIDDEN, detail=detail))


def _no_key(request: Request) -> Problem:
    path: str = request.scope["path"]
    if "authorization" in request.headers:
        said = "the Authorization header has no key that is known here"
    elif path.startswith(_PAGES):
        said = "this link isn't signed by a key that is known here: open the page from a citation"
    else:
        said = "no key was sent: 'onrecord keys create NAME' makes one"
    detail = f"{said}; a key is sent as 'Authorization: Bearer KEY'"
    return Problem(kind=NO_KEY, detail=detail, headers=_CHALLENGE)
