"""What `onrecord ingest --allow-fetch` may reach, and what it may cost; the server is real and on this machine."""

import gzip
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vectorstore.addresses import IPAddress, is_public, parse_address, parse_redirect
from vectorstore.errors import InputError
from vectorstore.fetch import Fetched, Fetcher, FetchLimits, fetch

PAGE = b"<p>The council met on Monday.</p>"
HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
NOT_FOUND = (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",)
LIMITS = FetchLimits(max_bytes=10_000, max_seconds=10, max_redirects=3)
SHORT = FetchLimits(max_bytes=10_000, max_seconds=0.4, max_redirects=3)

FORBIDDEN = {
    "file": "file:///etc/passwd",
    "file with a host": "file://localhost/etc/passwd",
    "ftp": "ftp://news.example/a",
    "gopher": "gopher://127.0.0.1:6379/_FLUSHALL",
    "data": "data:text/html,<p>a</p>",
    "javascript": "javascript:alert(1)",
    "a view of a file": "view-source:http://news.example/",
    "no scheme": "news.example/a",
    "no scheme, two slashes": "//news.example/a",
    "one slash": "http:/127.0.0.1/",
    "no slash": "http:127.0.0.1",
    "three slashes": "http:///127.0.0.1/",
    "a scheme with a dot": "http.://127.0.0.1/",
    "nothing": "",
    "no host": "http://",
    "no host but a port": "http://:80/",
    "no host but a query": "http://?a=b",
    "a user": "http://user@news.example/",
    "a user and password": "http://user:secret@news.example/",
    "a host as user": "http://news.example@127.0.0.1/",
    "a host and port as user": "http://news.example:80@127.0.0.1/",
    "a percent-encoded user mark": "http://news.example%40127.0.0.1/",
    "two user marks": "http://a@b@127.0.0.1/",
    "a hash, then a user mark": "http://127.0.0.1#@news.example/",
    "a backslash, then a user mark": "http://127.0.0.1\\@news.example/",
    "backslashes for slashes": "http:\\\\127.0.0.1\\",
    "a backslash in the path": "http://news.example/\\127.0.0.1",
    "port 0": "http://news.example:0/",
    "port 65536": "http://news.example:65536/",
    "a port below 0": "http://news.example:-1/",
    "a port in letters": "http://news.example:http/",
    "an empty port": "http://news.example:/",
    "two ports": "http://127.0.0.1:80:81/",
    "a port in Arabic digits": "http://news.example:٨٠/",
    "loopback": "http://127.0.0.1/",
    "another loopback": "http://127.8.8.8:8080/",
    "loopback by name": "http://localhost/",
    "loopback by name in capitals": "HTTP://LOCALHOST/",
    "loopback by name with a dot": "http://localhost./",
    "loopback with a dot": "http://127.0.0.1./",
    "loopback in decimal": "http://2130706433/",
    "loopback in hexadecimal": "http://0x7f000001/",
    "loopback in octal": "http://017700000001/",
    "loopback in octal parts": "http://0177.0.0.1/",
    "loopback in hexadecimal parts": "http://0x7f.0x0.0x0.0x1/",
    "loopback in mixed parts": "http://127.0.0x1/",
    "loopback in two parts": "http://127.1/",
    "loopback beyond 32 bits": "http://6425673729/",
    "loopback with zeros before": "http://127.000.000.001/",
    "a number over 255": "http://383.0.0.1/",
    "a public address in decimal": "http://134744072/",
    "0x alone": "http://0x/",
    "loopback with full-width digits": "http://１２７.０.０.１/",
    "loopback with circled digits": "http://①②⑦.⓪.⓪.①/",
    "loopback with ideographic dots": "http://127。0。0。1/",
    "loopback by name in circled letters": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "loopback percent-encoded": "http://%31%32%37.0.0.1/",
    "a soft hyphen": "http://local\u00adhost/",
    "a zero-width space": "http://127.0.0.1\u200b/",
    "a name not in ASCII": "http://züri.example/",
    "unspecified": "http://0.0.0.0/",
    "0": "http://0/",
    "private 10": "http://10.0.0.1/",
    "private 172": "http://172.31.255.255/",
    "private 192": "http://192.168.1.1/",
    "shared with a provider": "http://100.64.0.1/",
    "link-local": "http://169.254.0.1/",
    "the metadata of a cloud": "http://169.254.169.254/latest/meta-data/",
    "the metadata of Alibaba's cloud": "http://100.100.100.200/",
    "the metadata of Oracle's cloud": "http://192.0.0.192/",
    "the services of Azure": "http://168.63.129.16/",
    "benchmarks": "http://198.18.0.1/",
    "documentation": "http://203.0.113.1/",
    "multicast": "http://224.0.0.1/",
    "reserved": "http://240.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "IPv6 loopback": "http://[::1]/",
    "IPv6 loopback in full": "http://[0:0:0:0:0:0:0:1]:80/",
    "IPv6 unspecified": "http://[::]/",
    "IPv6 private": "http://[fd00:ec2::254]/",
    "IPv6 link-local": "http://[fe80::1]/",
    "IPv6 with a zone": "http://[fe80::1%25eth0]/",
    "IPv6 site-local": "http://[fec0::1]/",
    "IPv6 multicast": "http://[ff02::1]/",
    "IPv6 documentation": "http://[2001:db8::1]/",
    "IPv4-mapped": "http://[::ffff:127.0.0.1]/",
    "IPv4-mapped in hexadecimal": "http://[::ffff:7f00:1]/",
    "IPv4-compatible": "http://[::127.0.0.1]/",
    "6to4": "http://[2002:7f00:1::]/",
    "NAT64": "http://[64:ff9b::127.0.0.1]/",
    "NAT64 of a cloud's metadata": "http://[64:ff9b::a9fe:a9fe]/",
    "local NAT64": "http://[64:ff9b:1::a00:1]/",
    "Teredo": "http://[2001:0:7f00:1::1]/",
    "IPv6 without brackets": "http://::1/",
    "half a bracket": "http://[::1/",
    "IPv4 in brackets": "http://[127.0.0.1]/",
    "a name in brackets": "http://[localhost]/",
    "a future IP version": "http://[v1.a]/",
    "words after brackets": "http://[2600::1].news.example/",
    "two dots": "http://news..example/",
    "a dot first": "http://.news.example/",
    "a hyphen first": "http://-news.example/",
    "a label over 63 characters": f"http://{'a' * 64}.example/",
    "a name over 253 characters": f"http://{'a.' * 130}example/",
    "over-long": f"http://news.example/{'a' * 5000}",
    "a blank before": " http://127.0.0.1/",
    "a blank in the host": "http://127.0.0.1 news.example/",
    "a blank in the path": "http://news.example/a b",
    "a tab in the scheme": "ht\ttp://127.0.0.1/",
    "a line end in the path": "http://news.example/a\r\nHost: 127.0.0.1",
    "a line end in the host": "http://127.0.0.1\nnews.example/",
    "a null": "http://127.0.0.1\x00.news.example/",
    "an escape": "http://news.example/\x1b[2J",
    "half a character": "http://news.example/\ud800",
}


class Handler(BaseHTTPRequestHandler):
    """Sends what its server has for the path: bytes one after another, or what a function yields."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Sends the parts of the page until they end or the other side hangs up."""
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        try:
            for part in self.server.pages.get(self.path, NOT_FOUND):
                self.wfile.write(part)
        except OSError:
            pass  # the other side has had enough, as it should

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """A web server on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Sequence[bytes] | Iterator[bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopped = Event()

    def handle_error(self, *_: object) -> None:
        """Says nothing of clients that hang up: that is what the tests are about."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server_address[1]

    def url(self, path: str, *, scheme: str = "http", host: str = "127.0.0.1") -> str:
        """The URL of a path here."""
        return f"{scheme}://{host}:{self.port}{path}"

    def serve(self, path: str, *parts: str | bytes) -> str:
        """Has the page sent to each who asks; gives its URL."""
        self.pages[path] = [part.encode() if isinstance(part, str) else part for part in parts]
        return self.url(path)

    def redirect(self, path: str, location: str, *, status: int = 302) -> str:
        """Has those who ask for the path sent on; gives its URL."""
        return self.serve(path, f"HTTP/1.1 {status} X\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")

    def drip(self, path: str, start: str, drop: bytes) -> str:
        """Sends the start, then a drop every 50 ms until the test is over."""

        def parts() -> Iterator[bytes]:
            yield start.encode()
            while not self.stopped.wait(0.05):
                yield drop

        self.pages[path] = parts()
        return self.url(path)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that runs, with TLS if there is a context for it."""
    with Server() as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of the test's own."""
    with serving() as running:
        yield running


class Names:
    """A resolver that gives its answers in turn, the last one for ever, and remembers what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        """The next answer, whatever the question."""
        self.asked.append((host, port))
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def all_here(host: str, _port: int) -> Sequence[str]:
    """A resolver by which every name is this machine."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        return ["127.0.0.1"]


@cache
def trusting(certificate: Path | None) -> ssl.SSLContext:
    """The settings that `fetch` has, and a certificate beside those of the system; they take 20 ms to load."""
    context = ssl.create_default_context()
    if certificate:
        context.load_verify_locations(certificate)
    return context


def fetcher(
    *ports: int,
    look_up: Callable[[str, int], Sequence[str]] = all_here,
    limits: FetchLimits = LIMITS,
    trusted: Path | None = None,
) -> Fetcher:
    """Fetches from the public internet and from these ports of this machine."""

    def allowed(ip: IPAddress, port: int) -> bool:
        return is_public(ip, port) or (ip == IPv4Address("127.0.0.1") and port in ports)

    return Fetcher(limits=limits, look_up=look_up, allowed=allowed, tls=trusting(trusted))


@pytest.mark.parametrize("url", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_forbidden_address_is_refused_before_anything_is_sent(url: str) -> None:
    """No spelling of an address that isn't a plain public one gets as far as a connection, which this suite blocks."""
    with pytest.raises(InputError, match=r": .*(remove|give|write|save) "):
        fetch(url, limits=LIMITS)


@pytest.mark.parametrize("url", [url for url in FORBIDDEN.values() if "news.example" in url and "#" not in url])
def test_a_forbidden_spelling_of_a_public_name_is_refused_without_a_look_up(url: str) -> None:
    """The grammar alone refuses them, so that this doesn't rest on a name that happens not to exist."""
    with pytest.raises(InputError):
        parse_address(url)


@pytest.mark.parametrize("url", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_redirect_to_a_forbidden_address_is_refused(url: str, server: Server) -> None:
    """What can't be asked for can't be redirected to either: not one request follows, but to the same server."""
    location = url.encode("utf-8", "surrogatepass")
    start = server.serve("/start", b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(InputError):
        fetcher(server.port).fetch(start)

    assert all(headers["Host"] == f"127.0.0.1:{server.port}" for _, headers in server.asked)


@pytest.mark.parametrize(
    ("url", "spelling"),
    [
        ("https://News.Example", "https://news.example/"),
        ("HTTPS://news.example:443/a", "https://news.example/a"),
        ("http://news.example:8080/a?b=c&d#part", "http://news.example:8080/a?b=c&d"),
        ("http://news.example?b", "http://news.example/?b"),
        ("https://xn--zri-hoa.example/a_(b)/c%20d", "https://xn--zri-hoa.example/a_(b)/c%20d"),
        ("https://news.example/Käse/日本", "https://news.example/K%C3%A4se/%E6%97%A5%E6%9C%AC"),
        ("https://news.example/a@b:c", "https://news.example/a@b:c"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:0::1111]:81/", "http://[2606:4700::1111]:81/"),
    ],
)
def test_a_plain_address_has_one_spelling(url: str, spelling: str) -> None:
    """Scheme and host in lower case, no port that goes without saying, no fragment, the path percent-encoded."""
    assert str(parse_address(url)) == spelling


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("b", "http://news.example/a/b"),
        ("../b?c", "http://news.example/b?c"),
        ("/b", "http://news.example/b"),
        ("?b", "http://news.example/a/page?b"),
        ("", "http://news.example/a/page"),
        ("//other.example/b", "http://other.example/b"),
        ("https://other.example", "https://other.example/"),
        ("HTTPS://Other.Example:443/b#c", "https://other.example/b"),
    ],
)
def test_a_redirect_is_read_from_where_it_was_given(location: str, target: str) -> None:
    """A `Location` may be whole or relative (RFC 9110, 10.2.2)."""
    assert str(parse_redirect(location, source=parse_address("http://news.example/a/page"))) == target


@given(st.text() | st.from_regex(r"https?://[\w.:\[\]@%\\-]{1,20}[/?#]?.{0,10}"))
@example("http://[::1]:1/")
def test_an_address_that_is_read_reads_the_same_again(url: str) -> None:
    """Nothing that is accepted has two readings, and nothing else is raised than a refusal."""
    try:
        address = parse_address(url)
    except InputError:
        return

    assert parse_address(str(address)) == address


@given(st.ip_addresses())
@example(IPv4Address("224.0.0.1"))
@example(IPv6Address("2002:a00:1::"))
def test_no_address_is_public_that_the_standard_library_calls_private(ip: IPAddress) -> None:
    """Our table refuses at least what Python's own does."""
    if is_public(ip, 80):
        assert ip.is_global
        assert not ip.is_multicast


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "1.1.1.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808"]
)
def test_the_public_internet_is_public(text: str) -> None:
    """The tables refuse nothing beside their networks; a NAT64 address is judged by the IPv4 address in it."""
    assert is_public(ip_address(text), 80)


def test_a_password_is_not_repeated_in_the_refusal() -> None:
    """Messages end up in logs."""
    with pytest.raises(InputError) as refusal:
        parse_address("ftp://user:secret@news.example/")

    assert "secret" not in str(refusal.value)
    assert "news.example" in str(refusal.value)


def test_a_page_comes_as_the_server_gave_it(server: Server) -> None:
    """Body, type and address; asked for by its own name and without compression."""
    url = server.serve("/a?b", f"{HTML}Content-Length: {len(PAGE)}\r\n\r\n", PAGE)

    fetched = fetcher(server.port).fetch(f"{url}#part")

    assert fetched == Fetched(url=url, content=PAGE, content_type="text/html")
    [(path, headers)] = server.asked
    assert path == "/a?b"
    assert headers["Host"] == f"127.0.0.1:{server.port}"
    assert headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "parts",
    [
        ("HTTP/1.1 200 OK\r\n\r\n", PAGE),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"%x\r\n" % len(PAGE), PAGE, b"\r\n0\r\n\r\n"),
        ("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", PAGE),
    ],
    ids=["to the end", "in chunks", "after a hint"],
)
def test_a_page_without_type_or_length_comes_whole(parts: tuple[str | bytes, ...], server: Server) -> None:
    """All three ways in which HTTP/1.1 ends a body are understood."""
    fetched = fetcher(server.port).fetch(server.serve("/a", *parts))

    assert (fetched.content, fetched.content_type) == (PAGE, None)


def test_redirects_are_followed_to_the_page(server: Server) -> None:
    """Whole, relative and slashed locations, and as many as the limit says."""
    server.redirect("/1", "/dir/2", status=301)
    server.redirect("/dir/2", "../3", status=307)
    server.redirect("/3", f"//127.0.0.1:{server.port}/4", status=308)
    page = server.serve("/4", HTML, "\r\n", PAGE)

    assert fetcher(server.port).fetch(server.url("/1")).url == page


def test_a_redirect_to_a_private_address_is_refused(server: Server) -> None:
    """The refusal names both ends, so that a reader sees who asked for it."""
    start = server.redirect("/start", "http://169.254.169.254/latest/")

    with pytest.raises(InputError, match=rf"{start} redirects to http://169\.254\.169\.254/latest/: 169\.254"):
        fetcher(server.port).fetch(start)


def test_a_redirect_to_another_port_of_this_machine_is_refused(server: Server) -> None:
    """Having been allowed one place is not being allowed its neighbour."""
    with serving() as neighbour:
        start = server.redirect("/start", neighbour.serve("/a", HTML, "\r\n", PAGE))

        with pytest.raises(InputError, match="not on the public internet"):
            fetcher(server.port).fetch(start)

        assert neighbour.asked == []


def test_a_redirect_in_a_circle_ends(server: Server) -> None:
    """The start and as many redirects as the limit says are asked for, no more."""
    start = server.redirect("/a", "/a")

    with pytest.raises(InputError, match="redirects over 3 times"):
        fetcher(server.port).fetch(start)

    assert len(server.asked) == 1 + LIMITS.max_redirects


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(server: Server) -> None:
    """DNS rebinding: the name is looked up once, so a second, private answer is never heard."""
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    server.serve("/a", HTML, "\r\n", PAGE)

    fetched = fetcher(server.port, look_up=names).fetch(server.url("/a", host="news.test"))

    assert fetched.content == PAGE
    assert names.asked == [("news.test", server.port)]
    assert server.asked[0][1]["Host"] == f"news.test:{server.port}"


def test_a_name_that_changes_its_address_between_redirects_is_checked_again(server: Server) -> None:
    """The address of the first request is no pass for the second."""
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    server.redirect("/a", "/b")

    with pytest.raises(InputError, match=r"10\.0\.0\.1 is not on the public internet"):
        fetcher(server.port, look_up=names).fetch(server.url("/a", host="news.test"))

    assert len(server.asked) == 1


@pytest.mark.parametrize("private", ["10.0.0.1", "::1", "fe80::1%1", "::ffff:10.0.0.1"])
def test_a_name_with_one_private_address_is_refused_whole(private: str, server: Server) -> None:
    """Which of its addresses is tried first can't matter."""
    names = Names(["127.0.0.1", private])

    with pytest.raises(InputError, match="not on the public internet"):
        fetcher(server.port, look_up=names).fetch(server.url("/a", host="news.test"))

    assert server.asked == []


def test_a_second_address_is_tried_when_the_first_does_not_answer(server: Server) -> None:
    """As with a name that has an IPv6 address in a network without IPv6."""
    server.serve("/a", HTML, "\r\n", PAGE)
    both = Fetcher(
        limits=LIMITS,
        look_up=Names(["::1", "127.0.0.1"]),
        allowed=lambda ip, _port: ip.is_loopback,
        tls=trusting(None),
    )

    assert both.fetch(server.url("/a", host="news.test")).content == PAGE


@pytest.mark.parametrize("answer", [[], OSError("Name or service not known")], ids=["nothing", "an error"])
def test_a_name_without_an_address_is_said_to_have_none(answer: list[str] | OSError) -> None:
    """A typing error in a host name reads as one."""

    def look_up(_host: str, _port: int) -> Sequence[str]:
        if isinstance(answer, OSError):
            raise answer
        return answer

    with pytest.raises(InputError, match=r"http://news\.test/: can't be fetched \(.*[Nn]ame.*\): check the address"):
        fetcher(look_up=look_up).fetch("http://news.test/")


def test_a_page_that_says_it_is_too_large_is_not_read(server: Server) -> None:
    """The length is believed when it is bad news."""
    url = server.drip("/a", f"{HTML}Content-Length: 10001\r\n\r\n", b"a")

    with pytest.raises(InputError, match="over 10,000 bytes"):
        fetcher(server.port).fetch(url)


@pytest.mark.parametrize(
    ("start", "drop"),
    [("", b"a" * 4000), ("Transfer-Encoding: chunked\r\n", b"fa0\r\n" + b"a" * 4000 + b"\r\n")],
    ids=["to the end", "in chunks"],
)
def test_a_page_that_turns_out_too_large_is_left(start: str, drop: bytes, server: Server) -> None:
    """Without a length, the bytes are counted as they come; this page has no end."""
    url = server.drip("/a", f"{HTML}{start}\r\n", drop)

    with pytest.raises(InputError, match="over 10,000 bytes"):
        fetcher(server.port).fetch(url)


def test_a_page_as_large_as_allowed_is_taken(server: Server) -> None:
    """The limit itself is within the limit."""
    body = b"a" * LIMITS.max_bytes

    assert fetcher(server.port).fetch(server.serve("/a", HTML, "\r\n", body)).content == body


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "gzip, identity", "\x1b[2J"])
def test_a_compressed_answer_is_refused_unread(encoding: str, server: Server) -> None:
    """A gzip bomb is not unpacked: none was asked for."""
    bomb = gzip.compress(bytes(1_000_000))
    url = server.serve("/a", f"{HTML}Content-Encoding: ", encoding, "\r\n\r\n", bomb)

    with pytest.raises(InputError) as refusal:
        fetcher(server.port).fetch(url)

    assert str(refusal.value).isprintable()


def test_a_compressed_file_is_left_compressed(server: Server) -> None:
    """A `.gz` file is content: who reads it unpacks it within limits of its own."""
    bomb = gzip.compress(bytes(1_000_000))
    url = server.serve("/a.gz", "HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\n\r\n", bomb)

    assert fetcher(server.port).fetch(url).content == bomb


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (f"{HTML}\r\n", b"a"),
        (f"{HTML}Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        ("HTTP/1.1 200 OK\r\nX: ", b"a"),
        ("", b"HTTP/1.1 100 Continue\r\n\r\n"),
        ("", b""),
    ],
    ids=["body", "chunks", "headers", "hints", "silence"],
)
def test_a_slow_server_is_left_when_the_time_is_up(start: str, drop: bytes, server: Server) -> None:
    """Each wait is short, and all of them together count."""
    url = server.drip("/a", start, drop)
    began = monotonic()

    with pytest.raises(InputError, match=r"not done within 0\.4 seconds"):
        fetcher(server.port, limits=SHORT).fetch(url)

    assert 0.3 < monotonic() - began < 2


def test_the_time_counts_over_all_redirects(server: Server) -> None:
    """Three pages that take 0.2 seconds each don't fit into 0.4."""

    def slowly(location: str) -> Iterator[bytes]:
        server.stopped.wait(0.2)
        yield f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()

    server.pages |= {"/1": slowly("/2"), "/2": slowly("/3"), "/3": slowly("/4")}

    with pytest.raises(InputError, match=r"redirects to .*: not done within 0\.4 seconds"):
        fetcher(server.port, limits=SHORT).fetch(server.url("/1"))


def test_a_slow_look_up_is_left_when_the_time_is_up() -> None:
    """The system's resolver knows no time limit."""
    over = Event()
    began = monotonic()

    def look_up(_host: str, _port: int) -> Sequence[str]:
        over.wait(10)
        return []

    with pytest.raises(InputError, match=r"http://news\.test/: not done within 0\.4 seconds"):
        fetcher(look_up=look_up, limits=SHORT).fetch("http://news.test/")

    assert monotonic() - began < 2
    over.set()


def test_a_server_that_does_not_shake_hands_is_left_when_the_time_is_up() -> None:
    """TLS with one who never answers ends too."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        with pytest.raises(InputError, match=r"not done within 0\.4 seconds"):
            fetcher(port, limits=SHORT).fetch(f"https://127.0.0.1:{port}/")


@pytest.mark.parametrize("status", [204, 206, 300, 304, 401, 404, 429, 500, 503])
def test_another_status_than_200_is_an_error_with_its_number(status: int, server: Server) -> None:
    """An error page is no article."""
    url = server.serve("/a", f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(InputError, match=rf"{url}: the server answers with status {status}: check the address"):
        fetcher(server.port).fetch(url)


def test_a_redirect_to_nowhere_is_an_error_with_its_number(server: Server) -> None:
    """A redirect without a location is a status like others."""
    url = server.serve("/a", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(InputError, match="status 302"):
        fetcher(server.port).fetch(url)


@pytest.mark.parametrize(
    "reply",
    [
        f"{HTML}Content-Length: 50\r\n\r\nshort",
        f"{HTML}Transfer-Encoding: chunked\r\n\r\n5\r\nshort",
        f"{HTML}Transfer-Encoding: chunked\r\n\r\n-1\r\n{'a' * 20_000}",
        f"{HTML}Content-Length: -1\r\n\r\n{'a' * 20_000}",
        f"{HTML}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        f"{HTML}Content-Length: {'9' * 5000}\r\n\r\na",
        f"{HTML}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nX: {'a' * 200_000}\r\n\r\n",
        "220 mail.example ESMTP\r\n",
        "<p>The council met on Monday.</p>",
        "",
    ],
    ids=lambda reply: repr(reply[17:70]),
)
def test_an_answer_that_is_not_whole_and_proper_http_is_refused(reply: str, server: Server) -> None:
    """Half a page is not taken for a page, and a length that can't be is not reckoned with."""
    url = server.serve("/a", reply)

    with pytest.raises(InputError, match=rf"{url}: can't be fetched \(.*\): check the address"):
        fetcher(server.port).fetch(url)


def test_nobody_listening_is_said() -> None:
    """The system's own reason is given."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(InputError, match="can't be fetched"):
        fetcher(port).fetch(f"http://127.0.0.1:{port}/")


def test_a_proxy_from_the_environment_is_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the name up itself, and connect to what nobody checked."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    url = server.serve("/a", HTML, "\r\n", PAGE)

    assert fetcher(server.port).fetch(url).content == PAGE


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for news.test that signs itself, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command to make a certificate")
    path = tmp_path_factory.mktemp("tls") / "news.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.test -addext subjectAltName=DNS:news.test"
    subprocess.run([*made.split(), "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[tuple[Server, list[str | None]]]:
    """A server that speaks TLS as news.test, and the names it was asked for in the handshake (SNI)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with serving(context) as running:
        running.serve("/a", HTML, "\r\n", PAGE)
        yield running, asked


def test_https_is_spoken_with_the_name_and_not_the_number(tls_server, certificate: Path) -> None:
    """The connection goes to the address that was checked; certificate and SNI are those of the name."""
    server, asked = tls_server
    names = Names(["127.0.0.1"], ["10.0.0.1"])

    fetched = fetcher(server.port, look_up=names, trusted=certificate).fetch(
        server.url("/a", scheme="https", host="news.test")
    )

    assert fetched.content == PAGE
    assert asked == ["news.test"]
    assert names.asked == [("news.test", server.port)]


def test_a_certificate_of_another_name_is_refused(tls_server, certificate: Path) -> None:
    """Trusted, but not whom we asked for."""
    server, _ = tls_server
    other = fetcher(server.port, look_up=Names(["127.0.0.1"]), trusted=certificate)

    with pytest.raises(InputError, match=r"not valid for 'other\.test'"):
        other.fetch(server.url("/a", scheme="https", host="other.test"))

    assert server.asked == []


def test_a_certificate_that_nobody_trusts_is_refused(tls_server) -> None:
    """There is no way to switch that off."""
    server, _ = tls_server

    with pytest.raises(InputError, match="CERTIFICATE_VERIFY_FAILED"):
        fetcher(server.port, look_up=Names(["127.0.0.1"])).fetch(server.url("/a", scheme="https", host="news.test"))


def test_redirects_lead_from_http_to_https_and_back(tls_server, certificate: Path, server: Server) -> None:
    """Each hop is looked up and checked by itself, whatever the one before spoke."""
    secure, _ = tls_server
    names = Names(["127.0.0.1"])
    server.redirect("/1", secure.url("/2", scheme="https", host="news.test"))
    secure.redirect("/2", server.url("/3", host="news.test"))
    server.serve("/3", HTML, "\r\n", PAGE)

    fetched = fetcher(server.port, secure.port, look_up=names, trusted=certificate).fetch(
        server.url("/1", host="news.test")
    )

    assert fetched.url == server.url("/3", host="news.test")
    assert names.asked == [("news.test", port) for port in (server.port, secure.port, server.port)]
