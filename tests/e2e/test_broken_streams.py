"""What the clients make of a fault in mid-stream."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import openai
import pytest
from api_server import serving
from langchain_core.runnables import RunnableLambda
from langchain_openai import ChatOpenAI

from api.app import create_app
from api.opening import ready_service
from qa.events import Event, Status
from qa.question import Question
from vectorstore.errors import OnrecordError


@pytest.fixture
def broken(sample_service, settings) -> Iterator[httpx.Client]:
    """A server whose streams break off."""

    def play(_: Question) -> Iterator[Event]:
        yield Status("read")
        raise OnrecordError("the archive is locked: wait")

    app = create_app(settings)
    app.dependency_overrides[ready_service] = lambda: replace(sample_service, events=RunnableLambda(play))
    with serving(app, lifespan="off") as client:
        yield client


def test_openai_python_raises_it(broken):
    """From chat completions and from responses."""
    client = openai.OpenAI(base_url=str(broken.base_url.join("/v1")), api_key="any", max_retries=0)
    messages = [{"role": "user", "content": "Who?"}]

    with client, pytest.raises(openai.APIError, match="the archive is locked"):
        list(client.chat.completions.create(model="onrecord", messages=messages, stream=True))
    with (
        openai.OpenAI(base_url=client.base_url, api_key="any", max_retries=0) as other,
        pytest.raises(openai.APIError, match="the archive is locked"),
    ):
        list(other.responses.create(model="onrecord", input="Who?", stream=True))


def test_langchain_raises_it(broken):
    """In both of its modes."""
    for mode in (False, True):
        model = ChatOpenAI(
            model="onrecord",
            base_url=str(broken.base_url.join("/v1")),
            api_key="any",
            max_retries=0,
            use_responses_api=mode,
        )
        with pytest.raises(openai.APIError, match="the archive is locked"):
            list(model.stream("Who?"))
