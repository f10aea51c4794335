"""A server over the sample articles, shared by the tests of HTTP; what they add is about topics of their own."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_server import serving, wait_until_ready

from api.app import create_app
from evals.samples import sample_articles
from qa.settings import read_settings


@pytest.fixture(scope="session")
def sample_records() -> tuple[dict[str, str], ...]:
    """The sample articles as a client sends them."""
    lines = (line for path in sorted(sample_articles().glob("*.jsonl")) for line in path.read_text().splitlines())
    return tuple(map(json.loads, lines))


@pytest.fixture(scope="session")
def client(
    tmp_path_factory: pytest.TempPathFactory, models: Path, sample_records: tuple[dict[str, str], ...]
) -> Iterator[httpx.Client]:
    """A client of the server, which was given the sample articles over HTTP."""
    settings = read_settings(home=tmp_path_factory.mktemp("served"), models=models)
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        assert client.post("/v1/articles", json={"articles": sample_records}).status_code == 201
        yield client
