"""What can go wrong with a chat model, and whether to ask it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

FaultKind = Literal["deadline", "busy", "refused", "unavailable", "broken", "too long"]
"""Out of time; 429; another 4xx; 5xx or no connection; no reply that can be read; more than there may be."""

_BUSY = 429
_MAY_PASS = frozenset({408, 409, 425, _BUSY})
_CLIENT, _SERVER, _END = 400, 500, 600


class TooLong(Exception):  # noqa: N818  # it tells how long the reply is; the adapter makes a fault of it
    """More came over the wire than may come."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the model did not reply. Holds nothing of what was asked or answered."""

    kind: FaultKind
    named: str
    """The exception's class and the status, for the log."""
    passing: bool
    """Whether asking again may help."""
    retry_after: float | None = None
    """Seconds that the server asks to wait."""


class WritingError(Exception):
    """The model did not reply; what it said before is all there is."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.kind} ({fault.named})")
        self.fault = fault


def fault_of(exc: BaseException) -> Fault:
    """What a client library's exception means, told by its status, which all of them give by the same name."""
    causes = (exc, exc.__cause__, exc.__context__)
    named = type(exc).__name__
    if any(isinstance(cause, TooLong) for cause in causes):
        return Fault("too long", named, passing=False)
    status = getattr(exc, "status_code", None)
    if isinstance(status, int) and _CLIENT <= status < _END:
        kind: FaultKind = "busy" if status == _BUSY else "unavailable" if status >= _SERVER else "refused"
        passing = status >= _SERVER or status in _MAY_PASS
        return Fault(kind, f"{named} {status}", passing=passing, retry_after=_retry_after(exc))
    if isinstance(exc, TimeoutError) or "Timeout" in named:
        return Fault("unavailable", named, passing=True)
    lost = isinstance(exc, OSError) or "Connect" in named or "Protocol" in named or "Read" in named
    return Fault("unavailable" if lost else "broken", named, passing=True)


def _retry_after(exc: BaseException) -> float | None:
    """Seconds, which the header gives as such or as a date (RFC 9110, 10.2.3)."""
    headers = getattr(getattr(exc, "response", None), "headers", None)
    value = headers.get("retry-after") if isinstance(headers, Mapping) else None
    if not isinstance(value, str):
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        return _seconds_until(value)


def _seconds_until(date: str) -> float | None:
    try:
        return max(0.0, (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
