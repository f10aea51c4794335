"""What becomes of running requests when `onrecord serve` gets a signal."""

import json
import signal
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from personalities import honest
from scripted_server import Asked, Play, ScriptedServer, scripted
from served_process import serving

from qa.build import open_store
from qa.settings import read_settings

pytestmark = pytest.mark.timeout(300)  # servers are started, the first one may have a model to convert

_PATIENCE_S = 60.0
_SSE = {"accept": "text/event-stream"}


def _variables(model: ScriptedServer, *, grace_s: float) -> dict[str, str]:
    return {
        "ONRECORD_CHAT_MODEL": "scripted",
        "ONRECORD_CHAT_BASE_URL": model.openai_url,
        "ONRECORD_STOP_GRACE_S": str(grace_s),
    }


def _asks(question: str) -> dict[str, tuple[str, Mapping[str, Any], Mapping[str, str]]]:
    """An answer by each protocol, streamed and whole: path, body, headers."""
    message = {"role": "user", "content": question}
    return {
        "native": ("/v1/ask", {"question": question}, _SSE),
        "chat": ("/v1/chat/completions", {"model": "onrecord", "messages": [message], "stream": True}, {}),
        "responses": ("/v1/responses", {"model": "onrecord", "input": question, "stream": True}, {}),
        "page": ("/v1/ui/chat", {"messages": [{"role": "user", "parts": [{"type": "text", "text": question}]}]}, {}),
        "whole": ("/v1/ask", {"question": question}, {}),
        "whole chat": ("/v1/chat/completions", {"model": "onrecord", "messages": [message]}, {}),
    }


def _until_open(model: ScriptedServer, requests: int) -> None:
    until = time.monotonic() + _PATIENCE_S
    while model.open_now < requests:
        assert time.monotonic() < until, f"the model has {model.open_now} requests"
        time.sleep(0.02)


def _until_red(address: str) -> dict[str, Any]:
    """What /ready says as soon as it isn't ready any more."""
    until = time.monotonic() + _PATIENCE_S
    while (told := httpx.get(f"{address}/ready", timeout=_PATIENCE_S)).status_code == 200:
        assert time.monotonic() < until
    body: dict[str, Any] = told.json()
    return body


def _last_event(text: str) -> tuple[str, dict[str, Any]]:
    """The name and the JSON of the last event, behind which nothing has begun."""
    assert text.endswith("\n\n")
    lines = text.strip().split("\n\n")[-1].splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    return fields.get("event", ""), json.loads(fields["data"])


def _ended(process: "subprocess.Popen[str]") -> int:
    process.communicate(timeout=_PATIENCE_S)
    return process.returncode


def test_answers_that_take_too_long_are_ended_in_the_words_of_their_protocol(
    home: Path, models: Path, question: str
) -> None:
    """/ready turns red at once; after the grace each stream has an error as its last event, and exit code 0 follows."""

    def play(asked: Asked) -> Play:
        return Play(text=honest(asked).text, fault="silence", cut_at=0)

    with (
        scripted(play) as model,
        serving(home, models, _variables(model, grace_s=2)) as (address, process),
        ThreadPoolExecutor(8) as pool,
    ):
        running: dict[str, Future[httpx.Response]] = {
            name: pool.submit(httpx.post, address + path, json=body, headers=headers, timeout=_PATIENCE_S)
            for name, (path, body, headers) in _asks(question).items()
        }
        _until_open(model, len(running))
        process.send_signal(signal.SIGTERM)
        red = _until_red(address)
        ended = {name: future.result() for name, future in running.items()}
        code = _ended(process)

    assert (red["status"], red["type"]) == (503, "/docs#stopping")
    streams = ("native", "chat", "responses", "page")
    native, chat, responses, page = (_last_event(ended[name].text) for name in streams)
    assert (native[0], native[1]["type"]) == ("error", "/docs#stopping")
    assert chat[1]["error"]["code"] == "stopping"
    assert "[DONE]" not in ended["chat"].text
    assert (responses[0], responses[1]["type"], responses[1]["code"]) == ("error", "error", "stopping")
    assert page[1]["type"] == "error"
    assert "being stopped" in page[1]["errorText"]
    assert (ended["whole"].status_code, ended["whole"].json()["type"]) == (503, "/docs#stopping")
    assert (ended["whole chat"].status_code, ended["whole chat"].json()["error"]["code"]) == (503, "stopping")
    assert code == 0


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_an_answer_that_ends_in_time_is_given_whole(
    home: Path, models: Path, question: str, by: signal.Signals
) -> None:
    """Though the server was told to stop before; then it ends without waiting for the rest of the grace."""
    go_on = Event()

    def play(asked: Asked) -> Play:
        assert go_on.wait(_PATIENCE_S)
        return honest(asked)

    with (
        scripted(play) as model,
        serving(home, models, _variables(model, grace_s=600)) as (address, process),
        ThreadPoolExecutor(1) as pool,
    ):
        answer = pool.submit(
            httpx.post, f"{address}/v1/ask", json={"question": question}, headers=_SSE, timeout=_PATIENCE_S
        )
        _until_open(model, 1)
        process.send_signal(by)
        _until_red(address)
        go_on.set()
        name, reply = _last_event(answer.result().text)
        code = _ended(process)

    assert (name, reply["mode"], reply["answered"]) == ("done", "generative", True)
    assert code == 0


def test_a_second_signal_ends_it_at_once(home: Path, models: Path, question: str) -> None:
    """Whoever presses twice doesn't want to wait for the grace; the stream still has its end."""
    with (
        scripted(lambda _: Play(fault="silence")) as model,
        serving(home, models, _variables(model, grace_s=600)) as (address, process),
        ThreadPoolExecutor(1) as pool,
    ):
        answer = pool.submit(
            httpx.post, f"{address}/v1/ask", json={"question": question}, headers=_SSE, timeout=_PATIENCE_S
        )
        _until_open(model, 1)
        process.send_signal(signal.SIGINT)
        _until_red(address)
        process.send_signal(signal.SIGINT)
        name, _ = _last_event(answer.result().text)
        code = _ended(process)

    assert name == "error"
    assert code == 0


def test_an_ingest_that_takes_too_long_keeps_what_it_has(tmp_path: Path, models: Path) -> None:
    """It is told of, or cut off; what was taken in is whole and in both indexes when the server is back."""
    articles = [{"id": f"tram-{n}", "text": f"Tram {n} carried {n * 7} people to Corvane Hill."} for n in range(1_000)]
    with (
        serving(tmp_path, models, {"ONRECORD_STOP_GRACE_S": "0"}) as (address, process),
        ThreadPoolExecutor(1) as pool,
    ):
        sent = pool.submit(httpx.post, f"{address}/v1/articles", json={"articles": articles}, timeout=_PATIENCE_S)
        until = time.monotonic() + _PATIENCE_S
        while (
            'onrecord_articles_total{status="added"}' not in httpx.get(f"{address}/metrics", timeout=_PATIENCE_S).text
        ):
            assert time.monotonic() < until
        process.send_signal(signal.SIGTERM)
        fault = sent.exception()
        told = None if fault else sent.result().json()["type"]
        code = _ended(process)
    store = open_store(read_settings(home=tmp_path, models=models))
    counts = store.archive.count()
    indexed = {store.vectors.count(), store.words.count()}
    store.close()

    assert told == "/docs#stopping" or isinstance(fault, httpx.TransportError)
    assert 0 < counts["articles"] < len(articles)
    assert indexed == {counts["passages"]}
    assert code == 0
