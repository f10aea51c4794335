"""A service whose chat model is a scripted server."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from scripted_server import ScriptedServer

from qa.chain import answering_chain, answering_events
from qa.service import Service
from qa.writer.open import OpenedChat

KEY = "sk-canary-0451"


@dataclass(frozen=True, slots=True)
class Desk:
    """A service that writes with a scripted model."""

    service: Service
    chat: OpenedChat
    server: ScriptedServer


Opening = Callable[..., Desk]


def with_chat(service: Service, chat: OpenedChat) -> Service:
    """The same service, with a chat model."""
    events = answering_events(
        archive=service.store.archive,
        questions=service.questions,
        retriever=service.retriever,
        reader=service.reader,
        read_passages=12,
        writers=chat.writers(service.store.archive),
        listener=service.listener,
    )
    return replace(service, events=events, chain=answering_chain(events), chat=chat)
