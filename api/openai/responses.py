"""Responses.

https://platform.openai.com/docs/api-reference/responses
"""

import json
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Body, Request, Response
from pydantic import BeforeValidator, Field, StrictBool

from api.faults import ending_with_faults
from api.limits import JSON
from api.links import base_of
from api.openai.answering import Pieces, Whole, Words, answering, whole_blocks
from api.openai.errors import ERROR, error_body
from api.openai.messages import Lenient, TextOrMessages
from api.openai.presentation import Presentation
from api.openai.profiles import profile_of
from api.openai.responses_bodies import EVENT_TYPES, Made, Numbered, Told
from api.opening import ReadyService
from api.problems import Problem
from api.seats import AnswerSeats
from api.streaming import EventStream, WholeAnswer, events_content, sse

router = APIRouter(tags=["openai"], responses={"default": ERROR})

_NOT_KEPT = "Not supported: no response is kept here; send the conversation in 'input'."


def _no_number(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("this should be false or null")  # noqa: TRY004  # pydantic wants a ValueError
    return value


class ResponseRequest(Lenient):
    """A question, or a conversation whose last user message is it. Other fields that OpenAI has aren't used."""

    model: Annotated[str, Field(description="A profile, as /v1/models lists them.")]
    input: TextOrMessages
    stream: StrictBool | None = None
    previous_response_id: Annotated[None, Field(description=_NOT_KEPT)] = None
    conversation: Annotated[None, Field(description=_NOT_KEPT)] = None
    background: Annotated[
        Annotated[Literal[False], BeforeValidator(_no_number)] | None, Field(description=_NOT_KEPT)
    ] = None


_EXAMPLES = {
    "plain": {
        "summary": "A question",
        "value": {"model": "onrecord", "input": "What did Marta Quill call the repair plan?"},
    }
}
_RESPONSE = {
    "description": "A response, or its server-sent events",
    "content": {
        JSON: {"schema": {"type": "object", "title": "Response"}},
        **events_content(*EVENT_TYPES, "error"),
    },
}


@router.post("/v1/responses", response_model=None, responses={200: _RESPONSE})
def create_response(
    request: Annotated[ResponseRequest, Body(openapi_examples=_EXAMPLES)],
    service: ReadyService,
    seats: AnswerSeats,
    http: Request,
) -> Response:
    """Answers the input, or its last user message, as OpenAI's responses do.

    Citations are `url_citation` annotations of the text, as in `/v1/chat/completions`. Nothing is kept: a response
    can't be continued or read again.
    """
    presentation = Presentation(profile_of(request.model), base_of(http))
    pieces = answering(service, request.input, presentation=presentation, field="input")
    made = Made(
        id=f"resp_{uuid4().hex}",
        message_id=f"msg_{uuid4().hex}",
        created=int(time.time()),
        model=request.model,
        presentation=presentation,
    )
    if not request.stream:
        return WholeAnswer(whole_blocks(pieces, made.completed), seats=seats)
    numbered = Numbered()
    blocks = _blocks(pieces, made, numbered)
    told = ending_with_faults(blocks, path=http.scope["path"], tell=lambda problem: _error(problem, numbered))
    return EventStream(told, seats=seats)


def _blocks(pieces: Pieces, made: Made, numbered: Numbered) -> Generator[bytes, None, None]:
    """The events; an empty block for a piece that tells nothing new."""

    def told(events: Iterator[Told]) -> Iterator[bytes]:
        for event in events:
            yield sse(json.dumps(numbered.body(event)), event=event.type)

    with closing(pieces):
        yield from told(made.opening())
        for piece in pieces:
            match piece:
                case Words():
                    yield from told(made.words(piece))
                case Whole():
                    yield from told(made.ending(piece))
                case _:
                    yield b""


def _error(problem: Problem, numbered: Numbered) -> bytes:
    """In both places that clients look: the AI SDK beside `type`, openai-python within `error`."""
    error = error_body(problem)
    return sse(json.dumps(numbered.body(Told("error", {**error, "type": "error", "error": error}))), event="error")
