"""A server over the sample articles, for clients that others have made."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_server import serving, wait_until_ready
from npm_packages import Node, installed

from api.app import create_app
from evals.samples import sample_articles
from qa.settings import read_settings


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[httpx.Client]:
    """A plain client of the server; `base_url` is where others reach it."""
    lines = (line for path in sorted(sample_articles().glob("*.jsonl")) for line in path.read_text().splitlines())
    settings = read_settings(home=tmp_path_factory.mktemp("e2e"), models=models)
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        client.post("/v1/articles", json={"articles": list(map(json.loads, lines))}).raise_for_status()
        yield client


@pytest.fixture(scope="session")
def v1(server: httpx.Client) -> str:
    """The base URL that a client of OpenAI's is given."""
    return str(server.base_url.join("/v1"))


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Node with the npm packages of tests/e2e/js."""
    folder = tmp_path_factory.mktemp("node")
    (folder / "node_modules").symlink_to(installed())
    return Node(folder)


@pytest.fixture
def question() -> str:
    """A question that the sample articles answer with several citations."""
    return "what did Scholz say about Nord Stream 2"


@pytest.fixture
def unanswered() -> str:
    """A question that they don't answer."""
    return "Who won the chess olympiad in Budapest?"
