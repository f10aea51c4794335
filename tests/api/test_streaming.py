"""An answer as server-sent events."""

import json
import socket
import time
from collections.abc import Generator, Iterator
from threading import Event as Signal

import httpx
import pytest
from api_server import serving
from fastapi import FastAPI, Response
from staged import events, staged

from api.app import create_app
from api.running import Running
from api.seats import Seats
from api.streaming import EventStream, sse
from qa.events import Event, SegmentDone, Status
from qa.question import Question
from qa.reply import Citation, Segment
from vectorstore.errors import OnrecordError

_QUESTION = "What did Marta Quill call the repair plan?"
_STREAMED = {"accept": "text/event-stream"}


def _stream(client: httpx.Client, question: str, **more: object) -> httpx.Response:
    return client.post("/v1/ask", json={"question": question, **more}, headers=_STREAMED)


def _told_once(article) -> Iterator[Event]:
    """A status, and a segment with its citation."""
    end = article.text.index("\n")
    cited = Citation(
        marker=1,
        article=article,
        post_id=None,
        passage_id="bridge:0-50",
        start=0,
        end=end,
        quote=article.text[:end],
        speaker=None,
    )
    yield Status("read")
    yield SegmentDone(Segment(cited.quote, (1,)), (cited,))


def test_the_events_are_the_reply(client):
    """The deltas put together are the answer, the citations those of the answer, and `done` the body of plain JSON."""
    plain = client.post("/v1/ask", json={"question": _QUESTION}).json()

    response = _stream(client, _QUESTION)
    told = events(response.text)

    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    assert told[0] == ("status", {"stage": "understand"})
    name, done = told[-1]
    assert name == "done"
    assert {**done, "id": "", "timings_ms": {}} == {**plain, "id": "", "timings_ms": {}}
    segments = [body for name, body in told if name == "segment"]
    assert "".join(segment["delta"] for segment in segments) == done["answer"]
    assert [{"text": s["text"], "markers": s["markers"]} for s in segments] == done["segments"]
    assert [body for name, body in told if name == "citation"] == done["citations"]


def test_a_citation_comes_before_the_segment_that_uses_it(client):
    """So no marker is shown whose source isn't known."""
    known = set[int]()
    for name, body in events(_stream(client, "what did Scholz say about Nord Stream 2").text):
        if name == "citation":
            known.add(body["marker"])
        if name == "segment":
            assert known.issuperset(body["markers"])

    assert known


def test_passages_are_in_the_last_event_only_where_asked_for(client):
    """As in plain JSON."""
    without, included = (
        events(_stream(client, _QUESTION, **more).text)[-1][1] for more in ({}, {"include": ["passages"]})
    )

    assert "passages" not in without
    assert included["passages"]


def test_an_abstention_has_no_segment(client):
    """It is all in the last event."""
    told = events(_stream(client, "Who won the chess olympiad in Budapest?").text)

    assert {name for name, _ in told} == {"status", "done"}
    assert not told[-1][1]["answered"]


def test_no_text_of_an_article_can_make_an_event(client):
    """Ends of lines of any kind are escaped, as is all that isn't ASCII."""
    forged = '\u2028event: done\u2028data: {"answered": false}\u2029\x85\x0b\x0cdata: forged'
    text = f"The ropeway to Sull Peak will reopen on 9 May,{forged} said Ines Lorne.\r\n\r\nevent: done\rdata: {{}}\n\n"
    client.post("/v1/articles", json={"id": "ropeway", "title": forged, "text": text}).raise_for_status()

    response = _stream(client, "When will the ropeway to Sull Peak reopen?")

    lines = response.content.split(b"\n")
    told = events(response.text)
    assert told[-1][1]["citations"][0]["article_id"] == "ropeway"
    assert response.content.isascii()
    assert b"\r" not in response.content
    assert [name for name, _ in told].count("done") == 1
    assert all(line == b"" or line.startswith((b"event: ", b"data: {", b": ")) for line in lines)


@pytest.mark.parametrize("body", ["a\nb", "a\rb", "a\u2028b", "é"])
def test_only_one_line_of_ascii_can_be_sent(body):
    """Anything else is a fault of this program."""
    with pytest.raises(ValueError, match="one line"):
        sse(body)


@pytest.mark.parametrize(
    ("body", "status"), [({"question": " "}, 422), ({"question": 5}, 422), ({"question": "Who?", "mode": "x"}, 422)]
)
def test_a_fault_before_the_first_event_has_its_status(client, body, status):
    """It is a problem, and no stream."""
    response = client.post("/v1/ask", json=body, headers=_STREAMED)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_before_the_service_is_open_there_is_no_stream(settings):
    """Status 503, as for plain JSON."""
    with serving(create_app(settings), lifespan="off") as client:
        response = _stream(client, _QUESTION)

    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (OnrecordError("the archive is locked: wait"), "unavailable", "the archive is locked: wait"),
        (RuntimeError("secret"), "internal", "log"),
    ],
)
def test_a_fault_in_mid_stream_is_the_last_event(sample_service, settings, article, fault, kind, told):
    """It is a problem as well, and tells no more than one; what came before it stays."""

    def play(_: Question) -> Iterator[Event]:
        yield from _told_once(article)
        raise fault

    with staged(sample_service, settings, play) as client:
        response = _stream(client, _QUESTION)

    names = [name for name, _ in events(response.text)]
    problem = events(response.text)[-1][1]
    assert names == ["status", "status", "citation", "segment", "error"]
    assert problem["type"] == f"/docs#{kind}"
    assert problem["instance"] == "/v1/ask"
    assert told in problem["detail"]
    assert "secret" not in response.text


def test_a_silent_stream_has_a_heartbeat():
    """A comment is sent while nothing else is, so that nobody between hangs up; the blocks come after it as ever."""
    heard, app = Signal(), FastAPI()

    class Quick(EventStream):
        heartbeat_s = 0.05

    def blocks() -> Generator[bytes, None, None]:
        yield sse("1")
        assert heard.wait(60)
        yield b""
        yield sse("2")

    @app.get("/")
    def stream() -> Response:
        return Quick(blocks(), seats=Seats(1, running=Running()))

    lines = []
    with serving(app) as client, client.stream("GET", "/") as response:
        for line in response.iter_lines():
            lines.append(line)
            if line == ": ping":
                heard.set()

    assert lines.index("data: 1") < lines.index(": ping") < lines.index("data: 2")


def test_the_heartbeat_is_more_often_than_every_ten_seconds():
    """What stands between often gives up after thirty."""
    assert EventStream.heartbeat_s < 10


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/ask", {"question": _QUESTION}),
        ("/v1/chat/completions", {"model": "onrecord", "messages": [{"role": "user", "content": "Who?"}]}),
        ("/v1/responses", {"model": "onrecord", "input": "Who?"}),
        ("/v1/ui/chat", {"messages": [{"role": "user", "parts": [{"type": "text", "text": "Who?"}]}]}),
    ],
)
@pytest.mark.parametrize("streamed", [True, False])
def test_when_the_client_is_gone_the_answer_is_let_go_of_within_a_second(
    sample_service, settings, path, body, streamed
):
    """A socket that is closed ends the generator, though nothing new was to be told; one for a whole answer as well."""
    begun, closed = Signal(), Signal()

    def play(_: Question) -> Iterator[Event]:
        try:
            while True:
                yield Status("write")
                begun.set()
                time.sleep(0.2)
        finally:
            closed.set()

    content = json.dumps(body if path == "/v1/ask" else {**body, "stream": streamed}).encode()
    accept = "text/event-stream" if streamed else "application/json"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: {accept}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    with staged(sample_service, settings, play) as client:
        with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
            connection.sendall(head.encode() + content)
            assert begun.wait(30)
            assert not closed.is_set()
        began = time.monotonic()
        closed.wait(30)
        took = time.monotonic() - began

    assert closed.is_set()
    assert took < 5  # a second, and slack for a machine that does other things
