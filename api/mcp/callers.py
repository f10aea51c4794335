"""From where the tools may be called: no page of another site, shown by a reader's browser, reaches them.

https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings

from api.problems import FOREIGN, Problem, ProblemError

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Callers:
    """`hosts` are the names that the server may be called by, `origins` the pages that may call it.

    `hosts` is empty where any name will do: on a network a server has names that it doesn't know.
    """

    hosts: tuple[str, ...]
    origins: tuple[str, ...]


def known_callers(*, listens_on: str, public_url: str | None) -> Callers:
    """Loopback, at any port, and the public URL."""
    hosts = [form for name in _LOOPBACK for form in (name, f"{name}:*")]
    origins = [f"http://{host}" for host in hosts]
    if public_url is not None:
        public = urlsplit(public_url)
        hosts.append(public.netloc)
        origins.append(f"{public.scheme}://{public.netloc}")
    only_here = listens_on in {*_LOOPBACK, "::1"}
    return Callers(hosts=tuple(hosts) if only_here else (), origins=tuple(origins))


async def require_known_caller(request: Request) -> None:
    """Refuses another `Host` or `Origin`; a request without an `Origin` comes from no page.

    Raises:
        ProblemError: it is another one.
    """
    callers: Callers = request.app.state.mcp_callers
    host, origin = request.headers.get("host", ""), request.headers.get("origin", "")
    security = TransportSecuritySettings(
        allowed_hosts=list(callers.hosts or (host,)), allowed_origins=list(callers.origins)
    )
    if await TransportSecurityMiddleware(security).validate_request(request):
        page = f"from a page of {origin[:_SHOWN]!r}" if origin else "from no page"
        detail = (
            f"called as {host[:_SHOWN]!r} {page}: call the server as 127.0.0.1, or set ONRECORD_PUBLIC_URL to where "
            "it is reached"
        )
        raise ProblemError(Problem(kind=FOREIGN, detail=detail))
