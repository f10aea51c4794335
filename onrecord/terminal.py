"""What all commands print: results to stdout, as text or JSON; progress to stderr."""

import sys
from collections.abc import Mapping
from time import monotonic
from typing import Annotated, Any

import typer

_SECONDS_BETWEEN_LINES = 2.0

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def show(text: str) -> None:
    """Prints a result."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def show_json(value: Mapping[str, Any]) -> None:
    """Prints a result as one JSON object."""
    import json

    show(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """Says something beside the result."""
    sys.stderr.write(text + "\n")


class ProgressLine:
    """Counts on stderr: one line that is overwritten in a terminal, else a line every two seconds."""

    def __init__(self) -> None:
        self._shown = monotonic()
        self._what = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        """Shows that `done` of `of` are done; `of` 0 is not known."""
        finished = done == of and what == self._what
        if monotonic() - self._shown < (0.1 if sys.stderr.isatty() else _SECONDS_BETWEEN_LINES) and not finished:
            return
        self._shown, self._what = monotonic(), what
        count = f"{what}: {done:,}" + (f" of {of:,}" if of else "")
        sys.stderr.write(f"\r\x1b[K{count}" if sys.stderr.isatty() else f"{count}\n")
        if sys.stderr.isatty() and finished:
            sys.stderr.write("\n")
        sys.stderr.flush()
