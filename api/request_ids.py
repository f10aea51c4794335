"""The name that each request has: in the log, the spans, the response and its problem."""

import re
from uuid import uuid4

from structlog.contextvars import get_contextvars

HEADER = "x-request-id"
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")


def request_id_of(given: str | None) -> str:
    """The name that the client gave, if it is harmless wherever it is shown; else a new one."""
    return given if given and _SANE.fullmatch(given) else uuid4().hex


def current_request_id() -> str | None:
    """That of the request in whose course this is called; None outside of any."""
    found: str | None = get_contextvars().get("request_id")
    return found
