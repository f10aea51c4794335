"""JSON Lines: one article a line."""

import json
from datetime import datetime
from typing import Annotated, Any, BinaryIO, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from vectorstore.article import MAX_ID_LENGTH, Article, Post
from vectorstore.errors import InputError
from vectorstore.faults import faults
from vectorstore.readers.moments import DATE_ONLY, in_utc
from vectorstore.readers.numbered_lines import numbered_lines
from vectorstore.readers.read import Reading, Unreadable, clean, decode, derived_id

_BETWEEN_POSTS = "\n\n"
_LONGEST_LABEL = 2_000
_MOST_AUTHORS = 1_000
_MOST_POSTS = 10_000


def _as_list(value: Any) -> Any:  # noqa: ANN401
    return [value] if isinstance(value, str) else value


def _nothing_if_blank(value: Any) -> Any:  # noqa: ANN401
    return None if isinstance(value, str) and not value.strip() else value


def _with_zone(value: Any) -> Any:  # noqa: ANN401
    """A date alone is its 00:00 UTC."""
    return f"{value}T00:00:00Z" if isinstance(value, str) and DATE_ONLY.match(value) else value


def _joined_lines(value: Any) -> Any:  # noqa: ANN401
    return " ".join(value.split()) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)]
Label = Annotated[
    Annotated[Text, BeforeValidator(_joined_lines), Field(max_length=_LONGEST_LABEL)] | None,
    BeforeValidator(_nothing_if_blank),
]
_MOMENT_SCHEMA = {
    "description": "A time with its zone, in ISO 8601; a date alone is its 00:00 UTC, a number counts from 1970.",
    "anyOf": [
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": r"^(\s*|-?[0-9]+(\.[0-9]*)?)$"},
        {"type": ["number", "null"]},
    ],
}
Moment = Annotated[
    Annotated[datetime, BeforeValidator(_with_zone), AfterValidator(in_utc)] | None,
    BeforeValidator(_nothing_if_blank),
    WithJsonSchema(_MOMENT_SCHEMA),
]


def _without_others(schema: dict[str, Any]) -> None:
    """The JSON Schema is of what is sent over HTTP, where there may be no other fields."""
    schema["additionalProperties"] = False


def _with_other_names(schema: dict[str, Any]) -> None:
    _without_others(schema)
    for other, name in (("source", "publisher"), ("body", "text")):
        schema["properties"][other] = {**schema["properties"][name], "description": f"Another name of '{name}'."}


class PostRecord(BaseModel):
    """A post: its `text`, or where it stands in the article's text."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=_without_others)

    id: Annotated[str, Field(min_length=1, max_length=MAX_ID_LENGTH)] | None = None
    heading: Label = None
    author: Label = None
    published_at: Moment = None
    text: Text | None = None
    start: Annotated[int, Field(strict=True)] | None = None
    end: Annotated[int, Field(strict=True)] | None = None


class ArticleRecord(BaseModel):
    """An article as JSON: `text` (or `body`), or `posts` that each have a `text`; all else may be left out."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=_with_other_names)

    id: Label = None
    title: Label = None
    publisher: Label = Field(None, validation_alias=AliasChoices("publisher", "source"))
    authors: Annotated[
        tuple[Text, ...],
        FailFast(),
        Field(max_length=_MOST_AUTHORS),
        BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...]),
    ] = ()
    published_at: Moment = None
    updated_at: Moment = None
    url: Label = None
    language: Label = None
    text: Text | None = Field(None, validation_alias=AliasChoices("text", "body"))
    posts: Annotated[tuple[PostRecord, ...], FailFast(), Field(max_length=_MOST_POSTS)] = ()

    @model_validator(mode="after")
    def _has_text(self) -> Self:
        if not (self.text or "").strip() and not any((post.text or "").strip() for post in self.posts):
            raise ValueError("'text' is missing or empty")
        return self

    def article(self, *, source: str) -> Article:
        """The article; without an `id`, one from the URL, or else from the content.

        Raises:
            InputError: the posts don't fit the text.
        """
        text, posts = _given(self.text, self.posts) if (self.text or "").strip() else _joined(self.posts)
        return Article(
            id=self.id or derived_id(url=self.url, title=self.title, publisher=self.publisher, text=text),
            title=self.title,
            publisher=self.publisher,
            authors=self.authors,
            published_at=self.published_at,
            updated_at=self.updated_at,
            url=self.url,
            language=self.language,
            text=text,
            posts=posts,
            source=source,
        )


def read_jsonl(stream: BinaryIO, *, source: str) -> Reading:
    """One article a line, blank lines left out; a line that is none is reported with its number.

    No more than one line is held in memory.
    """
    for number, line in numbered_lines(stream):
        where = f"{source}:{number}"
        if isinstance(line, InputError):
            yield Unreadable(where, str(line))
            continue
        try:
            yield read_record(decode(line), source=source)
        except InputError as exc:
            yield Unreadable(where, str(exc))


def read_record(line: str, *, source: str) -> Article:
    """The article of one JSON object.

    Raises:
        InputError: it isn't one; the message says which field and why.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as exc:  # not JSONDecodeError alone: a number may be too long for Python
        raise InputError(f"not JSON ({exc}): give one whole JSON object a line") from exc
    return article_of(record, source=source)


def article_of(record: object, *, source: str) -> Article:
    """The article of a JSON value.

    Raises:
        InputError: it isn't one; the message says which field and why.
    """
    try:
        return ArticleRecord.model_validate(record).article(source=source)
    except ValidationError as exc:
        raise InputError(faults(exc)) from exc


def _given(text: str | None, records: tuple[PostRecord, ...]) -> tuple[str, tuple[Post, ...]]:
    posts = tuple(
        Post(
            record.id or f"p{number}",
            record.heading,
            record.author,
            record.published_at,
            -1 if record.start is None else record.start,
            -1 if record.end is None else record.end,
        )
        for number, record in enumerate(records, start=1)
    )
    return text or "", posts


def _joined(records: tuple[PostRecord, ...]) -> tuple[str, tuple[Post, ...]]:
    """The text of a live page out of its posts, each under its heading."""
    text, posts = "", list[Post]()
    for number, record in enumerate(records, start=1):
        body = "\n\n".join(part.strip() for part in (record.heading, record.text) if part and part.strip())
        if not body:
            continue
        start = len(text) + len(_BETWEEN_POSTS) if text else 0
        text = f"{text}{_BETWEEN_POSTS}{body}" if text else body
        posts.append(
            Post(record.id or f"p{number}", record.heading, record.author, record.published_at, start, len(text))
        )
    return text, tuple(posts)
