"""Answers beside everything else: so many at once, and none of them in the way of other requests."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Event as Signal
from threading import Semaphore

import httpx
import pytest
from api_server import serving, wait_until_ready
from langchain_core.runnables import RunnableLambda
from staged import events, staged

from api.app import create_app
from api.opening import Opening
from qa.build import open_service
from qa.events import Event, Status
from qa.question import Question

_ANSWERS = 60
_PATIENCE_S = 60.0
_ASKS = {
    "/v1/ask": {"question": "Who?"},
    "/v1/chat/completions": {"model": "onrecord", "messages": [{"role": "user", "content": "Who?"}]},
    "/v1/responses": {"model": "onrecord", "input": "Who?"},
    "/v1/ui/chat": {"messages": [{"role": "user", "parts": [{"type": "text", "text": "Who?"}]}]},
}


class Held:
    """Answers that are made as long as the test wants."""

    def __init__(self) -> None:
        self.begun = Semaphore(0)
        self.let_go = Signal()

    def play(self, _: Question) -> Iterator[Event]:
        """One of them."""
        yield Status("read")
        self.begun.release()
        assert self.let_go.wait(_PATIENCE_S)


@pytest.fixture
def held() -> Iterator[Held]:
    """Let go of in any case, for the server waits for them."""
    held = Held()
    yield held
    held.let_go.set()


def _stream(client: httpx.Client) -> httpx.Response:
    headers = {"accept": "text/event-stream"}
    return httpx.post(client.base_url.join("/v1/ask"), json={"question": "Who?"}, headers=headers, timeout=_PATIENCE_S)


def _all_begun(client: httpx.Client, held: Held, pool: ThreadPoolExecutor) -> list[Future[httpx.Response]]:
    """As many streams as there are seats, each of which has begun."""
    streams = [pool.submit(_stream, client) for _ in range(_ANSWERS)]
    for _ in streams:
        assert held.begun.acquire(timeout=_PATIENCE_S)
    return streams


def test_sixty_slow_streams_keep_nobody_waiting(sample_service, settings, held):
    """More than there are threads for other requests: search, statements, readiness and figures have theirs."""
    few = settings.model_copy(update={"max_answers": _ANSWERS})
    with staged(sample_service, few, held.play) as client, ThreadPoolExecutor(_ANSWERS) as pool:
        streams = _all_begun(client, held, pool)
        searched = client.post("/v1/search", json={"query": "steel"})
        said = client.get("/v1/statements", params={"speaker": "Scholz"})
        watched = [client.get(path).status_code for path in ("/health", "/ready", "/metrics")]
        unfinished = sum(not stream.done() for stream in streams)
        held.let_go.set()
        ended = [stream.result() for stream in streams]

    assert searched.json()["hits"]
    assert said.json()["statements"]
    assert watched == [200, 200, 200]
    assert unfinished == _ANSWERS
    assert {events(stream.text)[0][0] for stream in ended} == {"status"}


@pytest.mark.parametrize("path", _ASKS)
@pytest.mark.parametrize("streamed", [True, False])
def test_one_more_answer_than_there_are_seats_is_put_off(sample_service, settings, held, path, streamed):
    """Status 503 with the time to wait, before anything of a stream; with a seat free again it is made."""
    one = settings.model_copy(update={"max_answers": 1})
    native = path == "/v1/ask"
    body = _ASKS[path] if native else {**_ASKS[path], "stream": streamed}
    headers = {"accept": "text/event-stream"} if native and streamed else {}
    with staged(sample_service, one, held.play) as client, ThreadPoolExecutor(1) as pool:
        stream = pool.submit(_stream, client)
        assert held.begun.acquire(timeout=_PATIENCE_S)
        put_off = client.post(path, json=body, headers=headers)
        held.let_go.set()
        stream.result()
        after = _stream(client)

    assert put_off.status_code == 503
    assert int(put_off.headers["retry-after"]) > 0
    told = put_off.json()
    assert told["error"]["code"] == "busy" if "error" in told else told["type"] == "/docs#busy"
    assert after.status_code == 200


def test_a_tool_of_an_agent_takes_a_seat(settings, held):
    """Where none is free, the call is answered with a tool error that says so."""
    one = settings.model_copy(update={"max_answers": 1})
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    ask = {**call, "params": {"name": "ask", "arguments": {"question": "Who?"}}}
    accept = {"accept": "application/json, text/event-stream"}
    app = create_app(one)
    app.state.opening = Opening(lambda: replace(open_service(one), events=RunnableLambda(held.play)))
    with serving(app) as client, ThreadPoolExecutor(1) as pool:
        wait_until_ready(client)
        stream = pool.submit(_stream, client)
        assert held.begun.acquire(timeout=_PATIENCE_S)
        put_off = client.post("/mcp", json=ask, headers=accept).json()["result"]
        held.let_go.set()
        stream.result()

    assert put_off["isError"]
    assert "all the server makes at once" in put_off["content"][0]["text"]
