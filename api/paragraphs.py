"""Paragraphs of an article, which citation links count."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from vectorstore.article import Article, Post

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")

Span = tuple[int, int]
"""Start and end in code points of the article's text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, all of it cited or nothing of it."""

    text: str
    is_cited: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the article's text that isn't blank. `number` counts them from 1, in the whole article."""

    number: int
    pieces: tuple[Piece, ...]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The paragraphs of a post, or those outside of all posts between two of them."""

    post: Post | None
    paragraphs: tuple[Paragraph, ...]


def paragraph_number(article: Article, offset: int) -> int:
    """The number of the paragraph that the offset is in; of one between two, the earlier; at least 1."""
    return max(1, sum(1 for _ in _PARAGRAPH.finditer(article.text, 0, offset + 1)))


def sections(article: Article, *, cited: Span) -> tuple[Section, ...]:
    """All paragraphs of the article by post, in order; `cited` is empty where nothing is."""
    starts = [post.start for post in article.posts]

    def post_of(place: tuple[int, Span]) -> Post | None:
        start = place[1][0]
        at = bisect_right(starts, start) - 1
        return article.posts[at] if at >= 0 and start < article.posts[at].end else None

    places = enumerate((found.span() for found in _PARAGRAPH.finditer(article.text)), start=1)
    return tuple(
        Section(post, tuple(_paragraphs(article.text, list(within), post=post, cited=cited)))
        for post, within in groupby(places, key=post_of)
    )


def _paragraphs(text: str, places: list[tuple[int, Span]], *, post: Post | None, cited: Span) -> Iterator[Paragraph]:
    for number, (start, end) in places:
        is_first = number == places[0][0]
        is_heading = is_first and post is not None and text[start:end].strip() == (post.heading or "").strip()
        yield Paragraph(number, tuple(_pieces(text, (start, end), cited=cited)), is_heading)


def _pieces(text: str, paragraph: Span, *, cited: Span) -> Iterator[Piece]:
    start, end = paragraph
    first, last = max(start, cited[0]), min(end, cited[1])
    if first >= last:
        yield Piece(text[start:end], is_cited=False)
        return
    for piece in (Piece(text[start:first], is_cited=False), Piece(text[first:last], is_cited=True)):
        if piece.text:
            yield piece
    if text[last:end]:
        yield Piece(text[last:end], is_cited=False)
