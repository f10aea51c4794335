"""Routes for whoever watches the server."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from api.metrics import Metrics
from api.opening import Opening, ReadyService
from api.problems import NOT_READY, RETRY, Problem, ProblemError
from api.readiness import Following
from api.running import Running, stopped
from api.seats import AnswerSeats
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
def ready(service: ReadyService, http: Request) -> Readiness:
    """Says that asks can be served, or with status 503 why not: not yet, or not for long any more.

    The archive and the model are open, and both indexes are in step with the archive, or are being brought there.
    """
    running: Running = http.app.state.running
    following: Following = http.app.state.following
    if running.stopping:
        raise ProblemError(stopped())
    store = service.store
    store.check_build()
    store.require_indexes()
    if why := following.stuck(store.followed(), last=store.archive.last_seq()):
        raise ProblemError(Problem(kind=NOT_READY, detail=why, headers=RETRY))
    return Readiness()


_FIGURES = {"description": "Prometheus' text format", "content": {"text/plain": {"schema": {"type": "string"}}}}


@router.get("/metrics", response_class=Response, responses={200: _FIGURES})
def read_metrics(http: Request, seats: AnswerSeats) -> Response:
    """Gives the server's figures to Prometheus."""
    metrics: Metrics = http.app.state.metrics
    opening: Opening = http.app.state.opening
    if opening.is_open:
        store = opening.service().store
        metrics.indexed(store.followed(), last=store.archive.last_seq())
    metrics.answering(seats.taken)
    content, media_type = metrics.page(accept=http.headers.get("accept", ""))
    return Response(content, headers={"Content-Type": media_type})
