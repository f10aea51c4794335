"""Liveness and readiness."""

import pytest
from api_server import serving, wait_until_ready

from api.app import create_app
from api.opening import Opening
from api.problems import ProblemError
from api.readiness import Following

_ASK = {"question": "Who?"}


def test_the_server_is_alive_before_it_is_ready(settings):
    """While the service isn't open, /health is 200 and /ready 503 with the reason."""
    with serving(create_app(settings), lifespan="off") as client:
        health, ready = client.get("/health"), client.get("/ready")

    assert (health.status_code, health.json()) == (200, {"status": "alive"})
    assert ready.status_code == 503
    assert ready.headers["content-type"] == "application/problem+json"
    assert "being opened" in ready.json()["detail"]
    assert "retry-after" in ready.headers


def test_the_server_is_ready_when_asks_can_be_served(client):
    """With the service open both are 200."""
    assert client.get("/health").status_code == 200
    assert client.get("/ready").json() == {"status": "ready"}


def test_where_the_archive_cannot_be_opened_ready_says_why(settings):
    """The server stays alive and tells what is wrong, instead of dying."""
    settings.home.mkdir()
    (settings.home / "archive.db").write_bytes(b"this is no database" * 100)
    app = create_app(settings)

    with serving(app) as client:
        app.state.opening.wait()
        health, ready = client.get("/health"), client.get("/ready")

    assert health.status_code == 200
    assert ready.status_code == 503
    assert "archive.db" in ready.json()["detail"]


def test_an_unexpected_fault_while_opening_is_not_shown(caplog):
    """It is in the log; what it was stays out of the reply."""

    def fail() -> None:
        raise RuntimeError("secret")

    opening = Opening(fail)
    opening.start()
    opening.wait()

    with pytest.raises(ProblemError) as caught:
        opening.service()
    assert "secret" not in caught.value.problem.detail
    assert "secret" in caplog.text


def test_the_server_is_not_ready_from_the_moment_it_is_told_to_stop(settings):
    """Whatever else it could say; it is alive until its end, and still answers."""
    app = create_app(settings)
    with serving(app) as client:
        wait_until_ready(client)
        app.state.running.stop()
        health, ready, asked = client.get("/health"), client.get("/ready"), client.post("/v1/ask", json=_ASK)

    assert health.status_code == 200
    assert (ready.status_code, ready.json()["type"]) == (503, "/docs#stopping")
    assert asked.status_code == 200


def test_an_index_that_follows_gets_its_time():
    """Behind it may be, batch after batch, as long as it moves."""
    now = iter(range(0, 100, 9)).__next__
    following = Following(patience_s=10, clock=now)

    told = [following.stuck({"vector": seq, "word": 100}, last=seq + 3) for seq in range(10)]

    assert told == [None] * 10


def test_an_index_that_does_not_follow_is_told_of_by_name():
    """Once it has stood still, behind the archive, for as long as it is given."""
    now = iter([0.0, 9.0, 10.0, 20.0, 21.0]).__next__
    following = Following(patience_s=10, clock=now)

    behind = [following.stuck({"vector": 7, "word": 12}, last=12) for _ in range(3)]
    caught_up = following.stuck({"vector": 12, "word": 12}, last=12)
    idle = following.stuck({"vector": 12, "word": 12}, last=12)

    assert behind[:2] == [None, None]
    assert "the vector index is behind the archive (changes missing: 5)" in behind[2]
    assert (caught_up, idle) == (None, None)
