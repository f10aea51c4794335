"""Route of statements: who said what."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.opening import ReadyService
from qa.wire import Moment, StatementsBody, StatementsRequest, Told, Wire, statement_body

router = APIRouter(tags=["statements"])


class StatementsQuery(Wire):
    """The parameters; an unknown one is an error."""

    speaker: Annotated[
        Told,
        Field(max_length=200, description="A full name, a surname or an organisation.", examples=["Scholz"]),
    ]
    about: Annotated[
        Told | None, Field(description="Leave out what is not about this.", examples=["Nord Stream 2"])
    ] = None
    published_from: Annotated[
        Moment | None, Field(alias="from", description="Published then or later.", examples=["2022-02-01T00:00:00Z"])
    ] = None
    published_to: Annotated[
        Moment | None, Field(alias="to", description="Published then or earlier.", examples=["2022-02-28T23:59:59Z"])
    ] = None
    limit: Annotated[int, Field(ge=1, le=100, description="At most so many.", examples=[5])] = 20


@router.get("/v1/statements")
def list_statements(query: Annotated[StatementsQuery, Query()], service: ReadyService) -> StatementsBody:
    """Lists who said what, newest first, each with its verbatim span: `?speaker=&about=&from=&to=&limit=`.

    `speaker` is a full name, a surname or an organisation, in any spelling that articles give or near it; a surname of
    two people gives both. `about` leaves out what is about something else. `from` and `to` are inclusive, such as
    `2022-01-01T00:00:00Z`, and leave out articles without a date; `limit` is 1 to 100, 20 where it isn't given.

    Nobody known by that name is no error: the list is empty.
    """
    request = StatementsRequest(
        speaker=query.speaker,
        about=query.about,
        published_from=query.published_from,
        published_to=query.published_to,
        limit=query.limit,
    )
    found = service.statements(request)
    return StatementsBody(
        statements=tuple(statement_body(entry.statement, article=entry.article, score=entry.score) for entry in found)
    )
