"""Routes that answer: ask, search."""

import json
from collections.abc import Generator
from contextlib import closing
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from api.faults import ending_with_faults
from api.opening import ReadyService
from api.problems import Problem, problem_body
from api.seats import AnswerSeats
from api.streaming import EventStream, WholeAnswer, events_content, sse
from qa.events import Done, Event
from qa.wire import AskRequest, HitsBody, ReplyBody, SearchRequest, hit_body, reply_body
from qa.wire_events import EVENT_NAMES, event_bodies

router = APIRouter(tags=["questions"])


_QUESTIONS = {
    "plain": {"summary": "A question", "value": {"question": "What did Marta Quill call the repair plan?"}},
    "limited": {
        "summary": "Of one outlet, as of a day",
        "value": {
            "question": "When will the bridge close?",
            "filters": {"publishers": ["The Varrow Courier (sample)"]},
            "as_of": "2023-03-31T00:00:00Z",
            "max_citations": 3,
        },
    },
    "follow-up": {
        "summary": "A follow-up, with the passages that were read",
        "value": {
            "question": "What did she call it?",
            "history": [
                {"role": "user", "content": "Who is Marta Quill?"},
                {"role": "assistant", "content": "She leads the opposition on the council."},
            ],
            "include": ["passages"],
        },
    },
}
_QUERIES = {"plain": {"summary": "Words to look for", "value": {"query": "bridge hangers rust", "limit": 5}}}


_STREAM = {
    "description": "The reply, or its events where `Accept` names text/event-stream",
    "content": events_content(*EVENT_NAMES.values(), "error"),
}


@router.post("/v1/ask", response_model=ReplyBody, responses={200: _STREAM})
def ask(
    request: Annotated[AskRequest, Body(openapi_examples=_QUESTIONS)],
    service: ReadyService,
    seats: AnswerSeats,
    http: Request,
) -> Response:
    """Answers a question with cited sentences, or abstains.

    Every citation is a verbatim span of a stored article: `quote` is `text[start:end]`, in code points. Where the
    articles don't hold the answer, `answered` is false and `abstention` says why.

    Where `Accept` names `text/event-stream`, the reply comes as server-sent events, each with one line of JSON:
    `status` (what is being done), `citation`, `segment` (after its citations; nothing is taken back, and the `delta` of
    each put together are the `answer`), and `done`, the whole reply. A fault in mid-stream is an `error`, a problem.
    """
    with_passages = "passages" in request.include
    if EventStream.media_type in http.headers.get("accept", ""):
        blocks = _blocks(service.stream(request), with_passages=with_passages)
        path: str = http.scope["path"]
        told = ending_with_faults(blocks, path=path, tell=lambda problem: _error(problem, path=path))
        return EventStream(told, seats=seats)
    return WholeAnswer(_whole(service.stream(request), with_passages=with_passages), seats=seats)


@router.post("/v1/search")
def search(
    request: Annotated[SearchRequest, Body(openapi_examples=_QUERIES)],
    service: ReadyService,
) -> HitsBody:
    """Finds passages, best first; a higher score is better."""
    return HitsBody(hits=tuple(map(hit_body, service.search(request))))


def _whole(events: Generator[Event, None, None], *, with_passages: bool) -> Generator[bytes, None, None]:
    """Empty blocks, and at last the reply."""
    with closing(events):
        for event in events:
            if isinstance(event, Done):
                reply = reply_body(event.reply, with_passages=with_passages)
                yield reply.model_dump_json(exclude=None if with_passages else {"passages"}).encode()
            else:
                yield b""


def _blocks(events: Generator[Event, None, None], *, with_passages: bool) -> Generator[bytes, None, None]:
    """The events as they travel; an empty block for one that tells nothing new."""
    without = None if with_passages else {"passages"}
    with closing(event_bodies(events, with_passages=with_passages)) as bodies:
        for body in bodies:
            if body is None:
                yield b""
            else:
                yield sse(body.model_dump_json(ensure_ascii=True, exclude=without), event=EVENT_NAMES[type(body)])


def _error(problem: Problem, *, path: str) -> bytes:
    return sse(json.dumps(problem_body(problem, path=path)), event="error")
