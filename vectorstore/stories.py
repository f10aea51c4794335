"""Which articles are copies of one story: kept in the archive, looked up by bands of their signatures."""

import json

from vectorstore.archive_rows import moment, read_signature
from vectorstore.article import Article
from vectorstore.copies import SIMILAR, WINDOW, Signature, bands, similarity
from vectorstore.sqlite import Database, Transaction


def join_story(database: Database, write: Transaction, article: Article, signature: Signature | None) -> str:
    """The name of the story that the article belongs to: the least id of its articles.

    Stories that the article has in common become one, so that the order of coming in does not matter.
    """
    stories = _stories_like(database, article, signature)
    if not stories:
        return article.id
    story = min({*stories, article.id})
    write.run(
        "UPDATE articles SET story = ? WHERE story IN (SELECT value FROM json_each(?))",
        (story, json.dumps(sorted(stories))),
    )
    return story


def _stories_like(database: Database, article: Article, signature: Signature | None) -> set[str]:
    if signature is None:
        return set()
    low, high = _window(article)
    rows = database.rows(
        "SELECT DISTINCT id, story, signature FROM articles JOIN bands ON bands.article_id = articles.id "
        "WHERE band IN (SELECT value FROM json_each(?)) AND id <> ? "
        "AND (published_at IS NULL OR ? IS NULL OR published_at BETWEEN ? AND ?)",
        (json.dumps(bands(signature)), article.id, low, low, high),
    )
    return {row["story"] for row in rows if similarity(signature, read_signature(row)) >= SIMILAR}


def _window(article: Article) -> tuple[str | None, str | None]:
    if article.published_at is None:
        return None, None
    try:
        return moment(article.published_at - WINDOW), moment(article.published_at + WINDOW)
    except OverflowError:  # the first and the last days of the calendar
        return None, None
