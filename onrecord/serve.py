"""The command that serves HTTP."""

import logging
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from vectorstore.errors import InputError

if TYPE_CHECKING:
    from qa.settings import Settings

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
    from api.connection import PatientProtocol
    from onrecord.exporting import exported_spans
    from onrecord.logs import log_to_stderr
    from onrecord.server import Server
    from qa.settings import read_settings

    settings = read_settings(host=host, port=port)
    _require_keys_beyond_loopback(settings)
    verbose = logging.getLogger("onrecord").isEnabledFor(logging.DEBUG)
    log_to_stderr("debug" if verbose else settings.log_level, in_terminal=sys.stderr.isatty())
    _log.info("onrecord serves http://%s:%d: ask with POST /v1/ask, read /docs", settings.host, settings.port)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=PatientProtocol,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_CUT_SECONDS,
    )
    with exported_spans():
        Server(config, running=app.state.running, grace_s=settings.stop_grace_s).run()


def _require_keys_beyond_loopback(settings: "Settings") -> None:
    from api.keys.local import is_loopback
    from api.keys.store import KeyFile

    if not is_loopback(settings.host) and not KeyFile(settings.home).keys():
        raise InputError(
            f"{settings.host!r} is reached from other machines and there is no key: run 'onrecord keys create NAME' "
            f"first, for the home {settings.home}, or serve on 127.0.0.1"
        )
