"""Spans of a question's way, by OpenTelemetry's interface: next to free until the process sets up a provider.

They tell counts, kinds and times. What was asked and answered is told only where the convention's switch is on.
"""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from opentelemetry import trace
from opentelemetry.trace import Span, StatusCode

from qa.reply import Answer, Reply
from qa.writer.writing import Writing

P = ParamSpec("P")
E = TypeVar("E")
R = TypeVar("R")

tracer = trace.get_tracer("onrecord")
"""Of whichever provider the process has set up by then."""
_SWITCH = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_ON_SPANS = frozenset({"true", "span_only", "span_and_event"})
_QUOTES = ("exact", "misattributed", "stitched", "absent")


@contextmanager
def span(name: str) -> Iterator[None]:
    """A span, the current one until the block or the function that it decorates has ended."""
    with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as started:
        try:
            yield
        except Exception as exc:
            fail(started, exc)
            raise


def spanned(name: str) -> Callable[[Callable[P, Generator[E, None, R]]], Callable[P, Generator[E, None, R]]]:
    """Decorates a generator: a span from its first step until it has ended or is closed.

    The span is the current one while the generator is at work, and not between: each step may be in another context.
    """

    def decorate(steps: Callable[P, Generator[E, None, R]]) -> Callable[P, Generator[E, None, R]]:
        @wraps(steps)
        def stepped(*args: P.args, **kwargs: P.kwargs) -> Generator[E, None, R]:
            lasting, going = tracer.start_span(name), steps(*args, **kwargs)
            try:
                while True:
                    with current(lasting):
                        try:
                            event = next(going)
                        except StopIteration as end:
                            returned: R = end.value
                            return returned
                    yield event
            except Exception as exc:
                fail(lasting, exc)
                raise
            finally:
                with current(lasting):
                    going.close()
                lasting.end()

        return stepped

    return decorate


def current(lasting: Span) -> AbstractContextManager[Span]:
    """Makes it the current span for a block, and doesn't end it."""
    return trace.use_span(lasting, record_exception=False, set_status_on_exception=False)


def fail(failed: Span, exc: BaseException) -> None:
    """Marks it as failed, by the HTTP status or the exception's class alone: a message may quote anything."""
    status = getattr(exc, "status_code", None)
    by_status = isinstance(status, int) and status > 0
    failed.set_attribute("error.type", str(status) if by_status else type(exc).__name__)
    failed.set_status(StatusCode.ERROR)


def shows_content(span: Span) -> bool:
    """Whether the span is to tell what was asked and answered."""
    return span.is_recording() and os.environ.get(_SWITCH, "").strip().lower() in _ON_SPANS


def tell_request(request_id: str) -> None:
    """The name of the request, on the current span, which is the server's."""
    trace.get_current_span().set_attribute("onrecord.request_id", request_id)


def tell_question(text: str) -> None:
    """The question, where content is shown, on the current span."""
    asking = trace.get_current_span()
    if shows_content(asking):
        asking.set_attribute("onrecord.question", text)


def tell_reply(reply: Reply) -> None:
    """How the question was answered, on the current span."""
    asking, outcome = trace.get_current_span(), reply.outcome
    answer = outcome if isinstance(outcome, Answer) else None
    asking.set_attributes(
        {
            "onrecord.mode": reply.mode,
            "onrecord.degraded": reply.degraded,
            "onrecord.answered": answer is not None,
            "onrecord.hits": len(reply.hits),
            "onrecord.citations": len(answer.citations) if answer else 0,
        }
    )
    if not isinstance(outcome, Answer):
        asking.set_attribute("onrecord.abstention.reason", outcome.reason)
    elif shows_content(asking):
        asking.set_attribute("onrecord.answer", outcome.text)


def tell_writing(writing: Writing) -> None:
    """How writing ended and what became of the quotes, on the current span."""
    quotes = {f"onrecord.quotes.{status}": writing.counts.get(status, 0) for status in _QUOTES}
    trace.get_current_span().set_attributes({"onrecord.writing": writing.ending, **quotes})
