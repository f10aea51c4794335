"""MCP's own client, as agents have it."""

import json
from html import unescape

import httpx
import pytest
from mcp import Client, MCPError

MODES = pytest.mark.parametrize("mode", ["auto", "legacy"])
"""The protocol of 2026, and the one of before, which begins with a handshake."""


@pytest.fixture
def url(server: httpx.Client) -> str:
    """Where the tools are."""
    return str(server.base_url.join("/mcp"))


async def _called(url: str, tool: str, arguments: dict, *, mode: str = "auto") -> dict:
    """The result of a tool that must not fail, which is the same as structured content and as text."""
    async with Client(url, mode=mode) as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    [text] = result.content
    assert json.loads(text.text) == result.structured_content
    return result.structured_content


@MODES
async def test_the_tools_are_listed_with_their_schemas(url, mode):
    """All only read; `search` and `fetch` take one string each, as ChatGPT wants them."""
    async with Client(url, mode=mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        instructions = client.instructions

    assert list(tools) == ["search", "fetch", "ask"]
    assert all(tool.annotations.read_only_hint and tool.title and tool.description for tool in tools.values())
    assert list(tools["search"].input_schema["properties"]) == tools["search"].input_schema["required"] == ["query"]
    assert list(tools["fetch"].input_schema["properties"]) == tools["fetch"].input_schema["required"] == ["id"]
    assert tools["ask"].input_schema["required"] == ["question"]
    assert "quote" in tools["ask"].output_schema["$defs"]["LinkedCitationBody"]["properties"]
    assert all(tool.output_schema["type"] == "object" for tool in tools.values())
    assert "cite" in instructions.lower()


@MODES
async def test_what_search_finds_can_be_fetched_and_opened(server, url, question, mode):
    """Each article once, by its id and its link."""
    found = (await _called(url, "search", {"query": question}, mode=mode))["results"]

    assert len({result["id"] for result in found}) == len(found) > 3
    for result in found[:3]:
        article = await _called(url, "fetch", {"id": result["id"]}, mode=mode)
        assert (article["id"], article["title"], article["url"]) == (result["id"], result["title"], result["url"])
        assert result["text"] in article["text"]
        assert article["metadata"]["publisher"] in article["title"]
        assert article["metadata"]["published"].endswith("Z")
        assert server.get(result["url"]).status_code == 200


@MODES
async def test_an_answer_has_quotes_that_stand_in_the_articles(server, url, question, mode):
    """With speaker, outlet and date, and a link to the page where the quote is marked."""
    reply = await _called(url, "ask", {"question": question}, mode=mode)

    assert reply["answered"]
    assert len(reply["citations"]) > 1
    for citation in reply["citations"]:
        article = await _called(url, "fetch", {"id": citation["article_id"]})
        page = server.get(citation["link"])
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert f"<mark>{citation['quote']}</mark>" in unescape(page.text)
        assert citation["speaker"] == "Olaf Scholz"
        assert citation["publisher"]
        assert citation["published_at"]


async def test_an_abstention_is_an_answer(url, unanswered):
    """No error: it says why, and cites nothing."""
    reply = await _called(url, "ask", {"question": unanswered})

    assert not reply["answered"]
    assert reply["abstention"]["message"]
    assert reply["citations"] == []


async def test_an_answer_can_be_limited(url, question):
    """To outlets, and to what was published by a day."""
    outlet = "The Harbour Post (sample)"

    limited = await _called(url, "ask", {"question": question, "filters": {"publishers": [outlet]}})
    before = await _called(url, "ask", {"question": question, "as_of": "2022-01-31T00:00:00Z"})

    assert {citation["publisher"] for citation in limited["citations"]} == {outlet}
    assert before["citations"]
    assert all(citation["published_at"] < "2022-01-31" for citation in before["citations"])


async def test_a_follow_up_is_understood_by_its_history(url):
    """As by the native route."""
    history = [
        {"role": "user", "content": "What did Marta Quill call the repair plan?"},
        {"role": "assistant", "content": "Marta Quill called it a sticking plaster."},
    ]

    reply = await _called(url, "ask", {"question": "What else did she say?", "history": history})

    assert "Marta Quill" in reply["standalone_question"]


@MODES
@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("search", {}, "#/query: missing"),
        ("search", {"query": " "}, "the query is empty: give one"),
        ("search", {"query": "x" * 3_000}, "the query has 3,000 characters, the limit is 2,000"),
        ("fetch", {"id": "no-such"}, "no article has the id 'no-such'"),
        ("fetch", {"id": ""}, "#/id: "),
        ("ask", {"question": ""}, "the question is empty: give one"),
        ("ask", {"question": "x" * 3_000}, "the question has 3,000 characters"),
        ("ask", {"question": "Who?", "as_of": "2022-01-31"}, "#/as_of: Input should have timezone info"),
        ("ask", {"question": "Who?", "filters": {"outlets": ["Post"]}}, "#/filters/outlets: there is no such field"),
        ("ask", {"question": "Who?", "colour": "red"}, "#/colour: there is no such field"),
    ],
)
async def test_what_cannot_be_done_is_told_by_the_tool(url, mode, tool, arguments, told):
    """In words that an agent can act upon, without a trace of the program."""
    async with Client(url, mode=mode) as client:
        result = await client.call_tool(tool, arguments)

    assert result.is_error
    assert told in result.content[0].text
    assert "Traceback" not in result.content[0].text
    assert result.structured_content is None


@MODES
async def test_a_tool_that_is_not_there_is_a_protocol_error(url, mode):
    """Which names those that are."""
    async with Client(url, mode=mode) as client:
        with pytest.raises(MCPError, match="no tool 'answer': there are search, fetch, ask"):
            await client.call_tool("answer", {})
