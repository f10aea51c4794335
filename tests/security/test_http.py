"""Attacks on the HTTP API that need no key: odd bodies, slow ones, other origins."""

import socket
import time
from asyncio import sleep
from collections.abc import Iterator
from threading import Event

import httpx
import pytest
from api_server import serving
from keyed import made, unopened
from starlette.types import Receive, Scope, Send

from api.app import MAX_BODY_BYTES, create_app
from api.connection import PatientProtocol
from api.headers import SECURITY_HEADERS
from api.limits import BodyLimit
from api.opening import ready_service
from qa.settings import read_settings
from vectorstore.errors import InputError

ORIGIN = "https://desk.example"


class _Brief(PatientProtocol):
    head_s = 2.0


@pytest.fixture(scope="module")
def client(tmp_path_factory, models, sample_service) -> Iterator[httpx.Client]:
    """A client of a server over the sample articles."""
    app = create_app(read_settings(home=tmp_path_factory.mktemp("attacked"), models=models))
    app.dependency_overrides[ready_service] = lambda: sample_service
    with serving(app, lifespan="off") as client:
        yield client


@pytest.mark.parametrize("route", ["/v1/ask", "/v1/search", "/v1/articles", "/v1/chat/completions", "/v1/responses"])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"question":', "}"), ('{"messages":[', "]}")])
def test_no_depth_of_json_is_a_server_error(client, route, opening, closing):
    """From flat to a mebibyte deep, whole and broken off, around the depth where Python's parser gives up too."""
    depths = [1, 10, *range(150, 1_100, 50), 5_000, (MAX_BODY_BYTES - 4) // (len(opening) + len(closing))]
    bodies = [opening * depth + "1" + closing * depth for depth in depths]
    bodies.append((opening * MAX_BODY_BYTES)[:MAX_BODY_BYTES])

    codes = {
        client.post(route, content=body, headers={"content-type": "application/json"}).status_code for body in bodies
    }

    assert codes <= {400, 422}


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": "Who?", "history": [' + b'{"role": "user", "content": "x"},' * 20_000 + b"{}]}",
        b'{"question": "Who?", "max_citations": ' + b"9" * 4_000 + b"}",
        b'{"question": "Who?", "max_citations": 1e999999}',
        b'{"question": NaN, "max_citations": -Infinity}',
        b'{"question": {"lc": 1, "type": "secret", "id": ["PATH"]}}',
        b"{" + b",".join(b'"f%d": 0' % n for n in range(80_000)) + b"}",
        b'{"question": "' + b"\\u0000" * 100_000 + b'"}',
        b'{"question": "Who?", "question": [[]]}',
    ],
)
def test_odd_json_is_a_fault_of_the_request(client, body):
    """It is told in few words."""
    answer = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})

    assert answer.status_code in {400, 422}
    assert len(answer.content) < 10_000


def test_a_body_that_comes_too_slowly_is_not_waited_for(settings):
    """Status 408, and the connection is closed; bytes that trickle in win no more time."""
    app = create_app(settings)
    patient = BodyLimit(app, default=MAX_BODY_BYTES, by_path={}, patience_s=0.5)
    app.dependency_overrides[ready_service] = lambda: None

    with serving(patient, lifespan="off") as client, _connected(client) as sent:
        sent.sendall(_head(client, "POST /v1/ask", "content-type: application/json", "content-length: 1000"))
        answer = _read_while_sending(sent, b" ")

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"type": "/docs#too-slow"' in answer
    assert b"connection: close" in answer.lower()


def test_a_reader_may_wait_longer_than_a_body():
    """The limit is for what is sent to us: after the body nothing is awaited but that the client goes."""
    gone = Event()

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        if (await receive())["type"] == "http.disconnect":
            gone.set()

    limited = BodyLimit(app, default=10, by_path={}, patience_s=0.2)
    with serving(limited, lifespan="off") as client, _connected(client) as sent:
        sent.sendall(_head(client, "POST /", "content-length: 1") + b"x")
        sent.settimeout(1)
        with pytest.raises(TimeoutError):
            sent.recv(1)
        sent.close()

        assert gone.wait(20)


def test_a_head_that_does_not_come_is_not_waited_for():
    """Of the first request or a later one; bytes that trickle in win no more time."""
    with serving(_answers_at_once, lifespan="off", http=_Brief) as client:
        with _connected(client) as silent:
            first = _read_while_sending(silent, b"")
        with _connected(client) as sent:
            sent.sendall(_head(client, "GET /") + b"GET / HTTP/1.1\r\nx-head: ")
            later = _read_while_sending(sent, b"a")

    assert first == b""
    assert later.count(b"HTTP/1.1 200 OK") == 1


def test_a_body_that_nobody_reads_is_not_waited_for():
    """Who was answered before all of it was sent can't hold the connection by sending on."""
    with serving(_answers_at_once, lifespan="off", http=_Brief) as client, _connected(client) as sent:
        sent.sendall(_head(client, "POST /", "content-length: 1000000"))
        answer = _read_while_sending(sent, b"a")

    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_an_answer_may_take_longer_than_a_head():
    """Who is being answered isn't cut off."""
    asked = Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await sleep(3)
        asked.set()
        await _answers_at_once(scope, receive, send)

    with serving(app, lifespan="off", http=_Brief) as client:
        assert client.get("/").status_code == 200
    assert asked.is_set()


def test_a_head_has_a_limit():
    """A mebibyte of header fields is refused before any route is asked."""
    with serving(_answers_at_once, lifespan="off") as client, _connected(client) as sent:
        head = _head(client, "GET /", *(f"x-{n}: {'a' * 1_000}" for n in range(1_000)))
        try:
            sent.sendall(head)
            answer = sent.recv(65_536)
        except ConnectionError:  # hung up while it was sent
            answer = b""

    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")


def test_every_answer_has_the_security_headers(client, settings):
    """Of whatever route, and whatever became of it, also where the server itself failed."""

    def fail() -> None:
        raise RuntimeError

    app = create_app(settings)
    app.dependency_overrides[ready_service] = fail
    asked = [("POST", "/v1/ask"), ("POST", "/v1/responses"), ("GET", "/a/any"), ("DELETE", "/v1/articles/any")]
    asked += [("GET", path) for path in ("/health", "/ready", "/docs", "/openapi.json", "/nothing", "/v1/models/none")]
    with serving(app, lifespan="off") as failing:
        answers = [
            server.request(
                method, path, json={"question": "Who?", "model": "onrecord", "input": "Who?"}, headers=headers
            )
            for server in (client, failing)
            for method, path in asked
            for headers in ({}, {"host": "evil.example"}, {"accept": "text/html"})
        ]

    assert {200, 404, 421, 422, 500} <= {answer.status_code for answer in answers}
    for answer in answers:
        assert SECURITY_HEADERS.keys() <= {name.title() for name in answer.headers}, (answer.url, answer.status_code)
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def _cors(client: httpx.Client, origin: str) -> tuple[httpx.Response, httpx.Response]:
    """What a browser is told before it asks, and after."""
    asks = {"origin": origin, "access-control-request-method": "POST"}
    preflight = client.options("/v1/ask", headers={**asks, "access-control-request-headers": "authorization"})
    return preflight, client.post("/v1/ask", json={"question": " "}, headers={"origin": origin})


def test_pages_of_other_sites_may_not_ask(client):
    """No answer says that they may, neither to a preflight nor to the request."""
    preflight, answer = _cors(client, ORIGIN)

    assert preflight.status_code == 405
    assert not [name for response in (preflight, answer) for name in response.headers if name.startswith("access-")]


def test_pages_of_a_site_that_is_named_may_ask(settings):
    """That site alone, with a key, and they may read the id of the request and how long to wait, also of a refusal."""
    key = made(settings, "desk", "ask")
    with unopened(settings.model_copy(update={"cors_origins": (ORIGIN,)})) as client:
        preflight, refused = _cors(client, ORIGIN)
        _, other = _cors(client, "https://evil.example")
        models = client.get("/v1/models", headers={**key, "origin": ORIGIN})

    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-headers"] == "authorization"
    for answer in (refused, models):
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert "x-request-id" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in answer.headers
    assert (refused.status_code, models.status_code) == (401, 200)
    assert "access-control-allow-origin" not in other.headers


def test_origins_are_read_from_a_variable(monkeypatch):
    """Several with blanks between them; what is no origin is refused, `*` too: any site could read the archive."""
    monkeypatch.setenv("ONRECORD_CORS_ORIGINS", "https://desk.example http://localhost:5173")

    assert read_settings().cors_origins == ("https://desk.example", "http://localhost:5173")
    for wrong in ("*", "desk.example", "https://desk.example/page", "null", "https://*.example"):
        with pytest.raises(InputError, match="cors_origins"):
            read_settings(cors_origins=wrong)


def _connected(client: httpx.Client) -> socket.socket:
    return socket.create_connection((client.base_url.host, client.base_url.port), timeout=20)


def _head(client: httpx.Client, request: str, *headers: str) -> bytes:
    lines = [f"{request} HTTP/1.1", f"host: {client.base_url.netloc.decode()}", *headers, "", ""]
    return "\r\n".join(lines).encode()


def _read_while_sending(sent: socket.socket, trickle: bytes) -> bytes:
    """All that is answered, to the end of the connection."""
    answer, deadline = b"", time.monotonic() + 20
    sent.settimeout(0.05)
    while time.monotonic() < deadline:
        try:
            sent.sendall(trickle)
            if not (part := sent.recv(65_536)):
                return answer
            answer += part
        except TimeoutError:
            continue
        except ConnectionError:  # closed while it was sent to
            return answer
    pytest.fail("the connection was not closed")


async def _answers_at_once(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})
