"""The HTTP application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from time import monotonic
from typing import Any

from anyio.to_thread import run_sync
from fastapi import Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware

from api import article_page, articles, asking, docs, health, listing, statements, stored
from api.documented import Documented
from api.faults import answer_with_problems
from api.headers import SecurityHeaders
from api.keys.access import Access
from api.keys.store import KeyFile
from api.limits import BodyLimit, require_json
from api.mcp import route as mcp_route
from api.mcp.callers import known_origins
from api.mcp.server import session_manager
from api.metrics import Metrics
from api.once import Underway
from api.openai import chat, profiles, responses
from api.opening import Opening
from api.problems import MEDIA_TYPE, PROBLEM_SCHEMA
from api.readiness import Following
from api.request_log import RequestLog
from api.running import Running
from api.seats import Seats
from api.turns import new_turn
from api.ui_chat import chat as ui_chat
from qa.build import open_service
from qa.settings import Settings

MIB = 1024 * 1024
MAX_BODY_BYTES = MIB
MAX_ARTICLES_BYTES = 16 * MIB
INDEX_PATIENCE_S = 10.0
BODY_PATIENCE_S = 20.0

_METHODS = ("GET", "POST", "PUT", "DELETE")
_READ_BY_PAGES = ("x-request-id", "retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")

_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {"description": "A problem (RFC 9457)", "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
}


def create_app(settings: Settings) -> FastAPI:
    """The application over one archive. It opens the service when it starts and closes it when it stops."""
    metrics, running = Metrics(), Running()
    opening = Opening(partial(open_service, settings, listener=metrics))
    app = Documented(
        title="onrecord",
        version=version("onrecord"),
        description="Answers questions over news articles: every sentence cites a span of an article, verbatim.",
        docs_url=None,  # FastAPI's pages load scripts from another host
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        lifespan=_opened,
        responses=_PROBLEM,
    )
    app.state.opening = opening
    app.state.public_url = settings.public_url
    app.state.metrics = metrics
    app.state.running = running
    app.state.seats = Seats(settings.max_answers, running=running)
    app.state.turn = new_turn()
    app.state.underway = Underway()
    app.state.following = Following(patience_s=INDEX_PATIENCE_S, clock=monotonic)
    app.state.mcp = session_manager()
    app.state.known_origins = known_origins(public_url=settings.public_url, cors_origins=settings.cors_origins)
    _guard(app, settings)
    answer_with_problems(app)
    app.include_router(asking.router, dependencies=[Depends(require_json)])
    app.include_router(articles.router, dependencies=[Depends(require_json)])
    for router in (chat.router, responses.router):
        app.include_router(router, dependencies=[Depends(require_json)])
    app.include_router(ui_chat.router)
    app.include_router(profiles.router)
    app.include_router(mcp_route.router)
    app.include_router(listing.router)
    app.include_router(stored.router)
    app.include_router(article_page.router)
    app.include_router(statements.router)
    app.include_router(health.router)
    app.include_router(docs.router)
    return app


def _guard(app: FastAPI, settings: Settings) -> None:
    """Puts before the routes what each request passes, the last one first."""
    app.add_middleware(
        BodyLimit,
        default=MAX_BODY_BYTES,
        by_path={"/v1/articles": MAX_ARTICLES_BYTES},
        patience_s=BODY_PATIENCE_S,
    )
    app.add_middleware(Access, keys=KeyFile(settings.home), settings=settings)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=_METHODS,
            allow_headers=["*"],
            expose_headers=_READ_BY_PAGES,
        )
    app.add_middleware(RequestLog, metrics=app.state.metrics, running=app.state.running)
    app.add_middleware(SecurityHeaders)


@asynccontextmanager
async def _opened(app: FastAPI) -> AsyncIterator[None]:
    opening: Opening = app.state.opening
    opening.start()
    async with app.state.mcp.run():
        yield
    await run_sync(opening.close)
