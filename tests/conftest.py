"""What several tests need: the real model, converted once, and a service over the sample articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.samples import sample_articles
from qa.build import open_service
from qa.service import Service
from qa.settings import Settings, read_settings
from vectorstore.article import Article
from vectorstore.embedding.choose import load_encoder
from vectorstore.embedding.encoder import Encoder
from vectorstore.embedding.model import BUNDLED, EmbeddingModel, find_model
from vectorstore.readers.files import files, read_files


@pytest.fixture(scope="session")
def model() -> EmbeddingModel:
    """The bundled model."""
    return find_model(BUNDLED)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for converted models, shared by all tests: the conversion takes some 15 seconds."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def encoder(model: EmbeddingModel, models: Path) -> Encoder:
    """The default backend, as a user has it."""
    return load_encoder(model, backend="auto", models=models)


@pytest.fixture(scope="session")
def torch_encoder(model: EmbeddingModel, models: Path) -> Encoder:
    """The reference backend."""
    return load_encoder(model, backend="torch", models=models)


@pytest.fixture
def settings(tmp_path: Path, models: Path) -> Settings:
    """Settings for an empty home of one test's own."""
    return read_settings(home=tmp_path / "home", models=models)


@pytest.fixture(scope="session")
def samples() -> tuple[Article, ...]:
    """The sample articles."""
    return tuple(article for article in read_files(files([sample_articles()])) if isinstance(article, Article))


@pytest.fixture(scope="session")
def sample_service(
    tmp_path_factory: pytest.TempPathFactory, models: Path, samples: tuple[Article, ...]
) -> Iterator[Service]:
    """A service over the sample articles; tests only read from it."""
    service = open_service(read_settings(home=tmp_path_factory.mktemp("samples"), models=models))
    assert all(result.status == "added" for result in service.ingest(samples))
    yield service
    service.close()


@pytest.fixture
def article() -> Article:
    """A short article with two speakers."""
    return Article(
        id="bridge",
        title="Bridge to close in May",
        publisher="The Harbour Post (sample)",
        authors=("Nell Abara",),
        published_at=None,
        updated_at=None,
        url=None,
        language="en",
        text=(
            "The old bridge will close on 2 May for nine weeks.\n\n"
            "“It has to be done,” said Marta Quill, the council leader. She added that buses would be free.\n\n"
            "Owen Pike, who runs the bakery, said he had not been asked."
        ),
        posts=(),
        source="-",
    )
