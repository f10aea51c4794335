"""The command that lists who said what."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, show, show_json
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from qa.statements import StatementFinder
    from qa.wire import StatementBody, StatementsRequest


def statements(
    speaker: str,
    *,
    about: Annotated[str | None, typer.Option(help="Leave out what is not about this.")] = None,
    published_from: Annotated[
        datetime | None, typer.Option("--from", help="Published on this day or later (UTC).", metavar="DATE")
    ] = None,
    published_to: Annotated[
        datetime | None, typer.Option("--to", help="Published on this day or earlier (UTC).", metavar="DATE")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 20,
    as_json: Json = False,
) -> None:
    """List what somebody said, newest first."""
    from qa.build import open_service
    from qa.settings import read_settings
    from qa.wire import statement_body

    dates = {"published_from": _begin(published_from), "published_to": _end(published_to)}
    request = _valid({"speaker": speaker, "about": about, "limit": limit, **dates})
    service = open_service(read_settings(), progress=ProgressLine())
    try:
        found = service.statements(request)
        nothing = "" if found else _why_nothing(request, service.statement_finder)
    finally:
        service.close()
    bodies = [statement_body(entry.statement, article=entry.article, score=entry.score) for entry in found]
    if as_json:
        show_json({"statements": [body.model_dump(mode="json") for body in bodies]})
    else:
        show("\n\n".join(map(_as_text, bodies)) or nothing)


def _valid(request: dict[str, object]) -> "StatementsRequest":
    from pydantic import ValidationError

    from qa.wire import StatementsRequest
    from vectorstore.faults import faults

    try:
        return StatementsRequest.model_validate(request)
    except ValidationError as exc:
        raise InputError(faults(exc)) from exc


def _begin(day: datetime | None) -> datetime | None:
    from datetime import UTC

    return day and (day if day.tzinfo else day.replace(tzinfo=UTC))


def _end(day: datetime | None) -> datetime | None:
    """The last moment of a day that is given without a time; else that time."""
    moment = _begin(day)
    return moment and (datetime.combine(moment, time.max, tzinfo=moment.tzinfo) if moment.time() == time() else moment)


def _why_nothing(request: "StatementsRequest", finder: "StatementFinder") -> str:
    if known := finder.known(request.speaker):
        names = ", ".join(speaker.name for speaker in known)
        return f"Nothing by {names} was found with these limits."
    near = [f"  {speaker.name}" for speaker in finder.nearest(request.speaker)]
    told = f"The articles have no statement by anybody called {request.speaker!r}."
    return "\n".join([told, *(["", "Names like it:", *near] if near else [])])


def _as_text(body: "StatementBody") -> str:
    """Day, outlet and speaker as far as they are known, then the sentences; told where it is no plain saying."""
    moment = body.post.published_at if body.post and body.post.published_at else body.published_at
    when = f"{moment.day} {moment:%B %Y}" if moment else None
    speaker = body.speaker if body.polarity == "said" else f"{body.speaker} ({body.polarity})"
    return ", ".join(part for part in (when, body.publisher or body.article_id, speaker) if part) + f"\n  {body.text}"
