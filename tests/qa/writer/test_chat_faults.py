"""A chat model that fails: asked again where that helps, given up in time, and never half believed."""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, repeat

import pytest
from desk import KEY, Desk, Opening, with_chat
from personalities import honest, reply, sayings, segment, tidy
from scripted_server import Asked, Fault, Play, Player

from qa.events import SegmentDone
from qa.reply import Answer, Reply
from qa.service import Service
from qa.wire import AskRequest
from qa.writer.open import open_chat

QUESTION = "what did Scholz say about Nord Stream 2"
SLACK_S = 3.0
"""On top of a deadline: the machine of a test may be busy. The deep run measures the real one."""
STREAMED: tuple[Fault, ...] = ("reset", "cut", "garbage", "long line", "empty")


def ask(opened: Desk) -> Reply:
    return opened.service.ask(AskRequest(question=QUESTION))


def in_turn(*plays: Play) -> Player:
    """Those plays, and then honestly."""
    rest: Iterator[Play | None] = chain(plays, repeat(None))
    return lambda asked: next(rest) or honest(asked)


def two_sentences(asked: Asked, *, fault: Fault, cut_at: int | None = None) -> Play:
    """Honest text with a fault in its stream."""
    return Play(text=honest(asked).text, fault=fault, cut_at=cut_at)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds + SLACK_S


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_may_pass_is_asked_again(desk: Opening, status: int) -> None:
    """Two failures, then an answer that isn't degraded."""
    opened = desk(in_turn(Play(status=status), Play(status=status)))
    found = ask(opened)

    assert (found.mode, found.degraded, len(opened.server.asked)) == ("generative", False, 3)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_will_not_pass_is_not(desk: Opening, sample_service: Service, status: int) -> None:
    """One request, and the extractive answer."""
    opened = desk(lambda _: Play(status=status))
    found = ask(opened)

    assert (found.mode, found.degraded, len(opened.server.asked)) == ("extractive", True, 1)
    assert found.outcome == sample_service.ask(AskRequest(question=QUESTION)).outcome


@pytest.mark.parametrize(("ollama", "status"), [(True, 500), (False, 503), (True, 404)])
def test_a_model_that_is_down_is_given_up(desk: Opening, *, ollama: bool, status: int) -> None:
    """After three requests at most, by either client library."""
    opened = desk(lambda _: Play(status=status), ollama=ollama, name="ollama:x" if ollama else "x")
    found = ask(opened)

    assert (found.mode, found.degraded) == ("extractive", True)
    assert len(opened.server.asked) == (1 if status == 404 else 3)


def test_retry_after_is_honoured_where_there_is_time(desk: Opening) -> None:
    """The second request comes no sooner than asked."""
    opened = desk(in_turn(Play(status=429, headers={"retry-after": "1"})))
    began = time.monotonic()
    found = ask(opened)

    assert (found.mode, len(opened.server.asked)) == ("generative", 2)
    assert time.monotonic() - began >= 1


def test_retry_after_beyond_the_deadline_is_not_waited_for(desk: Opening) -> None:
    """The extractive answer comes at once."""
    opened = desk(in_turn(Play(status=429, headers={"retry-after": "600"})), timeout_s=120)
    with within(5):
        found = ask(opened)

    assert (found.mode, found.degraded, len(opened.server.asked)) == ("extractive", True, 1)


@pytest.mark.parametrize("fault", STREAMED)
@pytest.mark.parametrize("ollama", [False, True])
def test_a_stream_that_breaks_is_asked_for_again(desk: Opening, fault: Fault, *, ollama: bool) -> None:
    """Where nothing of it had been released; a line that is too long is not asked for again."""
    opened = desk(
        in_turn(Play(text='{"segments": [{"text": "Sch', fault=fault)),
        ollama=ollama,
        name="ollama:x" if ollama else "x",
    )
    found = ask(opened)

    assert found.mode == ("extractive" if fault == "long line" else "generative")
    assert found.degraded == (fault == "long line")


@pytest.mark.parametrize("fault", ["reset", "cut", "silence"])
def test_a_stream_that_breaks_behind_a_segment_keeps_it(desk: Opening, fault: Fault) -> None:
    """What has been released stays, nothing is asked for again, and the reply says that it is degraded."""

    def breaks(asked: Asked) -> Play:
        (id_, first), (other, second) = sayings(asked)[:2]
        whole = reply(segment(tidy(first), (id_, first)), segment(tidy(second), (other, second)))
        return Play(text=whole[: whole.index("}]}") + 3] + ', {"text": "Half', fault=fault)

    opened = desk(breaks, timeout_s=4)
    found = ask(opened)

    assert isinstance(found.outcome, Answer)
    assert (found.mode, found.degraded, len(opened.server.asked)) == ("generative", True, 1)
    assert len(found.outcome.segments) == 1


@pytest.mark.parametrize("fault", ["silence", "drip"])
@pytest.mark.parametrize("text", ["", '{"segments": ['])
def test_the_deadline_is_kept_whatever_comes(desk: Opening, fault: Fault, text: str) -> None:
    """Nothing at all, or a byte a second."""
    opened = desk(lambda _: Play(text=text, fault=fault), timeout_s=1)
    with within(1):
        found = ask(opened)

    assert (found.mode, found.degraded) == ("extractive", True)
    assert_all_left(opened)


def test_a_reply_that_is_over_is_not_waited_for(desk: Opening) -> None:
    """Its list has closed; the stream never does."""
    opened = desk(lambda asked: two_sentences(asked, fault="no end"))
    with within(5):
        found = ask(opened)

    assert (found.mode, found.degraded) == ("generative", False)
    assert_all_left(opened)


@pytest.mark.parametrize("name", ["x", "ollama:x"])
def test_a_server_that_is_not_there_is_given_up_soon(sample_service: Service, name: str) -> None:
    """Nobody listens on the port: the extractive answer, well within the deadline."""
    chat = open_chat(name, base_url="http://127.0.0.1:9/v1", api_key=None, timeout_s=60)
    with within(5):
        found = with_chat(sample_service, chat).ask(AskRequest(question=QUESTION))
    chat.close()

    assert (found.mode, found.degraded) == ("extractive", True)


@pytest.mark.parametrize("at", range(100, 2_400, 400))
def test_a_stream_cut_anywhere_releases_nothing_that_the_whole_one_does_not(desk: Opening, at: int) -> None:
    """In the middle of an event, of a segment, of a quote."""
    opened = desk(lambda asked: two_sentences(asked, fault="cut", cut_at=at))
    found = ask(opened)
    opened.server.player = honest
    whole = ask(opened)

    assert isinstance(found.outcome, Answer)
    assert isinstance(whole.outcome, Answer)
    if found.mode == "generative":
        assert found.outcome.segments == whole.outcome.segments[: len(found.outcome.segments)]
    else:
        assert found.degraded


@pytest.mark.parametrize("after", ["a segment", "nothing"])
def test_a_client_that_leaves_ends_the_request(desk: Opening, after: str) -> None:
    """Between two events of the stream, which come at least twice a second."""

    def endless(asked: Asked) -> Play:
        id_, sentence = sayings(asked)[0]
        text = reply(segment(tidy(sentence), (id_, sentence)))[:-2] if after == "a segment" else ""
        return Play(text=text, fault="silence")

    opened = desk(endless, timeout_s=60)
    events = opened.service.stream(AskRequest(question=QUESTION))
    for event in events:
        waited = opened.server.open_now == 1
        if waited if after == "nothing" else isinstance(event, SegmentDone):
            break
    events.close()  # type: ignore[attr-defined]  # it is a generator

    assert_all_left(opened)


def assert_all_left(opened: Desk) -> None:
    """The upstream connection is closed within a second, and slack."""
    deadline = time.monotonic() + 1 + SLACK_S
    while opened.server.open_now and time.monotonic() < deadline:
        time.sleep(0.01)

    assert opened.server.open_now == 0


@pytest.mark.parametrize("status", [200, 401, 500])
def test_the_log_has_no_question_no_key_and_no_prompt(
    desk: Opening, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    """It has the model, what went wrong and how often."""
    caplog.set_level(logging.INFO)
    opened = desk(lambda _: Play(status=status, text="Scholz said banana."))
    ask(opened)
    logged = "\n".join(f"{record.getMessage()} {record.exc_info}" for record in caplog.records)

    assert "chat model scripted failed" in logged
    assert not [word for word in (KEY, "Scholz", "Nord Stream", "banana", "verbatim", "passages") if word in logged]


def test_the_key_is_sent_and_no_address_of_an_article(desk: Opening) -> None:
    """The request has the key in its header; its body has no URL."""
    opened = desk(honest)
    ask(opened)
    [asked] = opened.server.asked

    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert "://" not in json.dumps(asked.messages)
