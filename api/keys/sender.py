"""Who sent a request."""

from fastapi import Request
from starlette.types import Scope

from api.keys.key import Key


def sent_by(scope: Scope) -> dict[str, str]:
    """As `key` the name of the key that came with the request; nothing where none is asked for, or known."""
    key: Key | None = getattr(Request(scope).state, "key", None)
    return {"key": key.name} if key else {}
