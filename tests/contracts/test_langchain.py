"""langchain's own standard tests, run against every langchain interface that we offer."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests
from langchain_tests.integration_tests.vectorstores import VectorStoreIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from qa.retriever import NewsRetriever
from qa.service import Service
from vectorstore.chroma import ChromaStore
from vectorstore.embedding.model import BUNDLED, find_model
from vectorstore.embedding.openvino_backend import OpenVinoEncoder
from vectorstore.embedding.openvino_graph import convert, load_graph
from vectorstore.embedding.torch_backend import TorchEncoder

needs_openvino = pytest.mark.skipif(find_spec("openvino") is None, reason="OpenVINO has no build for this platform")


class OpenVinoGiven:
    """Gives langchain's tests the constructor arguments of the OpenVINO backend."""

    embeddings_class: type[Embeddings] = OpenVinoEncoder

    @pytest.fixture(autouse=True)
    def _given(self, models: Path) -> None:
        weights = find_model(BUNDLED)  # the fixture `model` is another thing to langchain's tests
        graph = load_graph(weights, models) or convert(weights, models)
        self.embedding_model_params = {"model": weights, "graph": graph}


class TorchGiven:
    """Gives langchain's tests the constructor arguments of the torch backend."""

    embeddings_class: type[Embeddings] = TorchEncoder

    @pytest.fixture(autouse=True)
    def _given(self) -> None:
        self.embedding_model_params = {"model": find_model(BUNDLED)}


@needs_openvino
class TestOpenVinoUnit(OpenVinoGiven, EmbeddingsUnitTests):
    """The OpenVINO backend is langchain `Embeddings`."""

    embedding_model_params: dict[str, object] = {}  # noqa: RUF012  # langchain's hook


@needs_openvino
class TestOpenVinoIntegration(OpenVinoGiven, EmbeddingsIntegrationTests):
    """The OpenVINO backend is langchain `Embeddings`."""

    embedding_model_params: dict[str, object] = {}  # noqa: RUF012  # langchain's hook


class TestTorchUnit(TorchGiven, EmbeddingsUnitTests):
    """The torch backend is langchain `Embeddings`."""

    embedding_model_params: dict[str, object] = {}  # noqa: RUF012  # langchain's hook


class TestTorchIntegration(TorchGiven, EmbeddingsIntegrationTests):
    """The torch backend is langchain `Embeddings`."""

    embedding_model_params: dict[str, object] = {}  # noqa: RUF012  # langchain's hook


class TestChromaStore(VectorStoreIntegrationTests):
    """Our Chroma store is a langchain `VectorStore`."""

    @pytest.fixture
    def vectorstore(self, tmp_path: Path) -> Iterator[VectorStore]:
        """An empty store in a folder of the test's own."""
        store = ChromaStore(tmp_path / "chroma", embeddings=self.get_embeddings())
        yield store
        store.close()


class TestNewsRetriever(RetrieversIntegrationTests):
    """The passages of the archive are a langchain `BaseRetriever`."""

    retriever_constructor = NewsRetriever
    retriever_constructor_params: dict[str, object] = {}  # noqa: RUF012  # langchain's hook
    retriever_query_example = "Who asked for the bridge to be closed?"

    @pytest.fixture(autouse=True)
    def _given(self, sample_service: Service) -> None:
        self.retriever_constructor_params = {
            "retriever": sample_service.retriever,
            "questions": sample_service.questions,
        }
