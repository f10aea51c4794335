"""Keys: who is let in, to what, and who is told why not."""

import json
import re
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from api_server import serving
from keyed import made, unopened
from starlette.routing import BaseRoute

from api.app import MAX_ARTICLES_BYTES, create_app
from api.keys.key import SCOPES, Key, new_key
from api.keys.policy import is_open, scope_needed
from api.keys.store import KeyFile
from api.opening import ready_service
from qa.settings import read_settings

NEEDS = {
    ("POST", "/v1/ask"): "ask",
    ("POST", "/v1/search"): "ask",
    ("GET", "/v1/statements"): "ask",
    ("GET", "/v1/articles"): "ask",
    ("GET", "/v1/articles/any"): "ask",
    ("GET", "/v1/models"): "ask",
    ("GET", "/v1/models/onrecord"): "ask",
    ("POST", "/v1/chat/completions"): "ask",
    ("POST", "/v1/responses"): "ask",
    ("POST", "/v1/ui/chat"): "ask",
    ("GET", "/v1/ui/chat/any/stream"): "ask",
    ("POST", "/mcp"): "ask",
    ("GET", "/a/any"): "ask",
    ("POST", "/v1/articles"): "write",
    ("PUT", "/v1/articles/any"): "write",
    ("DELETE", "/v1/articles/any"): "write",
    ("GET", "/metrics"): "admin",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home of a server with keys, which tests here only use."""
    return tmp_path_factory.mktemp("keyed")


@pytest.fixture(scope="module")
def keys(home) -> dict[str, tuple[Key, str]]:
    """A key of each scope, and its secret."""
    made = {scope: new_key(scope, [scope]) for scope in SCOPES}
    for key, _ in made.values():
        KeyFile(home).add(key)
    return made


@pytest.fixture(scope="module")
def keyed(home, models, keys) -> Iterator[httpx.Client]:  # noqa: ARG001  # they are in the home
    """A client of that server, which takes any number of requests."""
    with unopened(read_settings(home=home, models=models, rate_limit="99999/minute")) as client:
        yield client


def _first_line(client: httpx.Client, head: str) -> str:
    """Of what is answered to a request of which no body is sent."""
    with socket.create_connection((client.base_url.host, client.base_url.port), timeout=20) as sent:
        sent.sendall(f"{head}\r\nhost: {client.base_url.netloc.decode()}\r\n\r\n".encode())
        return sent.recv(4096).decode().split("\r\n")[0]


def _sent(client: httpx.Client, method: str, path: str, **more) -> httpx.Response:
    return client.request(method, path, **({} if method in {"GET", "DELETE"} else {"json": {}}), **more)


def _routes(routes: Sequence[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Method and path of each, also of those within a router that was included."""
    for route in routes:
        if included := getattr(route, "original_router", None):
            yield from _routes(included.routes)
        else:
            for method in getattr(route, "methods", None) or {"GET", "POST", "DELETE"}:
                yield method, re.sub(r"\{\w+(:path)?\}", "any", route.path)


def test_every_route_has_a_place_in_the_policy(settings):
    """A route that isn't listed would be there for an admin's key alone."""
    found = list(_routes(create_app(settings).routes))

    assert len(found) > 12
    assert [route for route in found if not is_open(route[1]) and scope_needed(*route) is None] == []


@pytest.mark.parametrize(("method", "path"), NEEDS)
def test_a_key_opens_what_its_scope_is_for(keyed, keys, method, path):
    """Another key of the server has status 403 there, and the problem names what is needed."""
    headers = {scope: {"authorization": f"Bearer {keys[scope][1]}"} for scope in ("ask", "write", "admin")}

    answers = {scope: _sent(keyed, method, path, headers=header) for scope, header in headers.items()}

    let_in = {scope for scope, answer in answers.items() if answer.status_code not in {401, 403}}
    assert let_in == {NEEDS[method, path], "admin"}
    for scope in answers.keys() - let_in:
        assert answers[scope].status_code == 403
        assert f"this needs {NEEDS[method, path]}" in answers[scope].text


def test_a_key_may_have_several_scopes(settings):
    """It opens what either is for, and no more."""
    key = made(settings, "desk", "ask", "write")

    with unopened(settings) as client:
        codes = [_sent(client, *route, headers=key).status_code for route in NEEDS]

    assert [code == 403 for code in codes] == [needed == "admin" for needed in NEEDS.values()]


@pytest.mark.parametrize("path", ["/health", "/docs", "/openapi.json"])
def test_what_tells_nothing_of_the_archive_is_open(keyed, path):
    """To whoever watches the server, and to who reads how to use it."""
    assert keyed.get(path).status_code == 200
    assert keyed.get("/ready").status_code == 503


WRONG = {
    "none": [],
    "empty": [("authorization", "")],
    "no scheme": [("authorization", "{secret}")],
    "no secret": [("authorization", "Bearer")],
    "two words": [("authorization", "Bearer  {secret} {secret}")],
    "another scheme": [("authorization", "Basic {secret}")],
    "cut short": [("authorization", "Bearer {cut}")],
    "longer": [("authorization", "Bearer {secret}x")],
    "other case": [("authorization", "Bearer {swapped}")],
    "unknown": [("authorization", "Bearer onrecord_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")],
    "not ASCII": [("authorization", "Bearer \xe9\xff")],
    "the hash": [("authorization", "Bearer {hash}")],
    "twice": [("authorization", "Bearer {secret}"), ("authorization", "Bearer {secret}")],
    "another header": [("x-api-key", "{secret}")],
    "a cookie": [("cookie", "authorization={secret}")],
}


@pytest.mark.parametrize("wrong", WRONG)
def test_without_a_known_key_nobody_is_let_in(keyed, keys, wrong):
    """Status 401 on every route that isn't open, with the challenge that RFC 9110 asks for."""
    key, secret = keys["admin"]
    values = {"secret": secret, "cut": secret[:-1], "swapped": secret.swapcase(), "hash": key.sha256.hex()}
    headers = [(name, value.format(**values).encode("latin-1")) for name, value in WRONG[wrong]]

    answers = [_sent(keyed, *route, headers=headers) for route in [*NEEDS, ("GET", "/nothing")]]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
    assert {answer.headers["x-content-type-options"] for answer in answers} == {"nosniff"}


@pytest.mark.parametrize(
    "path",
    [
        *("//v1/ask", "/v1//ask", "/v1/ask/", "/V1/ASK", "/v1/%61sk", "/v1/ask%2f", "/v1/./ask", "/./v1/ask"),
        *("/health/../v1/ask", "/docs/..%2fv1/ask", "/v1/ask%00", "/v1/ask;x", "/v1/ask?key={secret}", "/metrics/"),
    ],
)
def test_no_spelling_of_a_path_goes_around_the_keys(keyed, keys, path):
    """Without a key each is refused, whether it is a route or not."""
    target = path.format(secret=keys["admin"][1])

    status = _first_line(keyed, f"POST {target} HTTP/1.1\r\nx-http-method-override: GET\r\ncontent-length: 0")

    assert status == "HTTP/1.1 401 Unauthorized"


def test_what_is_no_route_is_told_to_who_has_a_key(settings):
    """As without keys: clients try routes that we don't have."""
    key = made(settings, "desk", "ask")

    with unopened(settings) as client:
        answer = client.post("/v1/embeddings", json={}, headers=key)

    assert answer.status_code == 404
    assert answer.json()["type"] == "/docs#not-found"


def test_the_body_of_who_has_no_key_is_not_read(keyed):
    """The answer is there before any of it was sent."""
    status = _first_line(keyed, f"POST /v1/articles HTTP/1.1\r\ncontent-length: {MAX_ARTICLES_BYTES}")

    assert status == "HTTP/1.1 401 Unauthorized"


def test_the_refusal_has_the_shape_that_is_expected_there(keyed):
    """A problem on our routes, OpenAI's error on theirs, a page where a browser opened one."""
    native = keyed.post("/v1/ask", json={})
    openai = keyed.get("/v1/models", headers={"authorization": "Bearer sk-wrong"})
    page = keyed.get("/a/any", headers={"accept": "text/html"})

    assert native.headers["content-type"] == "application/problem+json"
    assert native.json()["type"] == "/docs#invalid-api-key"
    assert openai.json()["error"]["code"] == "invalid_api_key"
    assert openai.json()["error"]["type"] == "authentication_error"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["www-authenticate"] == "Bearer"
    assert "citation" in page.text


def test_without_keys_any_key_is_taken(settings):
    """Clients made for OpenAI always send one."""
    with unopened(settings) as client:
        codes = {
            client.get("/v1/models", headers={"authorization": sent}).status_code
            for sent in ("", "Bearer any", "Basic eDp5")
        }

    assert codes == {200}


def test_a_running_server_sees_keys_come_and_go(settings):
    """The next request already is answered by what the file has; with the last key gone nobody is let in."""
    with unopened(settings) as client:
        before = client.get("/v1/models").status_code
        first, second = made(settings, "first", "ask"), made(settings, "second", "ask")
        known = [client.get("/v1/models", headers=key).status_code for key in (first, second, {})]
        KeyFile(settings.home).revoke("first")
        one_left = [client.get("/v1/models", headers=key).status_code for key in (first, second, {})]
        KeyFile(settings.home).revoke("second")
        none_left = [client.get("/v1/models", headers=key).status_code for key in (first, second, {})]

    assert before == 200
    assert known == [200, 200, 401]
    assert one_left == [401, 200, 401]
    assert none_left == [401, 401, 401]


def test_beyond_this_machine_nobody_is_let_in_without_a_key(settings):
    """Also where there is none yet, however the server was started."""
    with unopened(settings.model_copy(update={"host": "0.0.0.0"})) as client:  # noqa: S104
        assert client.get("/v1/models").status_code == 401
        assert client.get("/health").status_code == 200
        key = made(settings, "desk", "ask")

        assert client.get("/v1/models", headers={**key, "host": "news.example"}).status_code == 200


HERE = ["localhost", "LOCALHOST:99", "127.0.0.1", "127.9.9.9:1", "[::1]:8000", "news.example:8000", "NEWS.example"]
ELSEWHERE = [
    *("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example@localhost", "localhost:evil"),
    *("localhost@evil.example", "[::1", "", "0x7f.1", "192.168.0.7", "169.254.169.254", "localhost/evil", "localhost."),
]


def test_a_page_whose_name_leads_here_is_refused(settings):
    """While no key is asked for, only names of this machine and the public URL's are taken (DNS rebinding)."""
    with unopened(settings.model_copy(update={"public_url": "https://News.example:8443/desk"})) as client:
        here = {host: client.get("/v1/models", headers={"host": host}).status_code for host in HERE}
        elsewhere = {host: client.get("/v1/models", headers={"host": host}).status_code for host in ELSEWHERE}
        twice = _first_line(client, "GET /v1/models HTTP/1.1\r\nhost: evil.example")

    assert here == dict.fromkeys(HERE, 200)
    assert elsewhere == dict.fromkeys(ELSEWHERE, 421)
    assert twice.split()[1] in {"400", "421"}


def test_a_citation_leads_to_a_page_that_opens_without_a_header(settings, sample_service):
    """Its link is signed for that article; for another one, cut, or of a revoked key, it opens nothing."""
    key = made(settings, "reader", "ask")
    app = create_app(settings)
    app.dependency_overrides[ready_service] = lambda: sample_service
    question = {
        "model": "onrecord",
        "messages": [{"role": "user", "content": "what did Scholz say about Nord Stream 2"}],
    }
    with serving(app, lifespan="off") as client:
        completion = client.post("/v1/chat/completions", json=question, headers=key).json()
        annotations = completion["choices"][0]["message"]["annotations"]
        first, second, *_ = [httpx.URL(annotation["url_citation"]["url"]) for annotation in annotations]

        opened = client.get(first)
        older = client.get(first.copy_merge_params({"version": 1, "start": 0}))
        refused = [
            client.get(second.copy_merge_params({"sig": first.params["sig"]})),
            client.get(first.copy_merge_params({"sig": first.params["sig"][:-1]})),
            client.get(first.copy_remove_param("sig")),
            client.delete(f"/v1/articles/{first.path.removeprefix('/a/')}", params=first.params),
            client.get(f"/v1/articles/{first.path.removeprefix('/a/')}", params=first.params),
        ]
        by_key = client.get(first.path, headers=key)
        KeyFile(settings.home).revoke("reader")
        revoked = client.get(first)

    assert (opened.status_code, older.status_code, by_key.status_code) == (200, 200, 200)
    assert "<mark>" in opened.text
    assert {answer.status_code for answer in refused} == {401}
    assert revoked.status_code == 401


@pytest.mark.parametrize("article_id", ["a/b", "é?#%25&=+ ", "..", "a//", "日本", "x" * 200])
def test_any_article_may_be_signed_for(keyed, keys, article_id):
    """What is signed is the id, however it is spelt in the address; the page then says that there is none."""
    signature = keys["ask"][0].signature(article_id)

    status = _first_line(keyed, f"GET /a/{quote(article_id, safe='')}?sig={signature} HTTP/1.1")
    another = _first_line(keyed, f"GET /a/{quote(article_id, safe='')}x?sig={signature} HTTP/1.1")

    assert status == "HTTP/1.1 503 Service Unavailable"
    assert another == "HTTP/1.1 401 Unauthorized"


def test_a_key_that_may_not_ask_signs_no_page(settings):
    """Who may only add articles can work out its own key's hash, and so its signatures."""
    key, _ = new_key("feed", ["write"])
    KeyFile(settings.home).add(key)

    with unopened(settings) as client:
        assert client.get("/a/any", params={"sig": key.signature("any")}).status_code == 401


def test_keys_that_cannot_be_read_let_nobody_in(settings, caplog):
    """Status 503; what is wrong is for the log, and the server lives."""
    key = made(settings, "desk", "ask")
    with unopened(settings) as client:
        for content in (b"", b"{}", b'{"keys": [{"name": "desk"}]}', b"\xff" * 99):
            KeyFile(settings.home).path.write_bytes(content)
            answer = client.get("/v1/models", headers=key)

            assert answer.status_code == 503
            assert str(settings.home) not in answer.text
            assert "keys.json is not as onrecord wrote it" in caplog.text
        assert client.get("/health").status_code == 200


def test_a_secret_is_nowhere_but_with_its_owner(settings, caplog):
    """Neither in the home, nor in a log, nor in an answer, whether it is let in or not."""
    caplog.set_level(0)
    header = made(settings, "desk", "ask")
    secret = header["authorization"].removeprefix("Bearer ")

    with unopened(settings) as client:
        answers = [_sent(client, *route, headers=header) for route in NEEDS]
        answers += [client.get("/v1/models", headers={"authorization": f"Bearer {secret}x"})]

    kept = [file.read_bytes() for file in settings.home.rglob("*") if file.is_file()]
    assert not [answer.text for answer in answers if secret in answer.text]
    assert not [content for content in kept if secret.encode() in content]
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert secret not in "\n".join(ours)


def test_only_the_owner_may_read_the_file(settings):
    """Also when it was there with wider rights before."""
    made(settings, "desk", "ask")
    path = KeyFile(settings.home).path
    first = path.stat().st_mode & 0o777
    path.chmod(0o644)
    made(settings, "other", "ask")

    assert (first, path.stat().st_mode & 0o777) == (0o600, 0o600)
    assert [entry["name"] for entry in json.loads(path.read_text())["keys"]] == ["desk", "other"]


def test_keys_that_are_made_at_once_are_all_kept(settings):
    """Each changes the file that the one before it left; a reader never sees half of one."""
    names = {f"key-{n}" for n in range(12)}
    reader, seen = KeyFile(settings.home), []

    with ThreadPoolExecutor(max_workers=6) as threads:
        adding = [threads.submit(made, settings, name, "ask") for name in sorted(names)]
        while not all(each.done() for each in adding):
            seen.append(len(reader.keys() or ()))
        for each in adding:
            each.result()

    known = reader.keys()
    assert {key.name for key in known} == names
    assert seen == sorted(seen)


def test_the_document_names_the_scope_of_every_route(settings):
    """And what is answered without it; what is open has none."""
    with unopened(settings) as client:
        document = client.get("/openapi.json").json()
        page = client.get("/docs").text

    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path in {"/health", "/ready"}:
                assert "security" not in operation
            else:
                scope = scope_needed(method.upper(), path)
                assert operation["security"] == [{"key": [scope]}, {}]
                assert {"401", "403", "429"} <= operation["responses"].keys()
    assert "with the scope <code>write</code>" in page
