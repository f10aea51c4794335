"""A server whose way of a question is played: the real routes, streams and sockets around events of the test's own."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
from api_server import serving
from langchain_core.runnables import RunnableLambda

from api.app import create_app
from api.opening import ready_service
from qa.events import Event
from qa.question import Question
from qa.service import Service
from qa.settings import Settings

Play = Callable[[Question], Iterator[Event]]


@contextmanager
def staged(service: Service, settings: Settings, play: Play) -> Iterator[httpx.Client]:
    """A client of a server that plays; its questions are checked as by the service."""
    app = create_app(settings)
    app.dependency_overrides[ready_service] = lambda: replace(service, events=RunnableLambda(play))
    with serving(app, lifespan="off") as client:
        yield client


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The server-sent events, each its name, or `message`, and its JSON; comments are left out."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line and not line.startswith(":"))
        if "data" in fields and fields["data"] != "[DONE]":
            found.append((fields.get("event", "message"), json.loads(fields["data"])))
    return found
