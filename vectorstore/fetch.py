"""One page from the web, for `onrecord ingest --allow-fetch`; the IP address that was checked is the one connected to.

h11 reads what the server says, as it takes no length that is negative or in doubt; the standard library does.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Thread
from time import monotonic

import h11

from vectorstore.addresses import IPAddress, WebAddress, is_public, parse_address, parse_redirect
from vectorstore.errors import InputError

_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_HEADER_BYTES = 100_000
_BLOCK_BYTES = 65_536
_OTHERWISE = "open it in a browser, save the page and ingest the file"

LookUp = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host, for a port. Raises OSError: there are none."""

Allowed = Callable[[IPAddress, int], bool]
"""Whether an IP address may be connected to on a port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What one fetch may cost, all its redirects together."""

    max_bytes: int
    """Size of the page, in bytes."""
    max_seconds: float
    """From the first look-up to the last byte."""
    max_redirects: int
    """How many redirects are followed."""


LIMITS = FetchLimits(max_bytes=20_000_000, max_seconds=30, max_redirects=5)
"""What `onrecord ingest` allows: the largest live pages are some 5 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as the server gave it."""

    url: str
    """Where it was in the end, after redirects, without a fragment."""
    content: bytes
    """The body, not decoded."""
    content_type: str | None
    """The `Content-Type` header as it stands."""


def fetch(url: str, *, limits: FetchLimits) -> Fetched:
    """The page at the URL, from the public internet and nowhere else, within the limits.

    Proxies named in the environment are not used: they would make the connection, to an address that nobody checked.

    Raises:
        InputError: the address or one it redirects to is refused, can't be reached, answers with another status than
            200, or goes over a limit.
    """
    tls = ssl.create_default_context()
    return Fetcher(limits=limits, look_up=look_up, allowed=is_public, tls=tls).fetch(url)


def look_up(host: str, port: int) -> tuple[str, ...]:
    """What the system's resolver answers."""
    return tuple(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


class Fetcher:
    """Fetches pages, each host looked up once per request and each of its IP addresses checked before any is used."""

    def __init__(self, *, limits: FetchLimits, look_up: LookUp, allowed: Allowed, tls: ssl.SSLContext) -> None:
        self._limits = limits
        self._look_up = look_up
        self._allowed = allowed
        self._tls = tls

    def fetch(self, url: str) -> Fetched:
        """The page at the URL; every redirect is checked as the first address is."""
        clock = _Clock(self._limits.max_seconds)
        first = address = parse_address(url)
        for _ in range(self._limits.max_redirects + 1):
            try:
                answer = self._get(address, clock)
            except InputError as exc:
                if address == first:
                    raise
                raise InputError(f"{first} redirects to {exc}") from exc
            if isinstance(answer, Fetched):
                return answer
            address = answer
        raise InputError(f"{first}: redirects over {self._limits.max_redirects} times, last to {address}: {_OTHERWISE}")

    def _get(self, address: WebAddress, clock: "_Clock") -> Fetched | WebAddress:
        """The page, or where the server says it is."""
        try:
            with self._connect(address, clock) as connected:
                return self._read(address, _exchange(connected, address, clock))
        except TimeoutError as exc:
            raise InputError(f"{address}: not done within {self._limits.max_seconds} seconds: {_OTHERWISE}") from exc
        except (OSError, h11.ProtocolError) as exc:
            raise InputError(f"{address}: can't be fetched ({exc}): check the address, or {_OTHERWISE}") from exc

    def _connect(self, address: WebAddress, clock: "_Clock") -> socket.socket:
        plain = self._connect_to_one(self._checked(address, clock), address.port, clock)
        if address.scheme == "http":
            return plain
        with plain:  # wrap_socket takes it over, or it is closed here
            plain.settimeout(clock.left())
            return self._tls.wrap_socket(plain, server_hostname=address.host)

    def _connect_to_one(self, checked: Sequence[IPAddress], port: int, clock: "_Clock") -> socket.socket:
        """Tries them in order, each with an equal share of the time that is left; no name is looked up here."""
        for place, ip in enumerate(checked):
            others = len(checked) - place - 1
            try:
                return socket.create_connection((str(ip), port), timeout=clock.left() / (others + 1))
            except OSError:
                if not others:
                    raise
        raise OSError("the name has no IP address")

    def _checked(self, address: WebAddress, clock: "_Clock") -> tuple[IPAddress, ...]:
        """The IP addresses of the host, all of them allowed: a name with one foot inside is refused whole."""
        found = tuple(ip_address(text) for text in self._found(address, clock))
        for ip in found:
            if not self._allowed(ip, address.port):
                raise InputError(f"{address}: {ip} is not on the public internet, so not fetched: {_OTHERWISE}")
        return found

    def _found(self, address: WebAddress, clock: "_Clock") -> Sequence[str]:
        answer: Future[Sequence[str]] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._look_up(address.host, address.port))
            except BaseException as exc:  # noqa: BLE001 -- raised again by result()
                answer.set_exception(exc)

        # A look-up can't be interrupted: when the time is up, its thread is left to itself.
        Thread(target=ask, daemon=True).start()
        return answer.result(timeout=clock.left())

    def _read(self, address: WebAddress, events: Iterator[h11.Event]) -> Fetched | WebAddress:
        content = bytearray()
        headers: dict[bytes, bytes] = {}
        for event in events:
            if isinstance(event, h11.Response):
                headers = dict(event.headers)
                if event.status_code in _REDIRECTS and b"location" in headers:
                    return _redirect(headers[b"location"], source=address)
                self._expect_page(address, event.status_code, headers)
            elif isinstance(event, h11.Data):
                content += event.data
                self._expect_size(address, len(content))
        content_type = headers.get(b"content-type")
        return Fetched(
            url=str(address),
            content=bytes(content),
            content_type=None if content_type is None else content_type.decode("latin-1"),
        )

    def _expect_page(self, address: WebAddress, status: int, headers: dict[bytes, bytes]) -> None:
        if status != 200:
            raise InputError(f"{address}: the server answers with status {status}: check the address, or {_OTHERWISE}")
        encoding = headers.get(b"content-encoding", b"identity").decode("latin-1")
        if encoding.lower() not in ("", "identity"):
            raise InputError(f"{address}: comes compressed ({encoding!r}), unasked: {_OTHERWISE}")
        self._expect_size(address, int(headers.get(b"content-length", b"0")))

    def _expect_size(self, address: WebAddress, size: int) -> None:
        if size > self._limits.max_bytes:
            raise InputError(f"{address}: over {self._limits.max_bytes:,} bytes: {_OTHERWISE}")


class _Clock:
    """The time that is left, in seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Above 0.

        Raises:
            TimeoutError: nothing is left.
        """
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _exchange(connected: socket.socket, address: WebAddress, clock: _Clock) -> Iterator[h11.Event]:
    """Asks for the address and gives what comes back, to the end of the body; no wait is longer than the time left."""
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MAX_HEADER_BYTES)
    headers = {"Host": address.authority, "User-Agent": "onrecord", "Accept": "*/*"}
    headers |= {"Accept-Encoding": "identity", "Connection": "close"}
    request = connection.send(h11.Request(method="GET", target=address.target, headers=list(headers.items())))
    connected.settimeout(clock.left())
    connected.sendall((request or b"") + (connection.send(h11.EndOfMessage()) or b""))
    event: object = h11.NEED_DATA
    while not isinstance(event, h11.EndOfMessage):
        event = connection.next_event()
        connected.settimeout(clock.left())
        if isinstance(event, h11.Event):
            yield event
        else:
            connection.receive_data(connected.recv(_BLOCK_BYTES))


def _redirect(location: bytes, *, source: WebAddress) -> WebAddress:
    try:
        return parse_redirect(location.decode("utf-8", "surrogateescape"), source=source)
    except InputError as exc:
        raise InputError(f"{source} redirects to {exc}") from exc
