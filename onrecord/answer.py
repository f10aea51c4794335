"""Commands that answer: ask, search."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, show, show_json
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from qa.wire import AskRequest, CitationBody, HitBody, ReplyBody

_AsOf = Annotated[datetime | None, typer.Option(help="Leave out what was published later (UTC).", metavar="DATE")]
_Publisher = Annotated[list[str] | None, typer.Option(help="Only this outlet; may be given again.")]


def ask(
    question: str,
    *,
    publisher: _Publisher = None,
    as_of: _AsOf = None,
    max_citations: Annotated[int, typer.Option(min=1, max=20)] = 8,
    as_json: Json = False,
) -> None:
    """Answer a question with cited sentences, or say that the articles don't hold the answer."""
    from qa.build import open_service
    from qa.settings import read_settings
    from qa.wire import reply_body

    request = {"question": question, "max_citations": max_citations, **_limits(publisher, as_of)}
    service = open_service(read_settings(), progress=ProgressLine())
    try:
        body = reply_body(service.ask(_valid_ask(request)), with_passages=False)
    finally:
        service.close()
    if as_json:
        show_json(body.model_dump(mode="json", exclude_unset=False, exclude={"passages"}))
    else:
        show(_as_text(body))


def search(
    query: str,
    *,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10,
    publisher: _Publisher = None,
    as_of: _AsOf = None,
    as_json: Json = False,
) -> None:
    """Find passages."""
    from qa.build import open_service
    from qa.settings import read_settings
    from qa.wire import SearchRequest, hit_body

    service = open_service(read_settings(), progress=ProgressLine())
    try:
        request = SearchRequest.model_validate({"query": query, "limit": limit, **_limits(publisher, as_of)})
        hits = [hit_body(hit) for hit in service.search(request)]
    finally:
        service.close()
    if as_json:
        show_json({"hits": [hit.model_dump(mode="json") for hit in hits]})
    else:
        show("\n\n".join(map(_hit_as_text, hits)) or "Nothing was found.")


def _limits(publisher: list[str] | None, as_of: datetime | None) -> dict[str, object]:
    from datetime import UTC

    return {
        "filters": {"publishers": publisher or []},
        "as_of": as_of and (as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)),
    }


def _valid_ask(request: dict[str, object]) -> "AskRequest":
    from pydantic import ValidationError

    from qa.wire import AskRequest
    from vectorstore.faults import faults

    try:
        return AskRequest.model_validate(request)
    except ValidationError as exc:
        raise InputError(faults(exc)) from exc


def _as_text(reply: "ReplyBody") -> str:
    if reply.abstention:
        nearest = [f"  {_origin(hit)}" for hit in reply.nearest]
        return "\n".join([reply.abstention.message, *(["", "Nearest to it:", *nearest] if nearest else [])])
    answer = "\n\n".join(f"{s.text} {''.join(f'[{marker}]' for marker in s.markers)}" for s in reply.segments)
    sources = "\n".join(f"[{c.marker}] {_origin(c)}" for c in reply.citations)
    return "\n\n".join([answer, *reply.conflicts, sources])


def _hit_as_text(hit: "HitBody") -> str:
    return f"{_origin(hit)}\n{hit.text}"


def _origin(cited: "CitationBody | HitBody") -> str:
    """Speaker, headline, outlet, day and address, as far as they are known; of a live page the post and its time."""
    speaker, post = getattr(cited, "speaker", None), getattr(cited, "post", None)
    titles = [f"“{title}”" for title in (post and post.heading, cited.title) if title] or [cited.article_id]
    when: str | None = None
    if post and post.published_at:
        when = f"{post.published_at.day} {post.published_at:%B %Y, %H:%M} UTC"
    elif cited.published_at:
        when = f"{cited.published_at.day} {cited.published_at:%B %Y}"
    also = ", ".join(copy.publisher or copy.article_id for copy in cited.copies)
    correction = getattr(cited, "correction", None)
    first = ", ".join(part for part in (speaker, *titles, cited.publisher, when, cited.url) if part)
    return "\n    ".join(line for line in (first, also and f"also in {also}", correction) if line)
