"""A server whose archive another process is writing to."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from api_server import serving, wait_until_ready
from fastapi import FastAPI
from filelock import FileLock

from api.app import create_app
from api.readiness import Following
from vectorstore.build import Build

_WRITERS = 50
_PATIENCE_S = 60.0


@pytest.fixture
def app(settings) -> FastAPI:
    """Its indexes are given no time to follow."""
    app = create_app(settings)
    app.state.following = Following(patience_s=0, clock=time.monotonic)
    return app


@pytest.fixture
def server(app) -> Iterator[httpx.Client]:
    """With one article."""
    with serving(app) as client:
        wait_until_ready(client)
        client.post("/v1/articles", json={"id": "one", "text": "The steel will not wait."}).raise_for_status()
        yield client


def _behind(client: httpx.Client) -> list[str]:
    return [line for line in client.get("/metrics").text.splitlines() if line.startswith("onrecord_index_behind")]


def test_fifty_waiting_writers_keep_nobody_waiting(app, server, settings):
    """More than there are threads: while they wait for the other process, a search is answered."""

    def write(number: int) -> int:
        article = {"id": f"crane-{number}", "text": f"Crane {number} was tested."}
        return httpx.post(server.base_url.join("/v1/articles"), json=article, timeout=_PATIENCE_S).status_code

    with ThreadPoolExecutor(_WRITERS) as pool:
        with FileLock(settings.home / "write.lock"):
            writers = [pool.submit(write, number) for number in range(_WRITERS)]
            until = time.monotonic() + _PATIENCE_S
            while app.state.running.requests < _WRITERS:
                assert time.monotonic() < until
                time.sleep(0.02)
            searched = server.post("/v1/search", json={"query": "steel"})
            waiting = sum(not writer.done() for writer in writers)
        statuses = {writer.result() for writer in writers}

    assert searched.json()["hits"]
    assert waiting > 0
    assert 201 in statuses
    assert statuses <= {201, 503}  # a writer gives up after ten seconds


def test_while_an_index_does_not_follow_the_server_is_not_ready(app, server, settings, article):
    """The reason names the index and how far it is behind, as the figures do; when it can follow, it is ready again."""
    store = app.state.opening.service().store
    build = store.archive.build()
    assert isinstance(build, Build)
    with FileLock(settings.home / "write.lock"):
        store.archive.put([store._ingester.entry(article, {})], build=build)
        behind, figures = server.get("/ready"), _behind(server)
    wait_until_ready(server)

    assert behind.status_code == 503
    assert "the vector index is behind the archive (changes missing: 1)" in behind.json()["detail"]
    assert [line.endswith(" 1.0") for line in figures] == [True, True]
    assert [line.endswith(" 0.0") for line in _behind(server)] == [True, True]
