"""Routes of one stored article: read it, in any of its versions, and remove it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.opening import ReadyService
from api.problems import NO_SUCH_ARTICLE, Problem, ProblemError
from api.turns import InTurn
from qa.wire import Wire
from vectorstore.archive import Archive
from vectorstore.article import Article

router = APIRouter(tags=["articles"])

ArticleId = Annotated[
    str, Path(description="The article's id, percent-encoded where it has to be.", min_length=1, max_length=200)
]


class StoredPostBody(Wire):
    """An entry of a live page, `start` to `end` in code points of the article's text."""

    id: str
    heading: str | None
    author: str | None
    published_at: datetime | None
    start: int
    end: int


class ArticleBody(Wire):
    """An article as it is stored; citations count code points of this `text` in this `version`."""

    id: str
    version: int
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    url: str | None
    language: str | None
    text: str
    posts: tuple[StoredPostBody, ...]


@router.get("/v1/articles/{article_id:path}")
def read_article(
    article_id: ArticleId, service: ReadyService, version: Annotated[int | None, Query(ge=1, le=2**31)] = None
) -> ArticleBody:
    """Gives the article, or an earlier version of it that a citation was made from."""
    return _body(stored_article(service.store.archive, article_id, version=version))


@router.delete("/v1/articles/{article_id:path}", status_code=204, response_class=Response, dependencies=[InTurn])
def remove_article(article_id: ArticleId, service: ReadyService) -> None:
    """Removes the article and its versions from the archive and both indexes, and answers when that is done."""
    if not service.store.remove([article_id]):
        raise ProblemError(_missing(article_id, None))


def stored_article(archive: Archive, article_id: str, *, version: int | None) -> Article:
    """The article in that version, the newest where it is None.

    Raises:
        ProblemError: there is none.
    """
    article = archive.articles([article_id]).get(article_id)
    if article is not None and version is not None:
        article = archive.version(article_id, version)
    if article is None:
        raise ProblemError(_missing(article_id, version))
    return article


def _missing(article_id: str, version: int | None) -> Problem:
    which = f"no article has the id {article_id!r}" if version is None else f"{article_id!r} has no version {version}"
    return Problem(kind=NO_SUCH_ARTICLE, detail=f"{which}: check it")


def _body(article: Article) -> ArticleBody:
    return ArticleBody(
        id=article.id,
        version=article.version,
        title=article.title,
        publisher=article.publisher,
        authors=article.authors,
        published_at=article.published_at,
        updated_at=article.updated_at,
        url=article.url,
        language=article.language,
        text=article.text,
        posts=tuple(
            StoredPostBody(
                id=p.id, heading=p.heading, author=p.author, published_at=p.published_at, start=p.start, end=p.end
            )
            for p in article.posts
        ),
    )
