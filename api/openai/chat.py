"""Chat completions.

https://platform.openai.com/docs/api-reference/chat
"""

import json
import time
from collections.abc import Generator
from contextlib import closing
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Body, Request, Response
from pydantic import Field, StrictBool

from api.faults import ending_with_faults
from api.limits import JSON
from api.links import base_of
from api.openai.answering import Pieces, Sources, Whole, Words, answering, whole_blocks
from api.openai.chat_bodies import Head, completion
from api.openai.chunks import Chunks
from api.openai.errors import ERROR, error_body
from api.openai.messages import Lenient, Messages
from api.openai.presentation import Presentation
from api.openai.profiles import profile_of
from api.opening import ReadyService
from api.problems import Problem
from api.seats import AnswerSeats
from api.streaming import EventStream, WholeAnswer, events_content, sse
from qa.events import Status

router = APIRouter(tags=["openai"], responses={"default": ERROR})

_DONE = sse("[DONE]")


class StreamOptions(Lenient):
    """What a stream holds besides the answer."""

    include_usage: StrictBool | None = None


class ChatRequest(Lenient):
    """A conversation, whose last user message is the question. Other fields that OpenAI has are taken and not used."""

    model: Annotated[str, Field(description="A profile, as /v1/models lists them.")]
    messages: Messages
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int | None, Field(strict=True, ge=1, le=1, description="There is one answer.")] = None


_EXAMPLES = {
    "plain": {
        "summary": "A question",
        "value": {
            "model": "onrecord",
            "messages": [{"role": "user", "content": "What did Marta Quill call the repair plan?"}],
        },
    }
}
_COMPLETION = {
    "description": "A chat completion, or its chunks as server-sent events",
    "content": {
        JSON: {"schema": {"type": "object", "title": "Chat completion"}},
        **events_content(),
    },
}


@router.post("/v1/chat/completions", response_model=None, responses={200: _COMPLETION})
def complete_chat(
    request: Annotated[ChatRequest, Body(openapi_examples=_EXAMPLES)],
    service: ReadyService,
    seats: AnswerSeats,
    http: Request,
) -> Response:
    """Answers the last user message, as OpenAI's chat completions do; earlier ones are the conversation before it.

    Citations are `url_citation` annotations of the message, in a stream of its last chunk: `start_index` and
    `end_index`, in code points, are the marker's in the text, and `url` is the article's page here. `onrecord` holds
    the reply as `/v1/ask` gives it. An abstention is a message without annotations.
    """
    presentation = Presentation(profile_of(request.model), base_of(http))
    pieces = answering(service, request.messages, presentation=presentation, field="messages")
    head = Head(id=f"chatcmpl-{uuid4().hex}", created=int(time.time()), model=request.model)
    if not request.stream:
        blocks = whole_blocks(pieces, lambda piece: completion(head, piece, presentation=presentation))
        return WholeAnswer(blocks, seats=seats)
    with_usage = bool(request.stream_options and request.stream_options.include_usage)
    blocks = _blocks(pieces, Chunks(head=head, presentation=presentation, with_usage=with_usage))
    return EventStream(ending_with_faults(blocks, path=http.scope["path"], tell=_error), seats=seats)


def _blocks(pieces: Pieces, chunks: Chunks) -> Generator[bytes, None, None]:
    """The chunks; an empty block for a piece that tells nothing new."""
    with closing(pieces):
        yield _sse(chunks.opening())
        for piece in pieces:
            match piece:
                case Status():
                    yield b""
                case Sources():
                    yield from map(_sse, chunks.sources(piece))
                case Words():
                    yield _sse(chunks.words(piece))
                case Whole():
                    yield from map(_sse, chunks.ending(piece))
                    yield _DONE


def _sse(body: dict[str, object]) -> bytes:
    return sse(json.dumps(body))


def _error(problem: Problem) -> bytes:
    return _sse({"error": error_body(problem)})
