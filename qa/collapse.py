"""Copies of one story count once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.reply import Hit
from vectorstore.article import Article
from vectorstore.copies import common_words

_SAME_PASSAGE = 0.5
"""Passages of two copies that have this share of their words in common say the same."""


def collapse(hits: Sequence[Hit], copies: Mapping[str, Sequence[Article]]) -> tuple[Hit, ...]:
    """The hits without those that a better one of another outlet's copy says as well; each kept one lists the copies.

    `copies` are the other articles of each article's story, by id. What only one of the copies says is kept.
    """
    kept: list[Hit] = []
    for hit in hits:
        if not any(_says_the_same(one, hit, copies) for one in kept):
            kept.append(replace(hit, copies=tuple(copies.get(hit.article.id, ()))))
    return tuple(kept)


def _says_the_same(one: Hit, other: Hit, copies: Mapping[str, Sequence[Article]]) -> bool:
    in_one_story = any(copy.id == other.article.id for copy in copies.get(one.article.id, ()))
    return in_one_story and common_words(one.passage.text, other.passage.text) >= _SAME_PASSAGE
