"""Liveness and readiness."""

import pytest
from api_server import serving

from api.app import create_app
from api.opening import Opening
from api.problems import ProblemError


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
