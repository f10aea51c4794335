"""Presentation profiles: the one thing that every client lets its user choose is the name of the model."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Path

from api.openai.errors import ERROR
from api.problems import NO_SUCH_MODEL, Problem, ProblemError
from qa.wire import Wire

router = APIRouter(tags=["openai"], responses={"default": ERROR})

Profile = Literal["onrecord", "onrecord-links", "onrecord-openwebui"]
"""
`onrecord`: `[1]` in the text, and annotations that point at them; `onrecord-links`: links and a list of sources in the
text, as Markdown; `onrecord-openwebui`: `[1]` in the text and Open WebUI's source events.
"""
PROFILES: Mapping[str, Profile] = {
    "onrecord": "onrecord",
    "onrecord-links": "onrecord-links",
    "onrecord-openwebui": "onrecord-openwebui",
}
_CREATED = 1_767_225_600
"""Clients want a time: the year that the profiles are of."""


class ModelBody(Wire):
    """A profile, as a model."""

    id: str
    object: Literal["model"] = "model"
    created: int = _CREATED
    owned_by: Literal["onrecord"] = "onrecord"


class ModelsBody(Wire):
    """All profiles."""

    object: Literal["list"] = "list"
    data: tuple[ModelBody, ...]


def profile_of(model: str) -> Profile:
    """The profile of that name.

    Raises:
        ProblemError: there is none.
    """
    if model not in PROFILES:
        detail = f"there is no model {model[:80]!r}: choose one of {', '.join(PROFILES)}"
        pointed = [{"pointer": "#/model", "detail": detail}]
        raise ProblemError(Problem(kind=NO_SUCH_MODEL, detail=detail, more={"errors": pointed}))
    return PROFILES[model]


@router.get("/v1/models")
async def list_models() -> ModelsBody:
    """Lists the presentation profiles as models, for clients that ask for them to fill a menu."""
    return ModelsBody(data=tuple(ModelBody(id=name) for name in PROFILES))


@router.get("/v1/models/{model_id}")
async def read_model(model_id: Annotated[str, Path(description="A profile.", max_length=200)]) -> ModelBody:
    """Gives one profile as a model."""
    return ModelBody(id=profile_of(model_id))
