"""Routes for whoever watches the server."""

from typing import Literal

from fastapi import APIRouter

from api.opening import ReadyService
from qa.wire import Wire

router = APIRouter(tags=["operation"])


class Health(Wire):
    """The server runs."""

    status: Literal["alive"] = "alive"


class Readiness(Wire):
    """Asks can be served."""

    status: Literal["ready"] = "ready"


@router.get("/health")
async def health() -> Health:
    """Says that the server runs."""
    return Health()


@router.get("/ready")
def ready(service: ReadyService) -> Readiness:
    """Says that asks can be served, or with status 503 why not yet."""
    service.store.check_build()
    return Readiness()
