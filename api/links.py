"""Where a citation leads: the article's page on this server."""

from dataclasses import dataclass
from urllib.parse import quote, urldefrag

from fastapi import Request

from api.keys.key import Key
from api.paragraphs import paragraph_number
from qa.reply import Citation
from vectorstore.article import Article


@dataclass(frozen=True, slots=True)
class Base:
    """What links to this server begin with, and what opens them."""

    url: str
    """Without a slash at the end."""
    key: Key | None
    """What the request was let in with; it signs the links, which a browser follows without a key."""


def base_of(request: Request) -> Base:
    """Where readers reach this server: as the settings say, or as it was reached."""
    public_url: str | None = request.app.state.public_url
    return Base((public_url or str(request.base_url)).rstrip("/"), getattr(request.state, "key", None))


def article_url(article: Article, *, base: Base) -> str:
    """The page of the article, in its newest version."""
    signed = f"?sig={base.key.signature(article.id)}" if base.key else ""
    return f"{_page(article, base=base)}{signed}"


def page_url(citation: Citation, *, base: Base) -> str:
    """The page of the article in the cited version, the cited span marked, scrolled to the paragraph that it begins in.

    Two citations of a reply have two addresses, for clients that take one address for one source.
    """
    article = citation.article
    span = f"version={article.version}&start={citation.start}&end={citation.end}"
    signed = f"&sig={base.key.signature(article.id)}" if base.key else ""
    number = paragraph_number(article, citation.start)
    return f"{_page(article, base=base)}?{span}{signed}#p{number}"


def jumping(url: str) -> str:
    """The page's address for clients that put a fragment of their own behind it: the server leads to the paragraph."""
    return f"{urldefrag(url).url}&jump=1"


def page_title(citation: Citation) -> str:
    """What the cited article is listed as."""
    return article_title(citation.article)


def article_title(article: Article) -> str:
    """Outlet, headline and day: clients cut out the middle."""
    headline = " ".join((article.title or article.id).split())
    titled = f"{article.publisher}: {headline}" if article.publisher else headline
    return f"{titled}, {article.published_at:%Y-%m-%d}" if article.published_at else titled


def _page(article: Article, *, base: Base) -> str:
    return f"{base.url}/a/{quote(article.id, safe='')}"
