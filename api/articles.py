"""Routes that write articles: add or update several, put one in its place."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.article_bodies import (
    SOURCE,
    ArticleRequest,
    ArticlesRequest,
    ResultBody,
    ResultsBody,
    read_sent,
    strict_record,
)
from api.limits import JSON
from api.metrics import Metrics
from api.once import SENT_ONCE, Sent, answered_once
from api.opening import ReadyService
from api.problems import INVALID, NONE_TAKEN, Problem, ProblemError
from api.running import Running
from api.stored import ArticleId
from api.turns import InTurn
from qa.service import Service
from vectorstore.archive_receipts import Receipt
from vectorstore.article import MAX_ID_LENGTH, Article
from vectorstore.errors import InputError
from vectorstore.ingest import IngestResult

router = APIRouter(tags=["articles"])

_ARTICLE = {
    "id": "harbour-post-lamps",
    "title": "Quay lamps to be relit",
    "publisher": "The Harbour Post (sample)",
    "authors": ["Nell Abara"],
    "published_at": "2023-11-02T06:00:00Z",
    "url": "https://harbour-post.example/news/quay-lamps",
    "language": "en",
    "text": 'The lamps on the old quay will be relit in December. "We owe it to the ferrymen," said Jonas Vale.',
}
_LIVE_PAGE = {
    "title": "Quay lamps: live",
    "posts": [
        {"heading": "Relit", "published_at": "2023-12-01T16:05:00Z", "text": "The lamps went on at five past four."},
        {"heading": "Crowd", "published_at": "2023-12-01T16:30:00Z", "text": "Some 300 people came to see it."},
    ],
}
_WITHOUT_ID = {name: value for name, value in _ARTICLE.items() if name != "id"}
_ONE = {"one": {"summary": "An article", "value": _WITHOUT_ID}}
_SEVERAL = {
    "one": {"summary": "One article", "value": _ARTICLE},
    "several": {"summary": "Several, one of them a live page", "value": {"articles": [_ARTICLE, _LIVE_PAGE]}},
}


@router.post("/v1/articles", status_code=201, response_model=ResultsBody, dependencies=[SENT_ONCE, InTurn])
def add_articles(
    request: Annotated[ArticlesRequest, Body(openapi_examples=_SEVERAL)],
    service: ReadyService,
    sent: Annotated[Sent, SENT_ONCE],
    http: Request,
) -> Response:
    """Adds or updates articles, and answers when they are durable.

    A bad article fails alone, the others go in. Of an article only `text` is needed, or `posts` that have one;
    `body` is taken for `text`, `source` for `publisher`. Sent again, an article is `unchanged`, or `updated`.

    With an `Idempotency-Key`, a request that is sent again is answered as the first time, for 24 hours. Where nothing
    was taken or the server failed there is no such answer: then it is done.
    """

    def answer(begun: Receipt | None) -> bytes:
        results = tuple(_results(request.articles, service, begun=begun, http=http))
        if all(result.status == "failed" for result in results):
            raise ProblemError(_none_taken(results))
        return ResultsBody(results=results).model_dump_json().encode()

    answered = answered_once(service.store.archive.receipts, sent, answer)
    return Response(answered, status_code=201, media_type=JSON)


@router.put(
    "/v1/articles/{article_id:path}",
    responses={200: {"description": "It is replaced"}, 201: {"model": ResultBody, "description": "It is new"}},
    dependencies=[InTurn],
)
def put_article(
    article_id: ArticleId,
    request: Annotated[ArticleRequest, Body(openapi_examples=_ONE)],
    service: ReadyService,
    http: Request,
    response: Response,
) -> ResultBody:
    """Puts the article under that id: 201 where there was none, 200 where it replaces one.

    What it replaces stays readable as a version. An `id` in the body must be that of the path.
    """
    try:
        record = strict_record(request.root)
    except ValidationError as exc:
        raise RequestValidationError([{**error, "loc": ("body", *error["loc"])} for error in exc.errors()]) from exc
    if record.id not in (None, article_id):
        wrong = f"the id is {record.id[:MAX_ID_LENGTH]!r} here and {article_id!r} in the path: leave this one out"
        errors = [{"pointer": "#/id", "detail": wrong}]
        raise ProblemError(Problem(kind=INVALID, detail=f"#/id: {wrong}", more={"errors": errors}))
    running: Running = http.app.state.running
    running.require()  # it may have waited for its turn
    [result] = service.ingest([record.model_copy(update={"id": article_id}).article(source=SOURCE)])
    if result.status == "failed":
        raise InputError(f"article {article_id!r}: {result.error}")
    response.status_code = 201 if result.status == "added" else 200
    return ResultBody(id=result.id, status=result.status)


def _results(
    records: Sequence[object], service: Service, *, begun: Receipt | None, http: Request
) -> Iterator[ResultBody]:
    """One an article. Of a request that had been begun, they tell what it does as a whole."""
    metrics: Metrics = http.app.state.metrics
    running: Running = http.app.state.running
    read = [read_sent(record) for record in records]
    articles = [article for article in read if isinstance(article, Article)]
    metrics.unreadable(len(read) - len(articles))
    stored = list(running.until_ended(service.ingest(articles)))
    versions = (
        service.store.archive.receipts.written_since(begun.seq, (result.id for result in stored)) if begun else {}
    )
    kept = (_result(result, version=versions.get(result.id)) for result in stored)
    for entry in read:
        yield next(kept) if isinstance(entry, Article) else entry


def _result(result: IngestResult, *, version: int | None) -> ResultBody:
    """What became of the article; `version` is the one that it had got before from this request."""
    if result.status == "unchanged" and version is not None:
        return ResultBody(id=result.id, status="added" if version == 1 else "updated")
    return ResultBody(id=result.id, status=result.status, error=result.error)


def _none_taken(results: Sequence[ResultBody]) -> Problem:
    detail = f"none of {len(results)} articles was taken; the first: {results[0].error}"
    return Problem(kind=NONE_TAKEN, detail=detail, more={"results": [result.model_dump() for result in results]})
