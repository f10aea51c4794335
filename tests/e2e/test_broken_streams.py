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


def test_openai_of_npm_throws_it(broken, node):
    """As an error of the stream, for its status was sent long before."""
    v1 = str(broken.base_url.join("/v1"))

    thrown = node.tell("openai-fault.mjs", v1=v1, model="onrecord", question="Who?", stream=True)

    assert thrown["name"] == "APIError"
    assert "the archive is locked" in thrown["message"]


@pytest.mark.parametrize("provider", ["chat", "responses"])
def test_the_ai_sdk_has_it_as_an_error_part(broken, node, provider):
    """By both interfaces of its provider."""
    v1 = str(broken.base_url.join("/v1"))

    told = node.tell("ai-sdk-answers.mjs", v1=v1, provider=provider, model="onrecord", question="Who?")

    assert any("the archive is locked" in error for error in told["errors"])


def test_a_page_with_the_ai_sdk_has_it_as_its_error(broken, node):
    """In words for its reader."""
    api = str(broken.base_url.join("/v1/ui/chat"))

    page = node.tell("ai-sdk-page.mjs", api=api, questions=["Who?"])

    assert (page["status"], page["error"]) == ("error", "the archive is locked: wait")
