"""A service whose chat model is a scripted server."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from scripted_server import ScriptedServer

from qa.candidates import CandidateFinder
from qa.chain import answering_chain, answering_events
from qa.extract import ExtractiveReader
from qa.itemised import ItemReader
from qa.reader.judge import Judge
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
    finder, judge = CandidateFinder(store=service.store, encoder=service.store.encoder), Judge(scorer=None)
    events = answering_events(
        archive=service.store.archive,
        questions=service.questions,
        retriever=service.retriever,
        reader=ExtractiveReader(
            finder=finder, judge=judge, items=ItemReader(finder=finder, judge=judge), min_probability=0.55
        ),
        read_passages=12,
        writers=chat.writers(service.store.archive),
        listener=service.listener,
    )
    return replace(service, events=events, chain=answering_chain(events), chat=chat)
