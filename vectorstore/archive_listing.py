"""Articles page by page, newest first: a page begins after a place, so that what comes in meanwhile moves nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vectorstore.archive_rows import read_moment
from vectorstore.sqlite import Database, Value


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, whether or not an article stands there: dated ones first, the newest first, then by id."""

    published_at: str | None
    """As the archive keeps it: ISO 8601 in UTC."""
    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article without its text; `posts` is how many it has."""

    id: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    url: str | None
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Articles in order; `total` counts all that are selected, `end` is None on the last page."""

    listed: tuple[Listed, ...]
    total: int
    end: Place | None


def read_page(database: Database, clauses: str, values: Sequence[Value], *, after: Place | None, limit: int) -> Page:
    """At most `limit` of the articles that fit the clauses, from the first one after the place."""
    beyond, place = _beyond(after)
    rows = database.rows(
        "SELECT id, title, publisher, published_at, url, "
        "(SELECT count(*) FROM posts WHERE posts.article_id = articles.id) AS posts "
        f"FROM articles WHERE {clauses} AND {beyond} ORDER BY published_at DESC, id LIMIT ?",
        (*values, *place, limit + 1),
    )
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        listed=tuple(
            Listed(
                id=row["id"],
                title=row["title"],
                publisher=row["publisher"],
                published_at=read_moment(row["published_at"]),
                url=row["url"],
                posts=row["posts"],
            )
            for row in shown
        ),
        total=int(database.rows(f"SELECT count(*) FROM articles WHERE {clauses}", values)[0][0]),
        end=Place(shown[-1]["published_at"], shown[-1]["id"]) if more else None,
    )


def _beyond(after: Place | None) -> tuple[str, tuple[Value, ...]]:
    """What holds of the articles after the place; NULL sorts last, for SQLite takes it for less than any date."""
    if after is None:
        return "1", ()
    if after.published_at is None:
        return "published_at IS NULL AND id > ?", (after.article_id,)
    later = "(published_at < ? OR published_at IS NULL OR (published_at = ? AND id > ?))"
    return later, (after.published_at, after.published_at, after.article_id)
