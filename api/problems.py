"""Problems: what every error is answered with, by RFC 9457."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import HTTPException, Response

from api.request_ids import current_request_id

MEDIA_TYPE = "application/problem+json"
RETRY = {"Retry-After": "2"}
SHOWN_OF_PATH = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. Its `type` leads to the entry of that `name` on the page /docs."""

    status: int
    name: str
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """The URI reference that names the kind."""
        return f"/docs#{self.name}"


NOT_JSON = Kind(400, "not-json", "The body is not JSON", "The body can't be read as JSON.")
NO_KEY = Kind(401, "invalid-api-key", "A key is needed", "The request has no key that is known here.")
FORBIDDEN = Kind(403, "not-allowed", "The key doesn't allow this", "The key has other scopes; `detail` says which.")
FOREIGN = Kind(403, "foreign", "Called from elsewhere", "The request's `Origin` is none that is known here.")
NOT_FOUND = Kind(404, "not-found", "Not found", "There is no such route.")
NO_SUCH_ARTICLE = Kind(404, "no-such-article", "No such article", "The archive has no article, or version, of that id.")
NO_SUCH_MODEL = Kind(
    404, "model-not-found", "No such model", "The server has no model of that name; /v1/models lists them."
)
WRONG_METHOD = Kind(405, "wrong-method", "Wrong method", "The route has other methods; `Allow` names them.")
TOO_SLOW = Kind(408, "too-slow", "The body came too slowly", "The body wasn't there in time; none of it was read.")
TOO_LARGE = Kind(413, "too-large", "The body is too large", "The body is over the route's limit; none of it was read.")
NOT_JSON_TYPE = Kind(415, "not-json-type", "Wrong content type", "The body isn't sent as application/json.")
WRONG_HOST = Kind(421, "wrong-host", "Wrong host", "A server without keys is asked by names of its own machine alone.")
INVALID = Kind(422, "invalid", "The request can't be used", "A value is wrong; `errors` points to each wrong field.")
NONE_TAKEN = Kind(422, "none-taken", "No article was taken", "Every article failed; `results` says why, one by one.")
KEY_USED = Kind(
    422, "key-used", "The key is of another request", "The `Idempotency-Key` was sent before, with another body."
)
KEY_IN_USE = Kind(
    409, "key-in-use", "The request is running", "The first request with this `Idempotency-Key` is still running."
)
TOO_MANY = Kind(429, "rate-limit-exceeded", "Too many requests", "`Retry-After` says in how many seconds to try again.")
REFUSED = Kind(400, "refused", "The request was refused", "Another fault of the request; `detail` says which.")
INTERNAL = Kind(500, "internal", "The server failed", "A fault of this program; its cause is in the server's log.")
UNAVAILABLE = Kind(503, "unavailable", "The archive can't be used", "What is stored can't be used now.")
NOT_READY = Kind(503, "not-ready", "Not ready", "The archive and the model are not open; /ready tells when they are.")
BUSY = Kind(503, "busy", "Busy", "As many answers are being made as the server makes at once.")
STOPPING = Kind(503, "stopping", "Being stopped", "The server is being stopped and makes no more answers.")

KINDS = (
    NOT_JSON,
    REFUSED,
    NO_KEY,
    FORBIDDEN,
    FOREIGN,
    NOT_FOUND,
    NO_SUCH_ARTICLE,
    NO_SUCH_MODEL,
    WRONG_METHOD,
    TOO_SLOW,
    TOO_LARGE,
    NOT_JSON_TYPE,
    WRONG_HOST,
    INVALID,
    NONE_TAKEN,
    KEY_USED,
    KEY_IN_USE,
    TOO_MANY,
    INTERNAL,
    UNAVAILABLE,
    NOT_READY,
    BUSY,
    STOPPING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem. `detail` is for the person who must act: what was wrong, the value, the next step."""

    kind: Kind
    detail: str
    more: Mapping[str, object] = field(default_factory=dict)
    """Extension members."""
    headers: Mapping[str, str] = field(default_factory=dict)


class ProblemError(HTTPException):
    """Ends a request with that problem.

    It is an `HTTPException`, for of any other that is raised while it reads a body FastAPI makes a 400.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind.status, problem.detail)
        self.problem = problem


def no_such_route(path: str) -> Problem:
    """The problem of a path that no route has."""
    return Problem(kind=NOT_FOUND, detail=f"there is no route {path[:SHOWN_OF_PATH]!r}: /docs lists the routes")


def problem_response(problem: Problem, *, path: str) -> Response:
    """The problem as it travels; `path` is where it happened."""
    content = json.dumps(problem_body(problem, path=path), ensure_ascii=False)
    return Response(
        content.encode(errors="replace"),  # a lone surrogate has no UTF-8
        status_code=problem.kind.status,
        media_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )


def problem_body(problem: Problem, *, path: str) -> dict[str, object]:
    """The problem as JSON."""
    return {
        "type": problem.kind.type,
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
        "instance": quote(path, errors="replace"),
        **({"request_id": request_id} if (request_id := current_request_id()) else {}),
        **problem.more,
    }


_TEXT: dict[str, object] = {"type": "string"}
PROBLEM_SCHEMA: dict[str, object] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "enum": [kind.type for kind in KINDS]},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": _TEXT, "detail": _TEXT},
            },
        },
        "results": {"type": "array", "items": {"type": "object"}},
    },
}
"""JSON Schema."""
