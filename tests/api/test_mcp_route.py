"""The tools as the server has them: who may call, what a body may be, and faults."""

import asyncio
import json
from dataclasses import replace
from threading import Event

import httpx
import pytest
from api_server import serving, wait_until_ready
from keyed import made
from langchain_core.runnables import RunnableLambda

from api.app import create_app
from api.mcp.callers import known_origins
from api.opening import Opening
from qa.build import open_service
from qa.settings import read_settings

_JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
_PATHS = pytest.mark.parametrize("path", ["/mcp", "/mcp/"])


def _call(tool: str, arguments: dict) -> dict:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def _told(response: httpx.Response, status: int) -> str:
    """What the JSON-RPC error says."""
    body = response.json()
    assert response.status_code == status, body
    assert response.headers["content-type"] == "application/json"
    assert (body["jsonrpc"], body["id"]) == ("2.0", None)
    assert body["error"]["code"] == -32600
    return body["error"]["message"]


@_PATHS
def test_a_call_is_answered_at_once(client, path):
    """With one JSON body and no redirect, by both spellings; it has the headers of every response."""
    response = client.post(path, json=_call("search", {"query": "bridge"}), headers=_JSON)

    assert response.status_code == 200
    assert response.json()["result"]["structuredContent"]["results"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]


@_PATHS
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_are_no_sessions_to_listen_to_or_to_end(client, path, method):
    """As the protocol wants it of a server that has none."""
    response = client.request(method, path, headers={"accept": "text/event-stream"})

    assert "use POST" in _told(response, 405)
    assert response.headers["allow"] == "POST"


def test_a_body_over_the_limit_is_not_read(client):
    """Neither one that says so nor one that doesn't."""

    def chunks():
        for _ in range(40):
            yield b"x" * 50_000

    declared = client.post("/mcp", content=b"x" * 2_000_000, headers=_JSON)
    chunked = client.post("/mcp", content=chunks(), headers=_JSON)

    assert "2,000,000 bytes" in _told(declared, 413)
    assert "more than 1,048,576" in _told(chunked, 413)


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"[" * 100_000, b'{"id": ' + b"9" * 6_000 + b"}", b'{"id": 1, "method": "\xff"}'],
)
def test_what_is_no_call_is_refused(client, body, version):
    """With a JSON-RPC error, whatever it is."""
    response = client.post("/mcp", content=body, headers={**_JSON, "mcp-protocol-version": version})

    assert response.status_code == 400
    assert response.json()["error"]["code"] < 0


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(client, content_type):
    """So a page of another origin can't post without asking first."""
    response = client.post("/mcp", content=b"{}", headers={"content-type": content_type})

    assert "send JSON" in _told(response, 415)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "attacker.example"}, 421),
        ({"host": "attacker.example:8000"}, 421),
        ({"host": "127.0.0.1.attacker.example"}, 421),
        ({"origin": "http://attacker.example"}, 403),
        ({"origin": "http://localhost.attacker.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_a_page_of_another_site_cannot_call(client, headers, status):
    """Nor one whose name leads here (DNS rebinding)."""
    response = client.post("/mcp", json=_call("search", {"query": "bridge"}), headers={**_JSON, **headers})

    assert "ONRECORD_PUBLIC_URL" in _told(response, status)


@pytest.mark.parametrize(
    "headers",
    [{"host": "localhost:8000"}, {"host": "localhost"}, {"host": "[::1]:8000"}, {"origin": "http://localhost:6274"}],
)
def test_what_runs_on_this_machine_can_call(client, headers):
    """By any name of it, and a page of it."""
    response = client.post("/mcp", json=_call("search", {"query": "bridge"}), headers={**_JSON, **headers})

    assert response.status_code == 200


def test_links_and_callers_go_by_the_public_url(settings):
    """Where one is set."""
    settings = read_settings(home=settings.home, models=settings.models, public_url="https://news.example/desk/")
    public = {"host": "news.example", "origin": "https://news.example"}

    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        client.post("/v1/articles", json={"id": "a/b", "text": "The ferry will run until nine."}).raise_for_status()
        response = client.post("/mcp", json=_call("fetch", {"id": "a/b"}), headers={**_JSON, **public})

    assert response.json()["result"]["structuredContent"]["url"] == "https://news.example/desk/a/a%2Fb"


def test_pages_that_may_ask_from_a_browser_may_call():
    """Those of the sites that are named for CORS, beside this machine's and the public URL's."""
    origins = known_origins(public_url="https://news.example/desk", cors_origins=["https://chat.example"])

    assert {"http://localhost:*", "https://news.example", "https://chat.example"} <= set(origins)
    assert "https://chat.example" not in known_origins(public_url=None, cors_origins=())


def test_a_server_with_keys_asks_for_one(settings):
    """With the scope `ask`, by whatever name it is called; the links of a result are signed, so that they open."""
    reader, feed = made(settings, "reader", "ask"), made(settings, "feed", "write")
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        article = {"id": "a/b", "text": "The ferry will run until nine, said Oona Brack."}
        client.post("/v1/articles", json=article, headers=feed).raise_for_status()
        call, proxied = _call("fetch", {"id": "a/b"}), {**_JSON, "host": "news.example"}
        refused = [client.post("/mcp", json=call, headers={**proxied, **key}) for key in ({}, feed)]
        fetched = client.post("/mcp", json=call, headers={**proxied, **reader}).json()["result"]
        link = httpx.URL(fetched["structuredContent"]["url"]).raw_path.decode()
        found = client.post("/mcp", json=_call("ask", {"question": "When will the ferry run?"}), headers=_JSON | reader)
        cited = found.json()["result"]["structuredContent"]["citations"][0]["link"]
        opened = [client.get(link), client.get(cited)]

    assert "no key was sent" in _told(refused[0], 401)
    assert "this needs ask" in _told(refused[1], 403)
    assert refused[0].headers["www-authenticate"] == "Bearer"
    assert [page.status_code for page in opened] == [200, 200]
    assert "<mark>" in opened[1].text


def test_a_server_that_is_not_ready_says_why_by_the_tool(settings):
    """In the words of /ready."""
    settings.home.mkdir()
    (settings.home / "archive.db").write_bytes(b"this is no database" * 100)
    app = create_app(settings)

    with serving(app) as client:
        app.state.opening.wait()
        result = client.post("/mcp", json=_call("ask", {"question": "Who?"}), headers=_JSON).json()["result"]
        ready = client.get("/ready").json()["detail"]

    assert result["isError"]
    assert result["content"] == [{"type": "text", "text": ready}]


def test_an_unexpected_fault_is_not_shown(settings, caplog):
    """It is in the log; what it was stays out of the result."""

    def fail(_: object) -> None:
        raise RuntimeError("secret")

    app = create_app(settings)
    app.state.opening = Opening(lambda: replace(open_service(settings), events=RunnableLambda(fail)))

    with serving(app) as client:
        wait_until_ready(client)
        result = client.post("/mcp", json=_call("ask", {"question": "Who?"}), headers=_JSON).json()["result"]

    assert result["isError"]
    assert "secret" not in json.dumps(result)
    assert "secret" in caplog.text


async def test_the_server_answers_others_while_a_tool_works(settings):
    """A question is answered in a thread of its own."""
    begun, go_on = Event(), Event()

    def wait(_: object) -> None:
        begun.set()
        go_on.wait(30)
        raise RuntimeError("enough")

    app = create_app(settings)
    app.state.opening = Opening(lambda: replace(open_service(settings), events=RunnableLambda(wait)))

    with serving(app) as client:
        wait_until_ready(client)
        ask = asyncio.to_thread(client.post, "/mcp", json=_call("ask", {"question": "Who?"}), headers=_JSON)
        asked = asyncio.create_task(ask)
        assert await asyncio.to_thread(begun.wait, 30)
        health = await asyncio.to_thread(client.get, "/health")
        was_done = asked.done()
        go_on.set()
        await asked

    assert health.status_code == 200
    assert not was_done
