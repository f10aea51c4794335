"""The routes of a chat page that is made with the AI SDK."""

import json
from collections.abc import Generator
from contextlib import closing
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Body, Depends, Path, Request, Response

from api.faults import ending_with_faults
from api.limits import require_json
from api.links import base_of
from api.openai.answering import Pieces, Sources, Whole, Words, answering
from api.openai.presentation import Presentation
from api.opening import ReadyService
from api.problems import Problem
from api.seats import AnswerSeats
from api.streaming import EventStream, events_content, sse
from api.ui_chat import parts
from api.ui_chat.messages import UiChatRequest
from qa.events import Stage, Status

router = APIRouter(tags=["ai sdk"])

_VERSION = {"x-vercel-ai-ui-message-stream": "v1"}
_DONE = sse("[DONE]")
_EXAMPLES = {
    "plain": {
        "summary": "A question",
        "value": {
            "id": "chat-1",
            "messages": [
                {
                    "id": "message-1",
                    "role": "user",
                    "parts": [{"type": "text", "text": "What did Marta Quill call the repair plan?"}],
                }
            ],
            "trigger": "submit-message",
        },
    }
}
_STREAM = {"description": "A UI message stream", "content": events_content()}


@router.post(
    "/v1/ui/chat",
    response_class=Response,
    response_model=None,
    responses={200: _STREAM},
    dependencies=[Depends(require_json)],
)
def stream_chat(
    request: Annotated[UiChatRequest, Body(openapi_examples=_EXAMPLES)],
    service: ReadyService,
    seats: AnswerSeats,
    http: Request,
) -> EventStream:
    """Answers the last user message of a page that uses the AI SDK (`useChat`), as a UI message stream, version 1.

    Before the text that first uses it, a citation is a `source-url` that leads to the article's page here, and a
    `data-citation` with its quote; the number in the text is the id of both. Nothing of the text is taken back. An
    abstention is a text and a `data-abstention`. `data-status` (transient) says what is being done. What else
    `/v1/ask` tells of a reply is under `onrecord` in the message's metadata. A fault in mid-stream is an `error`.
    """
    presentation = Presentation("onrecord", base_of(http))
    messages = tuple(message.plain() for message in request.messages)
    pieces = answering(service, messages, presentation=presentation, field="messages")
    told = ending_with_faults(_blocks(pieces, presentation), path=http.scope["path"], tell=_error)
    stream = EventStream(told, seats=seats)
    stream.headers.update(_VERSION)
    return stream


@router.get("/v1/ui/chat/{chat_id:path}/stream", status_code=204, response_class=Response)
async def resume_chat(chat_id: Annotated[str, Path(description="The page's own name for the chat.")]) -> None:
    """Has nothing to go on with: an answer whose reader is gone is let go of."""


def _blocks(pieces: Pieces, presentation: Presentation) -> Generator[bytes, None, None]:
    """The parts; an empty block for a piece that tells nothing new."""
    stage: Stage | None = None
    has_text = False
    with closing(pieces):
        yield _sse(parts.start(f"msg_{uuid4().hex}"))
        for piece in pieces:
            match piece:
                case Status():
                    yield _sse(parts.status(piece.stage)) if piece.stage != stage else b""
                    stage = piece.stage
                case Sources():
                    for annotation in piece.annotations:
                        yield from map(_sse, parts.cited(annotation, presentation=presentation))
                case Words():
                    if not has_text:
                        yield _sse(parts.text_start())
                        has_text = True
                    yield _sse(parts.text_delta(piece))
                case Whole():
                    yield from map(_sse, parts.ending(piece))
                    yield _DONE


def _sse(part: parts.Part) -> bytes:
    return sse(json.dumps(part))


def _error(problem: Problem) -> bytes:
    return _sse(parts.error(problem.detail))
