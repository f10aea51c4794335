"""The name of a request, and the line that the log has of it."""

import logging
import re
from collections.abc import Iterator

import httpx
import pytest
from api_server import serving
from keyed import made, unopened
from staged import events, staged

from api.app import create_app
from api.opening import ready_service
from qa.events import Event, Status
from qa.question import Question

_MADE = re.compile(r"[0-9a-f]{32}")


def _lines(caplog: pytest.LogCaptureFixture, route: str) -> list[logging.LogRecord]:
    return [line for line in caplog.records if line.name == "onrecord.requests" and vars(line).get("route") == route]


@pytest.mark.parametrize("given", ["mine-1", "0193:a.b_c-D", "7", "x" * 100])
def test_a_sane_name_is_kept(client, given):
    """The response has it, and a problem."""
    done = client.get("/health", headers={"x-request-id": given})
    failed = client.post("/v1/ask", json={}, headers={"x-request-id": given})

    assert done.headers["x-request-id"] == given
    assert failed.headers["x-request-id"] == failed.json()["request_id"] == given


@pytest.mark.parametrize("given", [None, "", "x" * 101, "a b", "<script>", "-a", 'a"b', "a;b", "é".encode()])
def test_any_other_request_is_given_a_name(client, given):
    """Nothing that could break a log, a page or a header comes back; two requests have two names."""
    headers = {} if given is None else {"x-request-id": given}
    names = [client.get("/v1/nothing", headers=headers).json()["request_id"] for _ in range(2)]

    assert all(map(_MADE.fullmatch, names))
    assert names[0] != names[1]


def test_a_fault_in_mid_stream_has_the_name(sample_service, settings):
    """As the head of the response has."""

    def play(_: Question) -> Iterator[Event]:
        yield Status("read")
        raise RuntimeError

    headers = {"accept": "text/event-stream", "x-request-id": "mine-2"}
    with staged(sample_service, settings, play) as client:
        response = client.post("/v1/ask", json={"question": "Who?"}, headers=headers)

    assert response.headers["x-request-id"] == "mine-2"
    assert events(response.text)[-1][1]["request_id"] == "mine-2"


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat/completions"])
def test_an_unexpected_fault_has_the_name_and_every_header(settings, path):
    """It is answered like all others: so what the user reports can be found in the log."""

    def fail() -> None:
        raise RuntimeError("secret")

    app = create_app(settings)
    app.dependency_overrides[ready_service] = fail
    body = {"question": "Who?", "model": "onrecord", "messages": [{"role": "user", "content": "Who?"}]}
    with serving(app, lifespan="off") as client:
        response = client.post(path, json=body, headers={"x-request-id": "mine-3"})

    assert response.status_code == 500
    assert response.headers["x-request-id"] == "mine-3"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in response.text


def test_a_request_is_one_line_that_tells_nothing_of_what_was_sent(client, caplog):
    """Its method, its route as it is written in the code, its status and its time."""
    caplog.set_level(logging.INFO)
    client.get("/v1/articles/canary-of-mine", params={"version": 3})
    client.get("/v1/statements", params={"speaker": "canary-of-mine"}).raise_for_status()
    client.request("PROPFIND", "/canary-of-mine")
    article, statements, unknown = (
        _lines(caplog, route) for route in ("/v1/articles/{article_id:path}", "/v1/statements", "unmatched")
    )

    assert [(vars(line)["method"], vars(line)["status"]) for line in article] == [("GET", 404)]
    assert [vars(line)["status"] for line in statements] == [200]
    assert [(vars(line)["method"], vars(line)["status"]) for line in unknown] == [("other", 404)]
    assert all(vars(line)["ms"] > 0 for line in [*article, *statements, *unknown])
    assert "canary" not in "".join(str(vars(line)) for line in caplog.records if line.name.startswith("onrecord"))


def test_the_line_names_the_key_that_was_sent(settings, caplog):
    """As its maker called it, and nothing of the secret; also where it doesn't allow what was asked for."""
    caplog.set_level(logging.INFO)
    key = made(settings, "desk", "ask")
    with unopened(settings) as client:
        client.get("/v1/models", headers=key).raise_for_status()
        client.get("/metrics", headers=key)
        client.get("/v1/models")

    known, forbidden, refused = (vars(line) for line in caplog.records if line.name == "onrecord.requests")
    assert (known["status"], known["key"]) == (200, "desk")
    assert (forbidden["status"], forbidden["key"]) == (403, "desk")
    assert (refused["status"], "key" in refused) == (401, False)
    assert key["authorization"].removeprefix("Bearer ") not in str(known)


def test_watching_is_no_news_unless_something_is_wrong(settings, caplog):
    """Whoever asks every few seconds fills no log: it is told at the level for debugging."""
    caplog.set_level(logging.DEBUG)
    with serving(create_app(settings), lifespan="off") as client:
        client.get("/health")
        client.get("/ready")

    assert [line.levelno for line in _lines(caplog, "/health")] == [logging.DEBUG]
    assert [line.levelno for line in _lines(caplog, "/ready")] == [logging.INFO]


def test_a_client_that_left_is_told_as_such(sample_service, settings, caplog):
    """With status 499, where no response had begun."""
    caplog.set_level(logging.INFO)

    def play(_: Question) -> Iterator[Event]:
        while not _lines(caplog, "/v1/ask"):
            yield Status("write")

    with staged(sample_service, settings, play) as client, pytest.raises(httpx.ReadTimeout):
        httpx.post(client.base_url.join("/v1/ask"), json={"question": "Who?"}, timeout=0.5)

    assert [vars(line)["status"] for line in _lines(caplog, "/v1/ask")] == [499]
