"""What is on this machine, and what only says so."""

from ipaddress import ip_address

from fastapi import Request

from api.problems import WRONG_HOST, Problem, ProblemError
from vectorstore.addresses import parse_address
from vectorstore.errors import InputError

_SHOWN = 200
_PATH = "/-"


def is_loopback(host: str) -> bool:
    """Whether the address, or name, is one that only this machine reaches."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def host_of(url: str) -> str:
    """The host of a web address.

    Raises:
        InputError: it isn't one.
    """
    return parse_address(url).host


def require_known_host(request: Request, *, public_host: str | None) -> None:
    """Refuses a request that was sent to a name of somebody else's.

    A page of another site can have its own name lead to this machine (DNS rebinding), and the browser lets it read
    what comes back; but the `Host` that the browser sends is then that site's.

    Raises:
        ProblemError: the request has no `Host` that can be read, or neither this machine's nor the public URL's.
    """
    given = ", ".join(request.headers.getlist("host"))
    host = _host(given)
    if not is_loopback(host) and (not host or host != public_host):
        detail = (
            f"the Host is {given[:_SHOWN]!r}, which is not this machine: ask http://127.0.0.1, or set "
            "ONRECORD_PUBLIC_URL to the address that readers use, or make a key ('onrecord keys create NAME')"
        )
        raise ProblemError(Problem(kind=WRONG_HOST, detail=detail))


def _host(authority: str) -> str:
    """The host of a `Host` header; empty where it has anything but that and a port."""
    try:
        address = parse_address(f"http://{authority}{_PATH}")
    except InputError:
        return ""
    return address.host if address.target == _PATH else ""
