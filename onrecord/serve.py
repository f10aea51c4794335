"""The command that serves HTTP."""

import logging
import sys
from typing import Annotated

import typer

_CUT_SECONDS = 2
"""For connections that are still open when all requests were told to end."""

_log = logging.getLogger("onrecord.serve")


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Serve HTTP until interrupted or terminated; what runs then is ended in order."""
    import uvicorn

    from api.app import create_app
    from onrecord.exporting import exported_spans
    from onrecord.logs import log_to_stderr
    from onrecord.server import Server
    from qa.settings import read_settings

    settings = read_settings(host=host, port=port)
    verbose = logging.getLogger("onrecord").isEnabledFor(logging.DEBUG)
    log_to_stderr("debug" if verbose else settings.log_level, in_terminal=sys.stderr.isatty())
    _log.info("onrecord serves http://%s:%d: ask with POST /v1/ask, read /docs", settings.host, settings.port)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_CUT_SECONDS,
    )
    with exported_spans():
        Server(config, running=app.state.running, grace_s=settings.stop_grace_s).run()
