"""The JSON of responses, and of the events of a streamed one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from api.openai.answering import Whole, Words
from api.openai.chat_bodies import Body, url_citation, with_reply
from api.openai.presentation import Presentation

EVENT_TYPES = (
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.annotation.added",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
)


@dataclass(frozen=True, slots=True)
class Told:
    """An event, without its number."""

    type: str
    body: Body


@dataclass(frozen=True, slots=True)
class Numbered:
    """Numbers the events of a stream, from 0."""

    _numbers: Iterator[int] = field(default_factory=count)

    def body(self, event: Told) -> Body:
        """The event as it travels."""
        return {**event.body, "type": event.type, "sequence_number": next(self._numbers)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A response that is being made: one message with one text."""

    id: str
    message_id: str
    created: int
    model: str
    presentation: Presentation

    def opening(self) -> Iterator[Told]:
        """The events before the text."""
        begun = self._response(status="in_progress", output=[])
        yield Told("response.created", {"response": begun})
        yield Told("response.in_progress", {"response": begun})
        yield Told("response.output_item.added", {"output_index": 0, "item": self._item("in_progress", [])})
        yield Told("response.content_part.added", self._place({"part": _part("", [])}))

    def words(self, piece: Words) -> Iterator[Told]:
        """The events of more text."""
        yield Told("response.output_text.delta", self._place({"delta": piece.text, "logprobs": []}))

    def ending(self, piece: Whole) -> Iterator[Told]:
        """The events after the text, its citations first."""
        part = _part(piece.text, self._annotations(piece))
        for index, annotation in enumerate(self._annotations(piece)):
            added = self._place({"annotation_index": index, "annotation": annotation})
            yield Told("response.output_text.annotation.added", added)
        yield Told("response.output_text.done", self._place({"text": piece.text, "logprobs": []}))
        yield Told("response.content_part.done", self._place({"part": part}))
        yield Told("response.output_item.done", {"output_index": 0, "item": self._item("completed", [part])})
        yield Told("response.completed", {"response": self.completed(piece)})

    def completed(self, piece: Whole) -> Body:
        """The whole response; `onrecord` holds the reply as `/v1/ask` gives it."""
        part = _part(piece.text, self._annotations(piece))
        body: Body = {
            **self._response(status="completed", output=[self._item("completed", [part])]),
            "usage": {
                "input_tokens": piece.prompt_tokens,
                "input_tokens_details": {"cached_tokens": 0},
                "output_tokens": piece.completion_tokens,
                "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": piece.prompt_tokens + piece.completion_tokens,
            },
        }
        return with_reply(body, piece)

    def _annotations(self, piece: Whole) -> list[Body]:
        return [
            {"type": "url_citation", **url_citation(one, presentation=self.presentation)} for one in piece.annotations
        ]

    def _place(self, body: Body) -> Body:
        return {"item_id": self.message_id, "output_index": 0, "content_index": 0, **body}

    def _item(self, status: str, content: list[Body]) -> Body:
        return {
            "id": self.message_id,
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": content,
        }

    def _response(self, *, status: str, output: list[Body]) -> Body:
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "model": self.model,
            "output": output,
            "background": False,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "max_output_tokens": None,
            "metadata": {},
            "parallel_tool_calls": False,
            "previous_response_id": None,
            "store": False,
            "temperature": None,
            "text": {"format": {"type": "text"}},
            "tool_choice": "none",
            "tools": [],
            "top_p": None,
            "truncation": "disabled",
            "usage": None,
        }


def _part(text: str, annotations: list[Body]) -> Body:
    return {"type": "output_text", "text": text, "annotations": annotations, "logprobs": []}
