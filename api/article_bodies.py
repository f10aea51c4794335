"""Articles as a client sends them, and what became of them."""

from typing import Annotated, Literal

from pydantic import Field, GetJsonSchemaHandler, RootModel, ValidationError, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from qa.wire import Wire
from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.faults import faults
from vectorstore.readers.jsonl import ArticleRecord

SOURCE = "http"
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
        several = {
            "type": "object",
            "properties": {"articles": articles},
            "required": ["articles"],
            "additionalProperties": False,
        }
        return {"title": cls.__name__, "description": cls.__doc__, "anyOf": [article, several]}


class ArticleRequest(RootModel[dict[str, object]]):
    """An article to put under the id of the path; an `id` in it must be the same."""

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """It is checked in the route."""
        return handler(ArticleRecord.__pydantic_core_schema__)


class ResultBody(Wire):
    """What became of one article; `id` is null for one that failed and gave none, `error` is there where it failed."""

    id: str | None
    status: Literal["added", "updated", "unchanged", "failed"]
    error: Annotated[str | None, Field(exclude_if=lambda error: error is None)] = None


class ResultsBody(Wire):
    """One result an article, in the order of the request."""

    results: tuple[ResultBody, ...]


def read_sent(record: object) -> Article | ResultBody:
    """The article, or that it failed and why."""
    try:
        return strict_record(record).article(source=SOURCE)
    except (InputError, ValidationError) as exc:
        given = record.get("id") if isinstance(record, dict) else None
        shown = given[:_MAX_ID_SHOWN].encode(errors="replace").decode() if isinstance(given, str) else None
        wrong = faults(exc) if isinstance(exc, ValidationError) else str(exc)
        return ResultBody(id=shown, status="failed", error=wrong)


def strict_record(record: object) -> ArticleRecord:
    """The article as it was sent, in which an unknown field is an error: in files it may be there, here it is a slip.

    Raises:
        ValidationError: it is none.
    """
    return ArticleRecord.model_validate(record, extra="forbid")
