"""The span of one request to a chat model, by OpenTelemetry's conventions for generative AI (1.37 and later)."""

import json
from asyncio import CancelledError
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from langchain_core.messages import AIMessageChunk, BaseMessage
from opentelemetry.trace import SpanKind

from qa.tracing import fail, shows_content, tracer
from qa.writer.deadline import Deadline

_ROLES = {"human": "user", "ai": "assistant"}
_ENDINGS = ("finish_reason", "done_reason", "stop_reason")
"""What OpenAI, Ollama and Anthropic call why a reply ended."""


@dataclass(frozen=True, slots=True)
class ChatModelName:
    """Which model is asked, and with what wishes."""

    provider: str
    model: str
    temperature: float
    max_tokens: int


@dataclass(slots=True)
class Heard:
    """What came of a reply so far; the text is kept only where it is to be shown."""

    keeps_text: bool
    _text: list[str] = field(default_factory=list)
    _told: dict[str, str | int | list[str]] = field(default_factory=dict)

    def take(self, chunk: BaseMessage) -> None:
        """The next piece: tokens are summed, for some providers count them in parts."""
        if self.keeps_text:
            self._text.append(chunk.text)
        usage = chunk.usage_metadata if isinstance(chunk, AIMessageChunk) else None
        for kind, tokens in (("input", usage["input_tokens"]), ("output", usage["output_tokens"])) if usage else ():
            known = self._told.get(name := f"gen_ai.usage.{kind}_tokens", 0)
            self._told[name] = tokens + (known if isinstance(known, int) else 0)
        if reason := next(filter(None, map(chunk.response_metadata.get, _ENDINGS)), None):
            self._told["gen_ai.response.finish_reasons"] = [str(reason)]

    @property
    def attributes(self) -> Mapping[str, str | int | list[str]]:
        """For the span."""
        said = [_message("assistant", "".join(self._text))] if self._text else []
        return {**self._told, **({"gen_ai.output.messages": json.dumps(said)} if said else {})}


@contextmanager
def chat_span(asked: ChatModelName, messages: Sequence[BaseMessage], *, deadline: Deadline) -> Iterator[Heard]:
    """The span, the current one until the block ends.

    Being let go of is no failure, but for want of time it is.
    """
    with tracer.start_as_current_span(
        f"chat {asked.model}",
        kind=SpanKind.CLIENT,
        attributes={
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": asked.provider,
            "gen_ai.request.model": asked.model,
            "gen_ai.request.temperature": asked.temperature,
            "gen_ai.request.max_tokens": asked.max_tokens,
        },
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        heard = Heard(shows_content(span))
        if heard.keeps_text:
            said = [_message(_ROLES.get(message.type, message.type), message.text) for message in messages]
            span.set_attribute("gen_ai.input.messages", json.dumps(said))
        try:
            yield heard
        except CancelledError:
            if not deadline.left:
                fail(span, TimeoutError())
            raise
        except Exception as exc:
            fail(span, exc)
            raise
        finally:
            span.set_attributes(heard.attributes)


def _message(role: str, text: str) -> Mapping[str, object]:
    return {"role": role, "parts": [{"type": "text", "content": text}]}
