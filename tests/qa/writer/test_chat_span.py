"""The span of a request to a chat model, and langchain's callbacks: both reach the thread that it is asked in."""

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from desk import KEY, Opening
from heard_steps import HeardSteps
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind, StatusCode
from personalities import honest, plays, reply, sayings, segment, tidy
from recorded_spans import RecordedSpans
from scripted_server import Asked, Play

from qa.events import SegmentDone
from qa.question import Question
from qa.wire import AskRequest, Turn

QUESTION = "what did Scholz say about Nord Stream 2"
SWITCH = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
TOKENS = (700, 42)


def counted(asked: Asked) -> Play:
    """The honest model's reply, its tokens told."""
    return replace(honest(asked), tokens=TOKENS)


def told(span: ReadableSpan) -> Mapping[str, object]:
    return dict(span.attributes or {})


@pytest.mark.parametrize("ollama", [False, True])
def test_a_request_is_a_client_span_by_the_conventions(desk: Opening, spans: RecordedSpans, *, ollama: bool) -> None:
    """Who was asked and how, why the reply ended and what it took; by either client library."""
    service = desk(counted, ollama=ollama, name="ollama:scripted" if ollama else "scripted").service
    service.ask(AskRequest(question=QUESTION))
    chat = spans.named("chat scripted")[0]

    assert sorted(spans.tree) == ["ask", "ask/retrieve", "ask/understand", "ask/write", "ask/write/chat scripted"]
    assert (chat.kind, chat.status.status_code) == (SpanKind.CLIENT, StatusCode.UNSET)
    assert told(chat) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "ollama" if ollama else "openai",
        "gen_ai.request.model": "scripted",
        "gen_ai.request.temperature": 0.0,
        "gen_ai.request.max_tokens": 2048,
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.usage.input_tokens": TOKENS[0],
        "gen_ai.usage.output_tokens": TOKENS[1],
    }


def test_the_spans_tell_what_became_of_the_quotes(desk: Opening, spans: RecordedSpans) -> None:
    """How many stand where they should, and how the others don't."""

    def half_right(asked: Asked) -> Play:
        (id_, first), (_, second) = sayings(asked)[:2]
        other = next(passage["id"] for passage in asked.passages if second not in passage["text"])
        wrong = segment(tidy(second), (other, second)), segment("He said so.", (id_, "otters applaud at midnight"))
        return Play(text=reply(segment(tidy(first), (id_, first)), *wrong))

    desk(half_right).service.ask(AskRequest(question=QUESTION))
    written, asked = told(spans.named("write")[0]), told(spans.named("ask")[0])

    assert written == {
        "onrecord.writing": "answered",
        "onrecord.quotes.exact": 1,
        "onrecord.quotes.misattributed": 1,
        "onrecord.quotes.stitched": 0,
        "onrecord.quotes.absent": 1,
    }
    assert (asked["onrecord.mode"], asked["onrecord.degraded"]) == ("generative", False)


def test_each_attempt_of_a_failing_model_is_a_span_that_failed(desk: Opening, spans: RecordedSpans) -> None:
    """The answer is then read, and degraded; the failure's message is not told."""
    desk(lambda _: Play(status=503, text=f"not now: {QUESTION}")).service.ask(AskRequest(question=QUESTION))
    chats = spans.named("chat scripted", count=3)

    assert {chat.status.status_code for chat in chats} == {StatusCode.ERROR}
    assert {told(chat)["error.type"] for chat in chats} == {"503"}
    assert told(spans.named("write")[0])["onrecord.writing"] == "failed"
    assert told(spans.named("ask")[0])["onrecord.degraded"] is True
    assert spans.tree[-2:] == ["ask/read", "ask/ground"]
    assert QUESTION not in spans.told


def test_a_model_that_is_out_of_time_has_failed(desk: Opening, spans: RecordedSpans) -> None:
    """By the deadline of the question."""
    desk(lambda _: Play(fault="silence"), timeout_s=0.6).service.ask(AskRequest(question=QUESTION))
    chat = spans.named("chat scripted")[0]

    assert chat.status.status_code is StatusCode.ERROR
    assert told(chat)["error.type"] == "TimeoutError"


def test_a_stream_that_is_closed_early_ends_all_spans(
    desk: Opening, spans: RecordedSpans, caplog: pytest.LogCaptureFixture
) -> None:
    """In the middle of the model's reply, which is let go of and has not failed."""

    def slow(asked: Asked) -> Play:
        return replace(counted(asked), pause_s=0.03)

    events = desk(slow).service.stream(AskRequest(question=QUESTION))
    next(event for event in events if isinstance(event, SegmentDone))
    events.close()  # type: ignore[attr-defined]  # a generator
    chat = spans.named("chat scripted")[0]

    assert sorted(spans.tree) == ["ask", "ask/retrieve", "ask/understand", "ask/write", "ask/write/chat scripted"]
    assert {span.status.status_code for span in spans.all} == {StatusCode.UNSET}
    assert "gen_ai.usage.output_tokens" not in told(chat)
    assert caplog.records == []


def test_a_follow_up_that_is_put_anew_has_a_span_for_it(desk: Opening, spans: RecordedSpans) -> None:
    """With the model's within; without a conversation there is none."""

    def rewriting(asked: Asked) -> Play:
        text = json.dumps({"question": "what did Scholz say about Nord Stream 2 in Kyiv?"})
        return Play(text=text) if asked.is_rewriting else counted(asked)

    history = (Turn(role="user", content=QUESTION), Turn(role="assistant", content="That it is a private project."))
    desk(rewriting).service.ask(AskRequest(question="and what did he say in Kyiv?", history=history))
    spans.named("chat scripted", count=2)

    assert spans.tree == [
        "ask",
        "ask/rewrite",
        "ask/rewrite/chat scripted",
        "ask/understand",
        "ask/retrieve",
        "ask/write",
        "ask/write/chat scripted",
    ]


def test_questions_at_the_same_time_have_their_own_requests(desk: Opening, spans: RecordedSpans) -> None:
    """Though one thread asks the model for all of them."""
    service = desk(lambda asked: replace(counted(asked), pause_s=0.01)).service
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: service.ask(AskRequest(question=QUESTION)), range(4)))
    chats = spans.named("chat scripted", count=4)

    assert spans.tree.count("ask/write/chat scripted") == 4
    assert len({chat.context.trace_id for chat in chats if chat.context}) == 4


def test_prompt_and_reply_are_told_only_where_they_are_asked_for(
    desk: Opening, spans: RecordedSpans, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the form of the conventions; the key never is."""
    service = desk(counted).service
    service.ask(AskRequest(question=QUESTION))
    spans.named("chat scripted")
    silent = spans.told
    monkeypatch.setenv(SWITCH, "true")
    service.ask(AskRequest(question=QUESTION))
    chat = told(spans.named("chat scripted", count=2)[1])
    asked = json.loads(str(chat["gen_ai.input.messages"]))
    answered = json.loads(str(chat["gen_ai.output.messages"]))

    assert "Scholz" not in silent
    assert "gen_ai.input.messages" not in silent
    assert [message["role"] for message in asked] == ["system", "user"]
    assert QUESTION in asked[1]["parts"][0]["content"]
    assert '"segments"' in answered[0]["parts"][0]["content"]
    assert KEY not in spans.told


def test_langchain_callbacks_hear_the_chat_model(desk: Opening) -> None:
    """Its beginning, its end and its tokens, each time, though the answer is there before the reply has ended."""
    service, heard = desk(counted).service, [HeardSteps() for _ in range(8)]
    for one in heard:
        service.chain.invoke(Question(text=QUESTION), config={"callbacks": [one]})
    until = time.monotonic() + 5
    while not all(one.ended or one.failed for one in heard) and time.monotonic() < until:
        time.sleep(0.01)
    usage = {"input_tokens": 700, "output_tokens": 42, "total_tokens": 742}

    assert [one.began for one in heard] == [heard[0].began] * 8
    assert {"understand", "retrieve"} <= set(heard[0].began)
    assert [one.asked for one in heard] == [["scripted"]] * 8
    assert [[{kind: end[kind] for kind in usage} for end in one.ended] for one in heard] == [[usage]] * 8


def test_langchain_callbacks_hear_that_the_chat_model_failed(desk: Opening) -> None:
    """And the steps that answer without it."""
    heard = HeardSteps()
    service = desk(plays("no JSON at all")).service
    service.chain.invoke(Question(text=QUESTION), config={"callbacks": [heard]})
    refused = HeardSteps()
    service = desk(lambda _: Play(status=401)).service
    service.chain.invoke(Question(text=QUESTION), config={"callbacks": [refused]})

    assert (heard.asked, heard.failed) == (["scripted", "scripted"], [])
    assert (refused.asked, refused.failed) == (["scripted"], ["OpenAIAuthenticationError"])
    assert {"read", "ground"} <= set(heard.began) & set(refused.began)
