"""The page of an article, for people: where citation links point."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.opening import ReadyService
from api.pages import page
from api.paragraphs import sections
from api.stored import ArticleId, stored_article
from vectorstore.addresses import parse_address
from vectorstore.corrections import correction_notice
from vectorstore.errors import InputError

router = APIRouter(include_in_schema=False)

_Offset = Annotated[int, Query(ge=0, le=2**31)]


@router.get("/a/{article_id:path}")
def article_page(
    article_id: ArticleId,
    service: ReadyService,
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    start: _Offset = 0,
    end: _Offset = 0,
    sig: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Shows the article. `start` and `end`, in code points of its text, are marked.

    `sig` is what the link was signed with; the one to the newest version has it too.

    `#p{n}` leads to the n-th paragraph of that version, a line of the text that isn't blank, counted from 1.
    """
    archive = service.store.archive
    article = stored_article(archive, article_id, version=version)
    newest = stored_article(archive, article_id, version=None)
    return page(
        "article.html.j2",
        article=article,
        title=article.title or article.id,
        correction=correction_notice(article.text),
        source=_web_address(article.url),
        sections=sections(article, cited=(start, end)),
        signature=sig,
        is_newest=article.version == newest.version,
    )


def _web_address(url: str | None) -> str | None:
    """The URL in its one spelling; None for what is no plain http or https address."""
    try:
        return str(parse_address(url)) if url else None
    except InputError:
        return None
