"""langchain-openai's ChatOpenAI, as its users have it."""

from functools import reduce
from operator import add

import pytest
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI


def _model(v1: str, *, responses: bool, name: str = "onrecord") -> ChatOpenAI:
    return ChatOpenAI(model=name, base_url=v1, api_key="any", max_retries=0, use_responses_api=responses)


def _cited(message: AIMessage) -> list[str]:
    """The text that each citation of the message points at, by its standard content blocks."""
    text = message.text
    return [
        text[annotation["start_index"] : annotation["end_index"]]
        for block in message.content_blocks
        for annotation in block.get("annotations", [])
        if annotation["type"] == "citation"
    ]


@pytest.fixture
def answer(server, question) -> dict:
    """The reply as the native route gives it."""
    return server.post("/v1/ask", json={"question": question}).json()


@pytest.mark.parametrize("responses", [False, True])
def test_the_answer_is_invoked_and_streamed(v1, question, answer, responses):
    """The same text, by chat completions and by responses."""
    model = _model(v1, responses=responses)

    invoked, streamed = model.invoke(question), reduce(add, model.stream(question))

    assert invoked.text == streamed.text == answer["answer"]


def test_citations_come_with_responses(v1, question, answer):
    """As content blocks of the standard type, invoked and streamed."""
    model = _model(v1, responses=True)

    invoked, streamed = model.invoke(question), reduce(add, model.stream(question))

    markers = [f"[{citation['marker']}]" for citation in answer["citations"]]
    assert _cited(invoked) == _cited(streamed) == markers


def test_links_in_the_text_come_with_chat_completions(v1, question, answer):
    """Which drop annotations: so there is a profile with the links in the text."""
    message = _model(v1, responses=False, name="onrecord-links").invoke(question)

    for citation in answer["citations"]:
        assert f"[[{citation['marker']}]]({v1.removesuffix('/v1')}/a/{citation['article_id']}?" in message.text


def test_an_abstention_is_a_message(v1, unanswered):
    """In both ways."""
    said = {_model(v1, responses=mode).invoke(unanswered).text for mode in (False, True)}

    assert len(said) == 1
    assert not _cited(_model(v1, responses=True).invoke(unanswered))
