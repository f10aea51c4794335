"""The command that serves HTTP."""

from typing import Annotated

import typer

from onrecord.terminal import note


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Serve HTTP until interrupted."""
    import uvicorn

    from api.app import create_app
    from onrecord.exporting import exported_spans
    from qa.settings import read_settings

    settings = read_settings(host=host, port=port)
    note(f"onrecord serves http://{settings.host}:{settings.port}: ask with POST /v1/ask, read /docs")
    with exported_spans():
        uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")
