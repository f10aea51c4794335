"""Copies of one story count once, and so does what a live page posts again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from qa.reply import Hit
from vectorstore.article import Article
from vectorstore.copies import common_words

_SAME_PASSAGE = 0.5
"""Passages of two copies, or of two posts, that have this share of their words in common say the same."""


def collapse(hits: Sequence[Hit], copies: Mapping[str, Sequence[Article]]) -> tuple[Hit, ...]:
    """The hits without those that a better one says as well, of another outlet's copy or in another post of its page.

    `copies` are the other articles of each article's story, by id; each kept hit lists them. What only one of the
    copies says is kept. Of two posts of one page the later one stands, in the place of the better: it is the earlier
    one brought up to date.
    """
    kept: list[Hit] = []
    for hit in hits:
        place = next((n for n, one in enumerate(kept) if _says_the_same(one, hit, copies)), None)
        if place is None:
            kept.append(replace(hit, copies=tuple(copies.get(hit.article.id, ()))))
        elif _supersedes(hit, kept[place]):
            kept[place] = replace(hit, score=kept[place].score, copies=kept[place].copies)
    return tuple(kept)


def _says_the_same(one: Hit, other: Hit, copies: Mapping[str, Sequence[Article]]) -> bool:
    if one.article.id == other.article.id:
        same = _posted(one) is not None and _posted(other) is not None and one.passage.post_id != other.passage.post_id
    else:
        same = any(copy.id == other.article.id for copy in copies.get(one.article.id, ()))
    return same and common_words(one.passage.text, other.passage.text) >= _SAME_PASSAGE


def _supersedes(hit: Hit, other: Hit) -> bool:
    posted, before = _posted(hit), _posted(other)
    return hit.article.id == other.article.id and posted is not None and before is not None and posted > before


def _posted(hit: Hit) -> datetime | None:
    post = hit.article.post(hit.passage.post_id)
    return post.published_at if post else None
