"""From where the tools may be called: no page of another site, shown by a reader's browser, reaches them.

https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from fastapi import Request
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings

from api.problems import FOREIGN, Problem, ProblemError

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SHOWN = 80


def known_origins(*, public_url: str | None, cors_origins: Sequence[str]) -> tuple[str, ...]:
    """Pages of this machine, at any port, of the public URL, and of the sites that may ask from a browser."""
    here = [form for name in _LOOPBACK for form in (f"http://{name}", f"http://{name}:*")]
    public = [urlsplit(public_url)] if public_url else []
    return (*here, *(f"{url.scheme}://{url.netloc}" for url in public), *cors_origins)


async def require_known_origin(request: Request) -> None:
    """Refuses another `Origin`; a request without one comes from no page. For `Host` there is `Access`.

    Raises:
        ProblemError: it is another one.
    """
    known: tuple[str, ...] = request.app.state.known_origins
    host, origin = request.headers.get("host", ""), request.headers.get("origin", "")
    security = TransportSecuritySettings(allowed_hosts=[host], allowed_origins=list(known))
    if await TransportSecurityMiddleware(security).validate_request(request):
        detail = (
            f"called from a page of {origin[:_SHOWN]!r}: set ONRECORD_PUBLIC_URL to where the server is reached, or "
            "ONRECORD_CORS_ORIGINS to the sites whose pages may ask"
        )
        raise ProblemError(Problem(kind=FOREIGN, detail=detail))
