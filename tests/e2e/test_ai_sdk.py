"""The AI SDK: its providers for servers like OpenAI's, and its chat for pages."""

import pytest
from npm_packages import Node

_PROFILES = ["onrecord", "onrecord-links", "onrecord-openwebui"]


@pytest.fixture
def reply(server, question) -> dict:
    """The reply as the native route gives it."""
    return server.post("/v1/ask", json={"question": question}).json()


@pytest.fixture(scope="module")
def ui_chat(v1) -> str:
    """What a page gives its transport as `api`."""
    return f"{v1}/ui/chat"


def _page(node: Node, api: str, *questions: str, retry: bool = False) -> dict:
    """What a page has in the end that asked the questions in turn."""
    return node.tell("ai-sdk-page.mjs", api=api, questions=questions, retry=retry)


def _parts(message: dict, kind: str) -> list[dict]:
    return [part for part in message["parts"] if part["type"] == kind]


def _said(message: dict) -> str:
    return "".join(part["text"] for part in _parts(message, "text"))


@pytest.mark.parametrize("provider", ["chat", "responses"])
def test_sources_are_the_citations(node, v1, question, reply, provider):
    """By both interfaces of OpenAI's provider, generated and streamed; each leads to the article's page."""
    told = node.tell("ai-sdk-answers.mjs", v1=v1, provider=provider, model="onrecord", question=question)

    sources = told["generated"]["sources"]
    assert told["generated"] == told["streamed"]
    assert told["generated"]["text"] == reply["answer"]
    assert len(sources) == len(reply["citations"]) > 1
    for citation, source in zip(reply["citations"], sources, strict=True):
        assert f"/a/{citation['article_id']}?" in source["url"]
        assert citation["publisher"] in source["title"]


def test_links_are_in_the_text_for_the_provider_that_drops_annotations(node, v1, question, reply):
    """That of servers which are only like OpenAI's."""
    told = node.tell("ai-sdk-answers.mjs", v1=v1, provider="compatible", model="onrecord-links", question=question)

    base = v1.removesuffix("/v1")
    assert told["generated"]["sources"] == []
    for citation in reply["citations"]:
        assert f"[[{citation['marker']}]]({base}/a/{citation['article_id']}?" in told["generated"]["text"]


@pytest.mark.parametrize("model", _PROFILES)
@pytest.mark.parametrize("provider", ["chat", "responses", "compatible"])
def test_no_provider_finds_an_error_in_any_profile(node, v1, question, provider, model):
    """Every chunk and event is of a form that it knows, and the streamed text is the generated one."""
    told = node.tell("ai-sdk-answers.mjs", v1=v1, provider=provider, model=model, question=question)

    assert told["errors"] == []
    assert told["streamed"]["text"] == told["generated"]["text"] != ""


def test_a_ui_message_stream_becomes_a_message(node, ui_chat, question, reply):
    """A source, and data with the quote, for each citation, under its number; one text; and the rest as metadata."""
    told = node.tell("ai-sdk-stream.mjs", api=ui_chat, question=question)

    message = told["message"]
    numbers = [str(citation["marker"]) for citation in reply["citations"]]
    assert {part["type"] for part in message["parts"]} == {"source-url", "data-citation", "text"}
    assert [part["sourceId"] for part in _parts(message, "source-url")] == numbers
    assert [part["id"] for part in _parts(message, "data-citation")] == numbers
    assert [part["data"]["quote"] for part in _parts(message, "data-citation")] == [
        citation["quote"] for citation in reply["citations"]
    ]
    assert [part["text"] for part in _parts(message, "text")] == [reply["answer"]]
    assert message["metadata"]["onrecord"]["answered"] is True
    assert "error" not in {chunk["type"] for chunk in told["chunks"]}


def test_a_page_hears_what_is_being_done(node, ui_chat, question):
    """While it waits; the message doesn't keep it. The stream says by a header what it is."""
    page = _page(node, ui_chat, question)

    heard = [part["data"]["stage"] for part in page["heard"] if part["type"] == "data-status"]
    assert heard == ["understand", "read"]
    assert not _parts(page["messages"][-1], "data-status")
    assert page["responses"][0]["headers"]["x-vercel-ai-ui-message-stream"] == "v1"
    assert (page["status"], page["error"]) == ("ready", None)


def test_a_page_has_nothing_to_resume(node, ui_chat, question):
    """Status 204, and the chat stays as it is."""
    page = _page(node, ui_chat, question)
    stream = node.tell("ai-sdk-stream.mjs", api=ui_chat, question=question)

    assert [response["status"] for response in page["responses"]] == [200, 204]
    assert page["messages"] == page["before"]
    assert stream["resumed"] is None


def test_a_page_sends_its_conversation_and_may_retry(node, ui_chat):
    """`she` is whom it was about; the new answer has the place of the old one, with an id of its own."""
    page = _page(node, ui_chat, "Who is Marta Quill?", "What did she call the repair plan?", retry=True)

    before, after = page["before"], page["messages"]
    assert page["triggers"] == ["submit-message", "submit-message", "regenerate-message"]
    assert "Quill" in after[-1]["metadata"]["onrecord"]["standalone_question"]
    assert "sticking plaster" in _said(after[-1])
    assert [message["role"] for message in after] == ["user", "assistant", "user", "assistant"]
    assert after[:-1] == before[:-1]
    assert after[-1]["parts"] == before[-1]["parts"]
    assert after[-1]["id"] != before[-1]["id"]


def test_an_abstention_is_an_answer(node, ui_chat, unanswered):
    """A text that cites nothing, and data that says why."""
    page = _page(node, ui_chat, unanswered)

    message = page["messages"][-1]
    [told] = _parts(message, "data-abstention")
    assert page["error"] is None
    assert _said(message) == told["data"]["message"]
    assert told["data"]["reason"] == "not_in_articles"
    assert not _parts(message, "source-url")


def test_what_is_refused_is_the_pages_error(node, ui_chat):
    """The problem, from whose `detail` the page can say what to do."""
    page = _page(node, ui_chat, "a" * 10_000)

    assert page["status"] == "error"
    assert "shorten it" in page["error"]
    assert len(page["messages"]) == 1
