"""Which scope each request needs: the one table of it."""

import re

from api.keys.key import Scope

_OPEN = {"/", "/health", "/ready", "/docs", "/openapi.json"}
_READS = {"GET", "HEAD"}
_ARTICLES = re.compile(r"/v1/articles(?:/.*)?", re.DOTALL)
_ASKS = re.compile(
    r"/v1/(?:ask|search|statements|models(?:/.*)?|chat/completions|responses(?:/.*)?|ui/chat(?:/.*)?)"
    r"|/mcp(?:/.*)?|/a/.*",
    re.DOTALL,
)
_METRICS = "/metrics"


def is_open(path: str) -> bool:
    """Whether anybody may ask for it: it tells nothing of what is stored."""
    return path in _OPEN


def scope_needed(method: str, path: str) -> Scope | None:
    """The scope that a request must have which isn't open; None for what is no route of ours."""
    if _ARTICLES.fullmatch(path):
        return "ask" if method in _READS else "write"
    if _ASKS.fullmatch(path):
        return "ask"
    return "admin" if path == _METRICS else None
