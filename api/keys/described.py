"""What the OpenAPI document says of keys: which scope a route needs, and what is answered where it isn't there."""

from typing import Any

from api.keys.policy import is_open, scope_needed

_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key that 'onrecord keys create' made, with the scope that the route names. A server on loopback "
    "for which no key was ever made takes any, or none.",
}
_SECONDS = {"schema": {"type": "integer"}, "description": "Seconds until another request is let in."}
_COUNT = {"schema": {"type": "integer"}}
_REFUSALS: dict[str, dict[str, object]] = {
    "401": {
        "description": "No key that is known here.",
        "headers": {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "Always `Bearer`."}},
    },
    "403": {"description": "The key hasn't the scope."},
    "429": {
        "description": "More requests than the key may send.",
        "headers": {
            "Retry-After": _SECONDS,
            "RateLimit-Limit": _COUNT,
            "RateLimit-Remaining": _COUNT,
            "RateLimit-Reset": _SECONDS,
        },
    },
}


def describe_keys(document: dict[str, Any]) -> None:
    """Adds the security scheme, and at each route that isn't open its scope and what is answered without it."""
    document["components"]["securitySchemes"] = {"key": _SCHEME}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if not is_open(path):
                needed = scope_needed(method.upper(), path)
                operation["security"] = [{"key": [needed or "admin"]}, {}]
                content = operation["responses"]["default"]["content"]
                operation["responses"] |= {
                    status: {**refusal, "content": content} for status, refusal in _REFUSALS.items()
                }
