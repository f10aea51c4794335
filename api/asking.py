"""Routes that answer: ask, search."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api.limits import JSON
from api.opening import ReadyService
from qa.wire import AskRequest, HitsBody, ReplyBody, SearchRequest, hit_body, reply_body

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


@router.post("/v1/ask", response_model=ReplyBody)
def ask(
    request: Annotated[AskRequest, Body(openapi_examples=_QUESTIONS)],
    service: ReadyService,
) -> Response:
    """Answers a question with cited sentences, or abstains.

    Every citation is a verbatim span of a stored article: `quote` is `text[start:end]`, in code points. Where the
    articles don't hold the answer, `answered` is false and `abstention` says why.
    """
    with_passages = "passages" in request.include
    reply = reply_body(service.ask(request), with_passages=with_passages)
    return Response(reply.model_dump_json(exclude=None if with_passages else {"passages"}), media_type=JSON)


@router.post("/v1/search")
def search(
    request: Annotated[SearchRequest, Body(openapi_examples=_QUERIES)],
    service: ReadyService,
) -> HitsBody:
    """Finds passages, best first; a higher score is better."""
    return HitsBody(hits=tuple(map(hit_body, service.search(request))))
