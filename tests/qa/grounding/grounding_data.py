"""A passage and a piece of evidence of a few invented sentences."""

from datetime import UTC, datetime

from qa.grounding.evidence import Evidence
from qa.reply import Hit
from vectorstore.article import Article, Passage

TUESDAY = datetime(2024, 2, 20, 9, tzinfo=UTC)


def hit(text: str, *, before: str = "", after: str = "", article_id: str = "a") -> Hit:
    """A passage with that text, which the article goes on around."""
    article = Article(
        id=article_id,
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language=None,
        text=before + text + after,
        posts=(),
        source="-",
    )
    end = len(before) + len(text)
    return Hit(Passage(f"{article_id}:0", article_id, None, len(before), end, text), article, 1.0, {})


def evidence(quote: str, *, context: str = "", speaker: str | None = None, published_at: datetime | None = TUESDAY):
    """What the Roke Gazette of that day has."""
    return Evidence(
        quote=quote, context=context, speaker=speaker, publisher="The Roke Gazette", published_at=published_at
    )
