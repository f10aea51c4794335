"""What all commands print: results to stdout, as text or JSON; progress to stderr."""

import sys
from collections.abc import Mapping
from time import monotonic
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

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


class CommandWithDefault(TyperGroup):
    """A command with subcommands, which is `run` where none of them is named."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # typer hides its own
        """Puts `run` in front of arguments that begin with no subcommand."""
        return super().parse_args(ctx, args if args and args[0] in self.commands else ["run", *args])


class ProgressLine:
    """Counts on stderr, with the rate and, where the end is known, the time that is left.

    One line that is overwritten in a terminal, else a line every two seconds.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._began = self._shown = monotonic()
        self._what = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        """Shows that `done` of `of` are done; `of` 0 is not known."""
        now = monotonic()
        if what != self._what:
            self._began, self._what = now, what
        finished = 0 < of == done
        if now - self._shown < (0.1 if self._terminal else _SECONDS_BETWEEN_LINES) and not (
            finished and self._terminal
        ):
            return
        self._shown = now
        line = f"{what}: {done:,}" + (f" of {of:,}" if of else "") + pace(done, of, seconds=now - self._began)
        sys.stderr.write(f"\r\x1b[K{line}" + ("\n" if finished else "") if self._terminal else f"{line}\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """Makes room for another line."""
        if self._terminal:
            sys.stderr.write("\r\x1b[K")


def pace(done: int, of: int, *, seconds: float) -> str:
    """Such as `, 52 a second, 1:40 left`; nothing where too little is done to tell."""
    if seconds < 1 or done == 0:
        return ""
    rate = done / seconds
    left = round(max(of - done, 0) / rate)
    return f", {rate:,.0f} a second" + (f", {left // 60}:{left % 60:02} left" if of else "")
