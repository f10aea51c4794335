"""The command `onrecord`: its subcommands, and what happens when one fails."""

import logging
import sys
from typing import Annotated

import typer

from onrecord import answer, articles, bench, evaluate, ingest, keys, maintenance, serve, statements
from vectorstore.errors import InputError, OnrecordError

app = typer.Typer(
    name="onrecord",
    help="Answers questions over news articles, every sentence cited to a verbatim span of a stored article.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(ingest.ingest)
app.command()(answer.ask)
app.command()(answer.search)
app.command()(statements.statements)
app.add_typer(articles.articles, name="articles")
app.command()(serve.serve)
app.add_typer(keys.keys, name="keys")
app.add_typer(evaluate.evaluate, name="eval")
app.command()(bench.bench)
app.command()(maintenance.reindex)
app.command()(maintenance.doctor)


@app.callback()
def _options(
    *, verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what is being done.")] = False
) -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("onrecord").setLevel(logging.DEBUG if verbose else logging.INFO)


def main() -> None:
    """Runs the command; exits with 0 done, 1 failed or regressed, 2 wrong usage, 3 invalid run."""
    try:
        app()
    except InputError as exc:
        _fail(exc, code=2)
    except OnrecordError as exc:
        _fail(exc, code=1)


def _fail(exc: Exception, *, code: int) -> None:
    sys.stderr.write(f"onrecord: {exc}\n")
    raise SystemExit(code)
