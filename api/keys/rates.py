"""How often each may ask."""

import time
from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network
from math import ceil

from fastapi import Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.problems import TOO_MANY, Problem, ProblemError

_MOST_COUNTED = 2_000
_NETWORK_BITS = 64


class Rates:
    """A limit such as `60/minute`: in any minute, whenever it begins, nobody is let in more often.

    It is counted in this process, for so many at most; where there are more of them, the count begins anew, for each
    request looks at all of them.
    """

    def __init__(self, rate: str) -> None:
        self._limit = parse(rate)
        self._counted = MemoryStorage()
        self._rates = MovingWindowRateLimiter(self._counted)

    def spend(self, who: str) -> Mapping[str, str]:
        """Counts one request of theirs, and gives the headers that tell what is left.

        https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/07/

        Raises:
            ProblemError: there was none left; it isn't counted.
        """
        if len(self._counted.events) > _MOST_COUNTED:
            self._counted.reset()
        counted = self._rates.hit(self._limit, who)
        window = self._rates.get_window_stats(self._limit, who)
        wait = str(max(ceil(window.reset_time - time.time()), 1))
        headers = {
            "RateLimit-Limit": str(self._limit.amount),
            "RateLimit-Remaining": str(max(window.remaining, 0)),
            "RateLimit-Reset": wait,
        }
        if not counted:
            detail = f"that was more than {self._limit}: wait {wait} s and try again"
            raise ProblemError(Problem(kind=TOO_MANY, detail=detail, headers={**headers, "Retry-After": wait}))
        return headers


def address_of(request: Request) -> str:
    """Who asks, where no key says it: the client's address, of IPv6 its network, in which a client has any number."""
    host = request.client.host if request.client else ""
    try:
        return str(IPv6Network((IPv6Address(host), _NETWORK_BITS), strict=False))
    except ValueError:
        return host
