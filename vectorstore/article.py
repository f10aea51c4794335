"""Articles, their posts and their passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vectorstore.errors import InputError

MAX_ID_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Post:
    """An entry of a live page: `article.text[start:end]` is its heading, where it has one, and its body."""

    id: str
    heading: str | None
    author: str | None
    published_at: datetime | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article. Every offset in the system counts code points of its `text`.

    What the source does not say is None, never guessed. Datetimes are aware, in UTC.

    Raises:
        InputError: the id or the text is empty, a datetime is naive, or the posts overlap, run backwards
            or leave the text.
    """

    id: str
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    url: str | None
    language: str | None
    text: str
    posts: tuple[Post, ...]
    source: str
    """Where it was read from, for people: a file's name, `http`, or `-` for standard input."""
    version: int = 1
    """Counts the texts that were archived under this id, from 1."""
    removed: tuple[str, ...] = ()
    """What a reader took out as no part of the reporting (captions, labels, other articles' headlines), in order."""

    def __post_init__(self) -> None:
        if not self.id or len(self.id) > MAX_ID_LENGTH or not self.id.isprintable():
            raise InputError(f"article id {self.id[:80]!r}: give 1 to {MAX_ID_LENGTH} printable characters")
        if not self.text.strip():
            raise InputError(f"article {self.id!r} has no text: give it some, or leave it out")
        _check_dates(self.id, (self.published_at, self.updated_at, *(post.published_at for post in self.posts)))
        _check_posts(self.id, self.posts, length=len(self.text))

    def post(self, post_id: str | None) -> Post | None:
        """The post of that id; None for None, or where there is no such post."""
        return next((post for post in self.posts if post.id == post_id), None)

    def told_at(self, post_id: str | None) -> datetime | None:
        """When what stands in that post was told; in none, or in one without a time, when the article was published."""
        post = self.post(post_id)
        return (post and post.published_at) or self.published_at


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and retrieved: `article.text[start:end] == text`, all of it within one post."""

    id: str
    article_id: str
    post_id: str | None
    start: int
    end: int
    text: str


def passage_id(article_id: str, *, start: int, end: int) -> str:
    """The id of the passage at that place: the same place has the same id in every build."""
    return f"{article_id}:{start}-{end}"


def story_of(article_id: str, post_id: str | None) -> str:
    """Names what is told in one piece: a post of a live page, else an article."""
    return article_id if post_id is None else f"{article_id}\t{post_id}"


def _check_dates(article_id: str, dates: Sequence[datetime | None]) -> None:
    for moment in dates:
        if moment is not None and moment.tzinfo is None:
            raise InputError(f"article {article_id!r}: {moment.isoformat()} has no time zone: add one, such as 'Z'")


def _check_posts(article_id: str, posts: Sequence[Post], *, length: int) -> None:
    if len({post.id for post in posts}) < len(posts):
        raise InputError(f"article {article_id!r}: two posts have the same id: give each its own")
    reached = 0
    for post in posts:
        if not reached <= post.start < post.end <= length:
            raise InputError(
                f"article {article_id!r}, post {post.id!r}: {post.start} to {post.end} is empty, overlaps the post "
                f"before it or leaves the text of {length} characters"
            )
        reached = post.end
