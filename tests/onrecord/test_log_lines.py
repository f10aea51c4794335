"""How the lines of the log look."""

import json
import logging
import sys
from typing import NoReturn

import pytest
from structlog.contextvars import bound_contextvars

from onrecord.logs import formatter
from qa.settings import LogLevel

ASKED = "what did Strake say in private"


def _line(message: str, *args: object, level: int = logging.INFO, **extra: object) -> logging.LogRecord:
    """One with the exception that is being handled, where there is one."""
    caught = sys.exc_info() if sys.exc_info()[0] else None
    record = logging.LogRecord("onrecord.store", level, "store.py", 1, message, args, caught)
    record.__dict__.update(extra)
    return record


def _failed(level: LogLevel, *, in_terminal: bool) -> str:
    """What is told of an exception that quotes what was asked, with a cause and a context that do as well."""
    try:
        _fail()
    except ValueError:
        return formatter(level, in_terminal=in_terminal).format(_line("a request failed", level=logging.ERROR))


def _fail() -> NoReturn:
    try:
        {}[ASKED]
    except KeyError as exc:
        raise ValueError(ASKED) from exc


def test_a_line_is_one_object() -> None:
    """With the time in UTC, the level, the logger, what is told beside the words, and the name of the request."""
    with bound_contextvars(request_id="mine-1"):
        text = formatter("info", in_terminal=False).format(_line("put %s\nof %d", "one", 2, ms=1.5))
    told = json.loads(text)

    assert "\n" not in text
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        "event": "put one\nof 2",
        "level": "info",
        "logger": "onrecord.store",
        "ms": 1.5,
        "request_id": "mine-1",
    }


def test_in_a_terminal_it_is_for_people() -> None:
    """The words come first, then what else is told."""
    text = formatter("info", in_terminal=True).format(_line("put one", ms=1.5))

    assert "put one" in text
    assert "1.5" in text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)


@pytest.mark.parametrize("in_terminal", [False, True])
def test_in_the_course_of_a_request_no_exception_tells_its_message(*, in_terminal: bool) -> None:
    """It may quote what was asked; where it was raised and of what classes is told."""
    with bound_contextvars(request_id="mine-1"):
        text = _failed("info", in_terminal=in_terminal)

    assert ASKED not in text.replace("raise ValueError(ASKED)", "")
    assert all(told in text for told in ("KeyError", "ValueError", "test_log_lines.py", "_failed"))


def test_elsewhere_and_for_debugging_it_does() -> None:
    """A model that can't be opened quotes nobody."""
    elsewhere = _failed("info", in_terminal=False)
    with bound_contextvars(request_id="mine-1"):
        debugged = _failed("debug", in_terminal=False)

    assert f"ValueError: {ASKED}" in elsewhere
    assert f"ValueError: {ASKED}" in debugged
