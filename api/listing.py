"""Route of the list of articles."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.cursors import read_cursor, write_cursor
from api.opening import ReadyService
from qa.wire import Moment, Name, Wire
from vectorstore.archive import Selection
from vectorstore.archive_listing import Listed

router = APIRouter(tags=["articles"])


class ArticlesQuery(Wire):
    """The parameters; an unknown one is an error."""

    limit: Annotated[int, Field(ge=1, le=100, description="At most so many.", examples=[5])] = 20
    cursor: Annotated[
        str | None, Field(max_length=2_000, description="`next_cursor` of the page before; the first page without it.")
    ] = None
    publisher: Annotated[
        Name | None, Field(description="Of this outlet alone.", examples=["The Varrow Courier (sample)"])
    ] = None
    published_from: Annotated[
        Moment | None, Field(alias="from", description="Published then or later.", examples=["2022-02-01T00:00:00Z"])
    ] = None
    published_to: Annotated[
        Moment | None, Field(alias="to", description="Published then or earlier.", examples=["2023-12-31T23:59:59Z"])
    ] = None


class ListedBody(Wire):
    """A stored article without its text; `posts` is how many it has."""

    id: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    url: str | None
    posts: int


class ArticlesBody(Wire):
    """A page of the list; `total` counts all that fit, `next_cursor` is null on the last page."""

    items: tuple[ListedBody, ...]
    total: int
    next_cursor: str | None


@router.get("/v1/articles")
def list_articles(query: Annotated[ArticlesQuery, Query()], service: ReadyService) -> ArticlesBody:
    """Lists the articles, newest first and undated ones last, page by page.

    A page begins after the last article of the page before, so that articles which come in or go meanwhile make none be
    told twice or left out. `from` and `to` are inclusive and leave out articles without a date; `publisher` is the
    whole name, in capitals or not. A cursor is for the same `publisher`, `from` and `to`; `limit` may change.
    """
    archive = service.store.archive
    of = f"{archive.identity}\n{query.publisher}\n{query.published_from}\n{query.published_to}"
    selection = Selection(
        publishers=(query.publisher,) if query.publisher else (),
        published_from=query.published_from,
        published_to=query.published_to,
    )
    after = None if query.cursor is None else read_cursor(query.cursor, of=of)
    page = archive.page(selection, after=after, limit=query.limit)
    return ArticlesBody(
        items=tuple(map(_listed, page.listed)),
        total=page.total,
        next_cursor=write_cursor(page.end, of=of) if page.end else None,
    )


def _listed(listed: Listed) -> ListedBody:
    return ListedBody(
        id=listed.id,
        title=listed.title,
        publisher=listed.publisher,
        published_at=listed.published_at,
        url=listed.url,
        posts=listed.posts,
    )
