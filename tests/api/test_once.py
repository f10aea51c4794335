"""Requests with an Idempotency-Key are done once and answered as often as they are sent."""

import json
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import httpx
import pytest
from api_server import serving, wait_until_ready
from filelock import FileLock
from keyed import made

from api.app import create_app
from qa.build import open_service
from vectorstore.readers.jsonl import article_of

_PATH = "/v1/articles"
_FERRY = {"id": "ferry", "text": "The ferry to Ostwick sails at noon, said Oona Brack."}


def _send(client: httpx.Client, key: str, *articles: dict[str, Any]) -> httpx.Response:
    return client.post(_PATH, json={"articles": articles}, headers={"Idempotency-Key": key})


def test_the_same_request_has_the_same_answer(client):
    """Byte for byte, though the article is known by now; without the key, or with another, it is told so."""
    first, again = _send(client, "ferry-1", _FERRY), _send(client, "ferry-1", _FERRY)
    other_key, no_key = _send(client, "ferry-2", _FERRY), client.post(_PATH, json=_FERRY)

    assert first.json()["results"] == [{"id": "ferry", "status": "added"}]
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["content-type"] == first.headers["content-type"] == "application/json"
    assert [answer.json()["results"][0]["status"] for answer in (other_key, no_key)] == ["unchanged", "unchanged"]


def test_a_request_that_is_answered_again_does_nothing(client):
    """What was removed since stays removed."""
    _send(client, "quay-1", {"id": "quay", "text": "The quay at Vell was closed."}).raise_for_status()
    client.delete(f"{_PATH}/quay").raise_for_status()
    again = _send(client, "quay-1", {"id": "quay", "text": "The quay at Vell was closed."})

    assert again.json()["results"] == [{"id": "quay", "status": "added"}]
    assert client.get(f"{_PATH}/quay").status_code == 404


def test_the_key_of_another_request_is_refused(client):
    """Another body under the same key is no repetition, and isn't done."""
    _send(client, "pier-1", _FERRY).raise_for_status()
    other = _send(client, "pier-1", {"id": "pier", "text": "The pier at Vell is new."})

    assert other.status_code == 422
    assert other.json()["type"] == "/docs#key-used"
    assert "'pier-1'" in other.json()["detail"]
    assert client.get(f"{_PATH}/pier").status_code == 404


def test_a_request_that_did_nothing_frees_its_key(client):
    """Where no article was taken, the mended request may have the same key."""
    bad = _send(client, "mole-1", {"id": "mole", "text": ""})
    mended = _send(client, "mole-1", {"id": "mole", "text": "The mole at Vell was mended."})

    assert bad.status_code == 422
    assert mended.status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "two words", "ä"])
def test_a_key_that_cant_be_is_refused(client, key):
    """One to 200 characters of ASCII without blanks."""
    response = client.post(_PATH, json=_FERRY, headers={"Idempotency-Key": key.encode()})

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/idempotency-key"


def test_while_the_first_runs_the_same_request_is_put_off(settings):
    """Of two at a time one waits for the archive, which is being written to, and the other is told to wait: 409."""
    with serving(create_app(settings)) as client, ThreadPoolExecutor(2) as threads:
        wait_until_ready(client)
        with FileLock(settings.home / "write.lock"):
            sent = [threads.submit(_send, client, "ferry-1", _FERRY) for _ in range(2)]
            done, running = wait(sent, timeout=60, return_when=FIRST_COMPLETED)
        [put_off], [first] = [one.result() for one in done], [one.result() for one in running]
        again = _send(client, "ferry-1", _FERRY)

    assert put_off.status_code == 409
    assert put_off.json()["type"] == "/docs#key-in-use"
    assert int(put_off.headers["retry-after"]) > 0
    assert first.status_code == 201
    assert again.content == first.content


def test_of_many_at_a_time_one_is_done(client):
    """Each is answered as that one, or put off."""
    article = {"id": "buoy", "text": "The buoy off Vell was lit again."}
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: _send(client, "buoy-1", article), range(16)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.text for answer in answers if answer.status_code == 201} == {
        '{"results":[{"id":"buoy","status":"added"}]}'
    }


def test_a_restart_forgets_no_answer(settings):
    """The answer lies in the archive, as its effect does."""
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        first = _send(client, "ferry-1", _FERRY)
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        again = _send(client, "ferry-1", _FERRY)
        other = _send(client, "ferry-1", {**_FERRY, "title": "Ferry"})

    assert (again.status_code, again.content) == (201, first.content)
    assert other.status_code == 422


def test_a_request_cut_short_is_finished_when_it_is_sent_again(settings):
    """Its effect was durable, its answer wasn't: the answer is what it would have been."""
    known = {"id": "dock", "text": "The dock at Vell is old."}
    body = json.dumps({"articles": [_FERRY, {**known, "text": "The dock at Vell is new."}, {"id": "x", "text": ""}]})
    service = open_service(settings)
    list(service.ingest([article_of(known, source="http")]))
    service.store.archive.receipts.take("cut", digest=sha256(body.encode()).hexdigest(), now=datetime.now(UTC))
    list(service.ingest([article_of(one, source="http") for one in json.loads(body)["articles"][:2]]))
    service.close()
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        headers = {"Idempotency-Key": "cut", "Content-Type": "application/json"}
        answers = [client.post(_PATH, content=body, headers=headers) for _ in range(2)]

    results = answers[0].json()["results"]
    assert [result["status"] for result in results] == ["added", "updated", "failed"]
    assert answers[1].content == answers[0].content


def test_a_request_that_the_stop_cut_short_is_finished_when_it_is_sent_again(settings):
    """What it had taken in stays, and so does its key: the answer tells of the whole, and other bodies are refused."""
    articles = [{"id": f"tug-{n}", "text": f"Tug {n} left Vell at noon."} for n in range(3)]
    app = create_app(settings)
    with serving(app) as client:
        wait_until_ready(client)
        app.state.running.ended = True
        cut = _send(client, "tugs", *articles)
        app.state.running.ended = False
        other, again = _send(client, "tugs", _FERRY), _send(client, "tugs", *articles)

    assert (cut.status_code, cut.json()["type"]) == (503, "/docs#stopping")
    assert other.json()["type"] == "/docs#key-used"
    assert [result["status"] for result in again.json()["results"]] == ["added"] * 3


def test_each_api_key_has_its_own_requests(settings):
    """The same name, sent by another, is another request's."""
    desk, feed = made(settings, "desk", "write"), made(settings, "feed", "write")
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        answers = [
            client.post(_PATH, json=article, headers={**key, "Idempotency-Key": "ferry-1"})
            for key, article in ((desk, _FERRY), (feed, {**_FERRY, "title": "Ferry"}), (desk, _FERRY))
        ]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert [answer.json()["results"][0]["status"] for answer in answers] == ["added", "updated", "added"]
