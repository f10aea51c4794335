"""Routes of the archive: add articles."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Body
from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from api.opening import ReadyService
from api.problems import NONE_TAKEN, Problem, ProblemError
from qa.wire import Wire
from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.jsonl import ArticleRecord, article_of

router = APIRouter(tags=["articles"])

_MAX_ARTICLES = 1_000
_MAX_ID_SHOWN = 200


class ArticlesRequest(Wire):
    """Articles to add; one article object alone is taken as `{"articles": [it]}`."""

    articles: Annotated[tuple[object, ...], Field(min_length=1, max_length=_MAX_ARTICLES)]

    @model_validator(mode="before")
    @classmethod
    def _one_alone(cls, value: object) -> object:
        if not isinstance(value, dict) or not value:
            return value
        if "articles" not in value:
            return {"articles": [value]}
        if len(value) > 1:  # told at once: pydantic would make an error of each of a million names
            unknown = next(name for name in value if name != "articles")
            raise ValueError(f"beside 'articles' there may be no other field, such as {unknown[:80]!r}: leave it out")
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """One article or several. Each is checked by itself in the route, where a bad one fails alone."""
        article = handler(ArticleRecord.__pydantic_core_schema__)
        articles = {"type": "array", "items": article, "minItems": 1, "maxItems": _MAX_ARTICLES}
        several = {"type": "object", "properties": {"articles": articles}, "required": ["articles"]}
        return {"title": cls.__name__, "description": cls.__doc__, "anyOf": [article, several]}


class ResultBody(Wire):
    """What became of one article; `id` is null for one that failed and gave none, `error` is there where it failed."""

    id: str | None
    status: Literal["added", "updated", "unchanged", "failed"]
    error: Annotated[str | None, Field(exclude_if=lambda error: error is None)] = None


class ResultsBody(Wire):
    """One result an article, in the order of the request."""

    results: tuple[ResultBody, ...]


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
_EXAMPLES = {
    "one": {"summary": "One article", "value": _ARTICLE},
    "several": {"summary": "Several, one of them a live page", "value": {"articles": [_ARTICLE, _LIVE_PAGE]}},
}


@router.post("/v1/articles", status_code=201)
def add_articles(
    request: Annotated[ArticlesRequest, Body(openapi_examples=_EXAMPLES)], service: ReadyService
) -> ResultsBody:
    """Adds or updates articles, and answers when they are durable.

    A bad article fails alone, the others go in. Of an article only `text` is needed, or `posts` that have one;
    `body` is taken for `text`, `source` for `publisher`. Sent again, an article is `unchanged`, or `updated`.
    """
    read = [_read(record) for record in request.articles]
    stored = service.ingest([article for article in read if isinstance(article, Article)])
    kept = iter([ResultBody(id=result.id, status=result.status, error=result.error) for result in stored])
    results = [next(kept) if isinstance(entry, Article) else entry for entry in read]
    if all(result.status == "failed" for result in results):
        raise ProblemError(_none_taken(results))
    return ResultsBody(results=tuple(results))


def _read(record: object) -> Article | ResultBody:
    try:
        return article_of(record, source="http")
    except InputError as exc:
        given = record.get("id") if isinstance(record, dict) else None
        shown = given[:_MAX_ID_SHOWN] if isinstance(given, str) else None
        return ResultBody(id=shown, status="failed", error=str(exc))


def _none_taken(results: Sequence[ResultBody]) -> Problem:
    detail = f"none of {len(results)} articles was taken; the first: {results[0].error}"
    return Problem(kind=NONE_TAKEN, detail=detail, more={"results": [result.model_dump() for result in results]})
