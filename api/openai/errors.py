"""Problems in OpenAI's shape."""

import json
import re

from fastapi import Response

from api.problems import INVALID, Problem

_JSON = "application/json"
_PATHS = re.compile(r"/v1/(?:models|chat|responses)(?:/|\Z)")
_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
_STATUSES = {INVALID.status: 400}
"""What clients expect in place of ours."""

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
ERROR_SCHEMA: dict[str, object] = {
    "title": "OpenAI error",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "param", "code"],
            "properties": {"message": _TEXT, "type": _TEXT, "param": _MAYBE, "code": _TEXT},
        }
    },
}
"""JSON Schema."""
ERROR = {"description": "An error in OpenAI's shape", "content": {_JSON: {"schema": ERROR_SCHEMA}}}


def speaks_openai(path: str) -> bool:
    """Whether clients of that path expect OpenAI's shape."""
    return _PATHS.match(path) is not None


def error_body(problem: Problem) -> dict[str, object]:
    """What is within `error`; `param` is the first field that is wrong, as in `messages[0].role`."""
    status = _status(problem)
    kind = _TYPES.get(status) or ("invalid_request_error" if status < 500 else "server_error")
    code = problem.kind.name.replace("-", "_")
    return {"message": problem.detail, "type": kind, "param": _param(problem), "code": code}


def error_response(problem: Problem) -> Response:
    """The problem as it travels."""
    content = json.dumps({"error": error_body(problem)})
    return Response(content, status_code=_status(problem), media_type=_JSON, headers=dict(problem.headers))


def _status(problem: Problem) -> int:
    return _STATUSES.get(problem.kind.status, problem.kind.status)


def _param(problem: Problem) -> str | None:
    listed = problem.more.get("errors")
    if not isinstance(listed, list) or not listed:
        return None
    parts = str(listed[0]["pointer"]).removeprefix("#").split("/")[1:]
    named = "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in parts)
    return named.removeprefix(".") or None
