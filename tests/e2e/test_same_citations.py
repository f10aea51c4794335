"""One question has the same citations in every form."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from mcp import Client
from npm_packages import Node

Place = tuple[str, int, int, int]
"""The article's id and version, start and end of the span."""


def _of_reply(reply: dict[str, Any]) -> list[Place]:
    return [(c["article_id"], c["version"], c["start"], c["end"]) for c in reply["citations"]]


def _of_url(url: str) -> Place:
    parts = urlsplit(url)
    query = {name: int(value) for name, [value] in parse_qs(parts.query).items()}
    return unquote(parts.path.removeprefix("/a/")), query["version"], query["start"], query["end"]


def _streamed(response: httpx.Response) -> list[dict[str, Any]]:
    lines = (line.removeprefix("data: ") for line in response.text.splitlines() if line.startswith("data: {"))
    return list(map(json.loads, lines))


def _ask(server: httpx.Client, question: str) -> list[Place]:
    return _of_reply(server.post("/v1/ask", json={"question": question}).json())


def _ask_streamed(server: httpx.Client, question: str) -> list[Place]:
    told = server.post("/v1/ask", json={"question": question}, headers={"accept": "text/event-stream"})
    return _of_reply({"citations": [body for body in _streamed(told) if "passage_id" in body]})


def _chat(server: httpx.Client, question: str, model: str, **more: object) -> httpx.Response:
    body = {"model": model, "messages": [{"role": "user", "content": question}], **more}
    return server.post("/v1/chat/completions", json=body)


def _chat_plain(server: httpx.Client, question: str) -> list[Place]:
    message = _chat(server, question, "onrecord").json()["choices"][0]["message"]
    return [_of_url(annotation["url_citation"]["url"]) for annotation in message["annotations"]]


def _chat_streamed(server: httpx.Client, question: str) -> list[Place]:
    last = _streamed(_chat(server, question, "onrecord", stream=True))[-1]
    found = last["choices"][0]["delta"].get("annotations", [])
    return [_of_url(annotation["url_citation"]["url"]) for annotation in found]


def _chat_for_open_webui(server: httpx.Client, question: str) -> list[Place]:
    chunks = _streamed(_chat(server, question, "onrecord-openwebui", stream=True))
    return [_of_url(chunk["event"]["data"]["source"]["url"]) for chunk in chunks if "event" in chunk]


def _chat_with_links(server: httpx.Client, question: str) -> list[Place]:
    text = _chat(server, question, "onrecord-links").json()["choices"][0]["message"]["content"]
    sources = text.partition("\n\nSources:\n\n")[2].splitlines()
    return [_of_url(source.rpartition("](")[2].removesuffix(")")) for source in sources]


def _responses_plain(server: httpx.Client, question: str) -> list[Place]:
    response = server.post("/v1/responses", json={"model": "onrecord", "input": question}).json()
    return [_of_url(annotation["url"]) for annotation in response["output"][0]["content"][0]["annotations"]]


def _responses_streamed(server: httpx.Client, question: str) -> list[Place]:
    told = server.post("/v1/responses", json={"model": "onrecord", "input": question, "stream": True})
    return [_of_url(body["annotation"]["url"]) for body in _streamed(told) if "annotation" in body]


def _mcp(server: httpx.Client, question: str) -> list[Place]:
    """As agents get it; the link of each citation leads to its place."""

    async def call() -> dict[str, Any]:
        async with Client(str(server.base_url.join("/mcp"))) as client:
            return (await client.call_tool("ask", {"question": question})).structured_content

    reply = asyncio.run(call())
    assert [_of_url(citation["link"]) for citation in reply["citations"]] == _of_reply(reply)
    return _of_reply(reply)


def _ui_chat(server: httpx.Client, question: str, kind: str) -> list[dict[str, Any]]:
    body = {"messages": [{"role": "user", "parts": [{"type": "text", "text": question}]}]}
    return [part for part in _streamed(server.post("/v1/ui/chat", json=body)) if part["type"] == kind]


def _ui_chat_sources(server: httpx.Client, question: str) -> list[Place]:
    return [_of_url(part["url"]) for part in _ui_chat(server, question, "source-url")]


def _ui_chat_data(server: httpx.Client, question: str) -> list[Place]:
    return _of_reply({"citations": [part["data"] for part in _ui_chat(server, question, "data-citation")]})


_QUESTIONS = [
    "what did Scholz say about Nord Stream 2",
    "What did Marta Quill call the repair plan?",
    "What did Edwin Strake say?",
    "Who won the chess olympiad in Budapest?",
]


@pytest.mark.parametrize("asked", _QUESTIONS)
@pytest.mark.parametrize(
    "form",
    [
        _ask_streamed,
        _chat_plain,
        _chat_streamed,
        _chat_for_open_webui,
        _chat_with_links,
        _responses_plain,
        _responses_streamed,
        _ui_chat_sources,
        _ui_chat_data,
        _mcp,
    ],
)
def test_the_citations_are_the_same_in_every_form(
    server: httpx.Client, asked: str, form: Callable[[httpx.Client, str], list[Place]]
) -> None:
    """Article, version and span, in the same order."""
    assert form(server, asked) == _ask(server, asked)


def test_the_clients_of_npm_show_the_same_citations(server: httpx.Client, node: Node) -> None:
    """In whatever way each of them shows some."""
    told = node.tell("cited.mjs", server=str(server.base_url), questions=_QUESTIONS)

    native = [_ask(server, question) for question in _QUESTIONS]
    assert len(told) == 5
    for client, cited in told.items():
        assert [list(map(_of_url, urls)) for urls in cited] == native, client
