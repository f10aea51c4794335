"""Which day a sentence's "on Tuesday" is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qa.reply import Hit
from qa.told import same_day
from vectorstore.article import Article, Passage


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("He said on Tuesday that it was over.", "5 March 2024"),
        ("The bridge opens today.", "5 March 2024"),
        ("The bridge opens tomorrow.", ""),
        ("He said on Monday that it was over.", ""),
        ("He said on Tuesday that it opens on Friday.", ""),
        ("On Tuesday, 5 March, he said so.", ""),
        ("He said so.", ""),
        ("“It ends today,” he said.", ""),
        ("“It ends on Friday,” he said on Tuesday.", "5 March 2024"),
    ],
)
def test_only_the_day_of_publication_is_told(article: Article, text: str, day: str) -> None:
    """Where it is the one day that is named, and no date stands there."""
    hit = Hit(Passage("p", article.id, None, 0, 1, text), _dated(article), 1.0, {})

    assert same_day(text, hit) == day


def test_without_a_date_nothing_is_told(article: Article) -> None:
    """Nothing tells which Tuesday."""
    hit = Hit(Passage("p", article.id, None, 0, 1, "x"), replace(article, published_at=None), 1.0, {})

    assert same_day("He said so on Tuesday.", hit) == ""


def _dated(article: Article) -> Article:
    return replace(article, published_at=datetime(2024, 3, 5, 12, tzinfo=UTC))
