"""The log of `onrecord serve`: JSON, one object a line, or in a terminal lines for people."""

import logging
import sys
import traceback
from typing import TYPE_CHECKING

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

    from qa.settings import LogLevel

_OURS = ("onrecord", "api", "qa", "vectorstore")


def log_to_stderr(level: "LogLevel", *, in_terminal: bool) -> None:
    """From now on all that is logged goes to stderr: of ours that level and what is graver, of others' warnings.

    Others stay at that in any case: client libraries log whole requests when they log more.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(level, in_terminal=in_terminal))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())


def formatter(level: "LogLevel", *, in_terminal: bool) -> logging.Formatter:
    """Each line with its time, its logger and the name of the request in whose course it was logged."""
    renderer = structlog.dev.ConsoleRenderer() if in_terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        add_log_level,
        add_logger_name,
        ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    exceptions = _with_messages if level == "debug" else _without_messages
    return ProcessorFormatter(
        foreign_pre_chain=before, processors=[ProcessorFormatter.remove_processors_meta, exceptions, renderer]
    )


def _with_messages(_: "WrappedLogger", __: str, event: "EventDict") -> "EventDict":
    """The exception as Python prints it."""
    if exc_info := event.pop("exc_info", None):
        event["exception"] = "".join(traceback.format_exception(*exc_info))
    return event


def _without_messages(_: "WrappedLogger", name: str, event: "EventDict") -> "EventDict":
    """The same, but in the course of a request without the exceptions' messages: they may quote what was asked."""
    if "request_id" not in event or not (exc_info := event.pop("exc_info", None)):
        return _with_messages(_, name, event)
    told, seen, exc = list[str](), set[int](), exc_info[1]
    while exc is not None and id(exc) not in seen:
        seen.add(id(exc))
        told.append("".join([*traceback.format_tb(exc.__traceback__), type(exc).__qualname__]))
        exc = exc.__cause__ or exc.__context__
    event["exception"] = "\nraised in the course of:\n".join(told)
    return event
