"""The examples run as they are, and their settings fit the server."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml
from mcp import Client

from qa.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = f"{Settings.model_fields['host'].default}:{Settings.model_fields['port'].default}"
"""Where a server is that was started without any settings."""


def _printed(example: str, question: str, server: httpx.Client) -> str:
    command = ["bash"] if example.endswith(".sh") else [sys.executable]
    ran = subprocess.run(
        [*command, EXAMPLES / example, question, str(server.base_url).rstrip("/")], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _for_server(name: str, server: httpx.Client) -> str:
    """The file, in which the server's address is that of the running one."""
    text = (EXAMPLES / name).read_text("utf-8")
    assert HERE in text
    return text.replace(HERE, f"{server.base_url.host}:{server.base_url.port}")


def _models(base_url: str) -> list[str]:
    return [model["id"] for model in httpx.get(f"{base_url}/models").raise_for_status().json()["data"]]


@pytest.fixture
def reply(server: httpx.Client, question: str) -> dict:
    """What the examples show."""
    return server.post("/v1/ask", json={"question": question}).json()


@pytest.fixture
def variables(server: httpx.Client) -> dict[str, str]:
    """The environment that Open WebUI is started with."""
    lines = _for_server("openwebui.env", server).splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_readme_names_every_example():
    """So none is forgotten."""
    readme = (EXAMPLES / "README.md").read_text("utf-8")

    files = {path.name for path in EXAMPLES.iterdir() if path.is_file()}
    named = {name for name in files if f"`{name}`" in readme}
    assert named == files - {"README.md"}


@pytest.mark.parametrize("example", ["ask_openai.py", "ask_langchain.py"])
def test_openai_and_langchain_show_what_each_number_cites(server, question, reply, example):
    """The answer, then headline and page of each citation."""
    answer, _, listed = _printed(example, question, server).partition("\n\n")

    sources = listed.strip().split("\n[")
    assert answer == reply["answer"]
    assert len(sources) == len(reply["citations"]) > 1
    for citation, source in zip(reply["citations"], sources, strict=True):
        assert source.removeprefix("[").startswith(f"{citation['marker']}] {citation['publisher']}: ")
        assert f"/a/{citation['article_id']}?" in source


def test_httpx_shows_the_quotes_and_the_stream(server, question, reply):
    """The answer twice, whole and as it came."""
    whole, _, streamed = _printed("ask_httpx.py", question, server).partition("\nAs it comes:\n")

    assert whole.startswith(f"{reply['answer']}\n")
    assert streamed.strip() == reply["answer"]
    for citation in reply["citations"]:
        assert f"[{citation['marker']}] {citation['speaker']}, {citation['publisher']} 202" in whole
        assert f"    {citation['quote']}\n" in whole


def test_mcp_shows_what_each_tool_returns(server, question, reply):
    """Links that open, the first article's first line, and the answer with its quotes."""
    printed = _printed("ask_mcp.py", question, server)

    found, _, asked = printed.partition(f"{reply['answer']}\n")
    links = [line.strip() for line in printed.splitlines() if line.strip().startswith("http://")]
    assert found.startswith("Tools: search, fetch, ask\n")
    assert "The first begins: " in found
    assert {server.get(link).status_code for link in links} == {200}
    for citation in reply["citations"]:
        assert f"[{citation['marker']}] {citation['speaker']}: {citation['quote']}\n    http" in asked


def test_curl_shows_the_reply_its_stream_and_the_passages(server, question):
    """Also for a question that has quotation marks in it."""
    _, whole, streamed, found = _printed("curl.sh", f'{question}, "the pipeline"?', server).split("# The ")

    assert json.loads(whole.partition("\n")[2])["question"] == f'{question}, "the pipeline"?'
    assert streamed.count("event: segment\n") == len(json.loads(whole.partition("\n")[2])["segments"]) > 0
    assert "event: done\n" in streamed
    assert len(json.loads(found.partition("\n")[2])["hits"]) == 10


@pytest.mark.parametrize("example", ["ask_httpx.py", "ask_openai.py", "ask_langchain.py", "ask_mcp.py"])
def test_an_abstention_is_shown(server, unanswered, example):
    """In words, and as no fault."""
    message = server.post("/v1/ask", json={"question": unanswered}).json()["abstention"]["message"]

    assert message in _printed(example, unanswered, server)


async def test_librechat_reaches_the_model_and_the_tools(server):
    """At the addresses in the file, which are among those that it lets LibreChat call."""
    config = yaml.safe_load(_for_server("librechat.yaml", server))

    [endpoint] = config["endpoints"]["custom"]
    tools = config["mcpServers"]["onrecord"]
    here = [f"{server.base_url.host}:{server.base_url.port}"]
    async with Client(tools["url"]) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["search", "fetch", "ask"]
    assert tools["type"] == "streamable-http"
    assert set(endpoint["models"]["default"]) <= set(_models(endpoint["baseURL"]))
    assert endpoint["titleConvo"] is False
    assert config["endpoints"]["allowedAddresses"] == config["mcpSettings"]["allowedAddresses"] == here


def test_open_webui_reaches_the_model_that_has_its_source_cards(variables, question, reply):
    """It is the one offered, and chosen by default."""
    base_url, model = variables["OPENAI_API_BASE_URLS"], variables["DEFAULT_MODELS"]

    body = {"model": model, "messages": [{"role": "user", "content": question}], "stream": True}
    streamed = httpx.post(f"{base_url}/chat/completions", json=body, timeout=60).raise_for_status().text
    assert json.loads(variables["OPENAI_API_CONFIGS"]) == {"0": {"enable": True, "model_ids": [model]}}
    assert model in _models(base_url)
    assert streamed.count('"event": {"type": "source"') == len(reply["citations"])


def test_open_webui_asks_for_nothing_but_answers(variables):
    """No titles, tags and follow-ups."""
    tasks = ("TITLE", "TAGS", "FOLLOW_UP")

    assert {variables[f"ENABLE_{task}_GENERATION"] for task in tasks} == {"false"}
