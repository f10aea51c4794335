"""A newsroom whose chat model is a scripted server, reached by the real client libraries."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from desk import KEY, Desk, Opening, with_chat
from pydantic import SecretStr
from scripted_server import Player, scripted

from qa.service import Service
from qa.writer.open import open_chat


@pytest.fixture
def desk(sample_service: Service) -> Iterator[Opening]:
    """Opens a desk over the sample articles, whose model plays what it is given."""
    with ExitStack() as closing:

        def opened(player: Player, *, timeout_s: float = 20.0, name: str = "scripted", ollama: bool = False) -> Desk:
            server = closing.enter_context(scripted(player))
            url = server.ollama_url if ollama else server.openai_url
            chat = open_chat(name, base_url=url, api_key=SecretStr(KEY), timeout_s=timeout_s)
            closing.callback(chat.close)
            return Desk(with_chat(sample_service, chat), chat, server)

        yield opened
