"""What every embedding backend is."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Shape (texts, dimension); each row has length 1, so that a dot product is a cosine."""


class Encoder(Embeddings):
    """langchain's `Embeddings` over one abstract method. Safe to call from several threads."""

    fingerprint: str
    """Names the weights, not the backend: two backends of one model give interchangeable vectors."""
    dimension: int

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> Vectors:
        """The unit vectors of the texts, in their order. What a text has beyond the model's length is not seen."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of the texts, in their order."""
        return [[float(x) for x in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of the text."""
        return self.embed_documents([text])[0]
