"""The page of an article, for people: where citation links point."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.opening import ReadyService
from api.pages import page
from api.paragraphs import paragraph_number, sections
from api.stored import ArticleId, stored_article
from vectorstore.addresses import parse_address
from vectorstore.corrections import correction_notice
from vectorstore.errors import InputError

router = APIRouter(include_in_schema=False)

_Offset = Annotated[int, Query(ge=0, le=2**31)]


@router.get("/a/{article_id:path}", response_class=HTMLResponse)
def article_page(
    article_id: ArticleId,
    service: ReadyService,
    http: Request,
    *,
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    start: _Offset = 0,
    end: _Offset = 0,
    jump: Annotated[bool, Query()] = False,
    sig: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Shows the article. `start` and `end`, in code points of its text, are marked.

    `sig` is what the link was signed with; the one to the newest version has it too.

    `#p{n}` leads to the n-th paragraph of that version, a line of the text that isn't blank, counted from 1. With
    `jump` the server leads to the one that `start` is in, also where the client has added another fragment.
    """
    archive = service.store.archive
    article = stored_article(archive, article_id, version=version)
    if jump:
        query = http.url.remove_query_params("jump").query
        return RedirectResponse(f"?{query}#p{paragraph_number(article, start)}")
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
