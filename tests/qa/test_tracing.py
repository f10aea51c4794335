"""The spans of a question, as OpenTelemetry's SDK exports them, and langchain's callbacks beside them."""

from collections.abc import Generator
from threading import Thread

import pytest
from heard_steps import HeardSteps
from opentelemetry import trace
from opentelemetry.trace import StatusCode
from recorded_spans import RecordedSpans

from qa.events import Done, Event
from qa.question import Question
from qa.reply import Answer
from qa.service import Service
from qa.tracing import span, spanned
from qa.wire import AskRequest

QUESTION = "what did Scholz say about Nord Stream 2"
DECLINED = "Who won the Eurovision song contest in Malmö?"
SWITCH = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
STEPS = ["ask", "ask/understand", "ask/retrieve", "ask/read", "ask/ground"]


def test_a_question_is_one_span_and_its_steps_are_spans_within(sample_service: Service, spans: RecordedSpans) -> None:
    """In their order, all in one trace, none failed."""
    sample_service.ask(AskRequest(question=QUESTION))

    assert spans.tree == STEPS
    assert len({one.context.trace_id for one in spans.all if one.context}) == 1
    assert {one.status.status_code for one in spans.all} == {StatusCode.UNSET}


def test_the_span_tells_how_it_was_answered(sample_service: Service, spans: RecordedSpans) -> None:
    """By counts and kinds."""
    reply = sample_service.ask(AskRequest(question=QUESTION))
    assert isinstance(reply.outcome, Answer)

    assert dict(spans.named("ask")[0].attributes or {}) == {
        "onrecord.mode": "extractive",
        "onrecord.degraded": False,
        "onrecord.answered": True,
        "onrecord.hits": len(reply.hits),
        "onrecord.citations": len(reply.outcome.citations),
    }


def test_the_span_tells_why_it_was_declined(sample_service: Service, spans: RecordedSpans) -> None:
    """An abstention is no failure."""
    sample_service.ask(AskRequest(question=DECLINED))
    asked = spans.named("ask")[0]

    assert asked.attributes
    assert asked.attributes["onrecord.answered"] is False
    assert asked.attributes["onrecord.citations"] == 0
    assert asked.attributes["onrecord.abstention.reason"] == "not_in_articles"
    assert asked.status.status_code is StatusCode.UNSET


def test_the_callers_span_is_the_parent(sample_service: Service, spans: RecordedSpans) -> None:
    """Asked or streamed, a question belongs to the request that it came with."""
    with trace.get_tracer("caller").start_as_current_span("request"):
        sample_service.ask(AskRequest(question=QUESTION))
        list(sample_service.stream(AskRequest(question=QUESTION)))
        left = trace.get_current_span()

    assert spans.tree == ["request", *[f"request/{step}" for step in [*STEPS, *STEPS]]]
    assert left.get_span_context() == spans.named("request")[0].context


def test_questions_of_a_batch_have_spans_of_their_own(sample_service: Service, spans: RecordedSpans) -> None:
    """Though they are answered in threads, at the same time."""
    sample_service.chain.batch([Question(text=text) for text in (QUESTION, DECLINED, QUESTION)])
    asked = [one.context.span_id for one in spans.named("ask", count=3) if one.context]
    parents = [one.parent.span_id for one in spans.all if one.parent]

    assert sorted(spans.tree) == sorted(STEPS * 3)
    assert [parents.count(span_id) for span_id in asked] == [4, 4, 4]


@pytest.mark.parametrize("events", [2, 3])
def test_a_stream_that_is_closed_early_ends_its_span(
    sample_service: Service, spans: RecordedSpans, caplog: pytest.LogCaptureFixture, events: int
) -> None:
    """At once, and as no failure: the reader may go."""
    stream = sample_service.stream(AskRequest(question=QUESTION))
    for _ in range(events):
        next(stream)
    before = spans.tree
    stream.close()  # type: ignore[attr-defined]  # a generator

    assert "ask" not in before
    assert spans.tree[0] == "ask"
    assert spans.named("ask")[0].status.status_code is StatusCode.UNSET
    assert caplog.records == []


def test_each_step_of_a_stream_may_be_taken_in_another_thread(
    sample_service: Service, spans: RecordedSpans, caplog: pytest.LogCaptureFixture
) -> None:
    """As a server takes them: the spans are the same, and no thread is left with a span."""
    stream, events, left = sample_service.stream(AskRequest(question=QUESTION)), list[Event](), list[bool]()

    def step() -> None:
        events.append(next(stream))
        left.append(trace.get_current_span().is_recording())

    while not (events and isinstance(events[-1], Done)):
        thread = Thread(target=step)
        thread.start()
        thread.join()

    assert list(stream) == []
    assert spans.tree == STEPS
    assert not any(left)
    assert caplog.records == []


def test_a_failure_is_told_by_its_class_alone(spans: RecordedSpans) -> None:
    """An exception's message may quote anything; it is raised as it was."""

    @spanned("outer")
    def failing() -> Generator[str, None, None]:
        yield "one"
        with span("inner"):
            raise ValueError(QUESTION)

    with pytest.raises(ValueError, match=QUESTION):
        list(failing())

    assert spans.tree == ["outer", "outer/inner"]
    assert [one.status.status_code for one in spans.all] == [StatusCode.ERROR] * 2
    assert [dict(one.attributes or {}) for one in spans.all] == [{"error.type": "ValueError"}] * 2
    assert QUESTION not in spans.told


def test_a_generator_returns_what_it_would_without_a_span(spans: RecordedSpans) -> None:
    """Its events and its value."""

    @spanned("counting")
    def counting() -> Generator[int, None, str]:
        yield from (1, 2)
        return "three"

    def within() -> Generator[int, None, None]:
        assert (yield from counting()) == "three"

    assert list(within()) == [1, 2]
    assert spans.tree == ["counting"]


@pytest.mark.parametrize("switch", [None, "", "false", "no_content", "EVENT_ONLY"])
def test_no_span_tells_what_was_asked_or_answered(
    sample_service: Service, spans: RecordedSpans, monkeypatch: pytest.MonkeyPatch, switch: str | None
) -> None:
    """Unless it is asked for."""
    if switch is not None:
        monkeypatch.setenv(SWITCH, switch)
    reply = sample_service.ask(AskRequest(question=QUESTION))
    assert isinstance(reply.outcome, Answer)

    assert QUESTION not in spans.told
    assert "Scholz" not in spans.told
    assert not any(segment.text in spans.told for segment in reply.outcome.segments)


@pytest.mark.parametrize("switch", ["true", "True", "SPAN_ONLY", "span_and_event"])
def test_where_it_is_asked_for_the_span_has_question_and_answer(
    sample_service: Service, spans: RecordedSpans, monkeypatch: pytest.MonkeyPatch, switch: str
) -> None:
    """By the switch of OpenTelemetry's conventions."""
    monkeypatch.setenv(SWITCH, switch)
    reply = sample_service.ask(AskRequest(question=QUESTION))
    assert isinstance(reply.outcome, Answer)
    told = spans.named("ask")[0].attributes or {}

    assert (told["onrecord.question"], told["onrecord.answer"]) == (QUESTION, reply.outcome.text)


def test_langchain_callbacks_hear_the_steps_of_the_chain(sample_service: Service) -> None:
    """By name, whether it is invoked or streamed."""
    invoked, streamed = HeardSteps(), HeardSteps()
    sample_service.chain.invoke(Question(text=QUESTION), config={"callbacks": [invoked]})
    list(sample_service.events.stream(Question(text=QUESTION), config={"callbacks": [streamed]}))
    steps = ["answer or abstain", "understand", "retrieve", "read", "ground"]

    assert [name for name in invoked.began if name in steps] == steps
    assert [name for name in streamed.began if name in steps] == steps
