"""The embedding model as an OpenVINO graph."""

from pathlib import Path

import numpy as np

from vectorstore.embedding.graphs import Convertible, Graph, directory_of, make_graph, read_graph
from vectorstore.embedding.model import EmbeddingModel

MIN_COSINE = 0.9999
"""Below this, a graph's vector is another vector: it is not used."""

_PARITY_TEXTS = (
    "when?",
    "What did the chancellor say about the pipeline on 14 February 2022?",
    "The mayor of Łódź said “nothing is decided” — and 130,000 people (or 30,000?) had signed by Monday.",
    "Der Bundeskanzler reist am Montag nach Kiew; le président français était à Moscou. 北京 Москва",
    "A council meeting ended without a vote. Members had asked for figures on cost, traffic and noise. " * 6,
    "The bridge stays shut until spring, engineers told reporters, because two bearings need replacing. " * 30,
)
_EXAMPLE = {
    "input_ids": [[101, 2023, 2003, 102], [101, 2023, 102, 0]],
    "attention_mask": [[1, 1, 1, 1], [1, 1, 1, 0]],
}


def graph_directory(model: EmbeddingModel, models: Path) -> Path:
    """Where the model's graph lies under the folder `models`."""
    return directory_of(model.fingerprint, models)


def load_graph(model: EmbeddingModel, models: Path) -> Graph | None:
    """The graph, if it is there and whole; None otherwise. Needs neither torch nor transformers."""
    return read_graph(model.fingerprint, models)


def convert(model: EmbeddingModel, models: Path) -> Graph:
    """Converts the model with torch and compares their vectors.

    Raises:
        OnrecordError: no precision agrees with torch.
    """
    from vectorstore.embedding.openvino_backend import OpenVinoEncoder
    from vectorstore.embedding.torch_backend import TorchEncoder

    torch_encoder = TorchEncoder(model)
    reference = torch_encoder.encode(_PARITY_TEXTS)

    def least_cosine(graph: Graph) -> float:
        return float(np.min(np.sum(OpenVinoEncoder(model, graph).encode(_PARITY_TEXTS) * reference, axis=1)))

    convertible = Convertible(
        name="embedding model",
        fingerprint=model.fingerprint,
        module=torch_encoder.traceable,
        inputs=_EXAMPLE,
        agreement=least_cosine,
        needed=MIN_COSINE,
    )
    return make_graph(convertible, models)
