"""What the tools return: `search` and `fetch` as ChatGPT reads them, `ask` as `/v1/ask` replies, with links.

https://platform.openai.com/docs/mcp
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.links import Base, article_title, article_url, page_url
from qa.reply import Answer, Hit, Reply
from qa.wire import CitationBody, ReplyBody, Wire, reply_body
from vectorstore.article import Article
from vectorstore.corrections import correction_notice


class FoundBody(Wire):
    """An article that was found: `text` is its passage that fits best, `url` its page here."""

    id: str
    title: str
    url: str
    text: str


class FoundArticlesBody(Wire):
    """The articles that were found, best first."""

    results: tuple[FoundBody, ...]


class FetchedBody(Wire):
    """A whole article: `url` is its page here, `metadata` what is known of it."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, str]


class LinkedCitationBody(CitationBody):
    """A citation: `link` leads to the quote, marked, on the article's page here; `url` to the outlet's own page."""

    link: str


class LinkedReplyBody(ReplyBody):
    """A reply. Where `answered` is false, the articles don't hold the answer, and `abstention` says so."""

    citations: tuple[LinkedCitationBody, ...]
    passages: Annotated[None, Field(exclude=True)] = None


def found_body(hit: Hit, *, base: Base) -> FoundBody:
    """The article that the hit stands in."""
    return FoundBody(
        id=hit.article.id,
        title=article_title(hit.article),
        url=article_url(hit.article, base=base),
        text=hit.passage.text,
    )


def fetched_body(article: Article, *, base: Base) -> FetchedBody:
    """The article as it travels."""
    known = {
        "publisher": article.publisher,
        "authors": ", ".join(article.authors),
        "published": _told(article.published_at),
        "updated": _told(article.updated_at),
        "language": article.language,
        "original_url": article.url,
        "correction": correction_notice(article.text),
    }
    return FetchedBody(
        id=article.id,
        title=article_title(article),
        text=article.text,
        url=article_url(article, base=base),
        metadata={name: value for name, value in known.items() if value},
    )


def linked_reply_body(reply: Reply, *, base: Base) -> LinkedReplyBody:
    """The reply of `/v1/ask`, each citation with its link."""
    body = reply_body(reply, with_passages=False)
    cited = reply.outcome.citations if isinstance(reply.outcome, Answer) else ()
    links = (page_url(citation, base=base) for citation in cited)
    citations = tuple(
        LinkedCitationBody(**dict(citation), link=link) for citation, link in zip(body.citations, links, strict=True)
    )
    return LinkedReplyBody(**{**dict(body), "citations": citations})


def _told(moment: datetime | None) -> str | None:
    """As in the other replies: RFC 3339, in UTC."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
