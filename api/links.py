"""Where a citation leads: the article's page on this server."""

from urllib.parse import quote

from fastapi import Request

from api.paragraphs import paragraph_number
from qa.reply import Citation
from vectorstore.article import Article


def base_url(request: Request) -> str:
    """Where readers reach this server, without a slash at the end: as the settings say, or as it was reached."""
    public_url: str | None = request.app.state.public_url
    return (public_url or str(request.base_url)).rstrip("/")


def article_url(article: Article, *, base: str) -> str:
    """The page of the article, in its newest version."""
    return f"{base}/a/{quote(article.id, safe='')}"


def page_url(citation: Citation, *, base: str) -> str:
    """The page of the article in the cited version, the cited span marked, scrolled to the paragraph that it begins in.

    Two citations of a reply have two addresses, for clients that take one address for one source.
    """
    article = citation.article
    span = f"version={article.version}&start={citation.start}&end={citation.end}"
    number = paragraph_number(article, citation.start)
    return f"{article_url(article, base=base)}?{span}#p{number}"


def page_title(citation: Citation) -> str:
    """What the cited article is listed as."""
    return article_title(citation.article)


def article_title(article: Article) -> str:
    """Outlet, headline and day: clients cut out the middle."""
    headline = " ".join((article.title or article.id).split())
    titled = f"{article.publisher}: {headline}" if article.publisher else headline
    return f"{titled}, {article.published_at:%Y-%m-%d}" if article.published_at else titled
