"""A server in a process of its own, whose chat model is a scripted one."""

import sys
from pathlib import Path

import pytest

from evals.samples import sample_articles
from qa.build import open_store
from qa.settings import read_settings
from vectorstore.article import Article
from vectorstore.readers.files import files, read_files

sys.path.insert(0, str(Path(__file__).parents[1] / "qa" / "writer"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    """A home with the sample articles, which tests only read from."""
    folder = tmp_path_factory.mktemp("running")
    store = open_store(read_settings(home=folder, models=models))
    articles = [one for one in read_files(files([sample_articles()])) if isinstance(one, Article)]
    assert all(result.status == "added" for result in store.ingest(articles))
    store.close()
    return folder


@pytest.fixture
def question() -> str:
    """One that the sample articles answer."""
    return "what did Scholz say about Nord Stream 2"
