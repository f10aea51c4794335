"""The reference backend: sentence-transformers on torch, for any of its models."""

import os
import warnings
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.embedding.encoder import Encoder, Vectors
from vectorstore.embedding.model import BUNDLED, EmbeddingModel, check_weights

if TYPE_CHECKING:
    import torch

_BATCH_SIZE = 16


class TorchEncoder(Encoder):
    """sentence-transformers' own `encode`, on the CPU.

    Raises:
        OnrecordError: the weights are not the published ones.
    """

    def __init__(self, model: EmbeddingModel) -> None:
        check_weights(model)
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        if model.name == BUNDLED:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers is untyped
            transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
            self._transformer = SentenceTransformer(str(model.directory), device="cpu")
        self._transformer.max_seq_length = model.max_pieces
        self._lock = Lock()
        self.fingerprint = model.fingerprint
        self.dimension = int(self._transformer.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The unit vectors of the texts, in their order."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        with self._lock:
            vectors = self._transformer.encode(
                list(texts),
                batch_size=_BATCH_SIZE,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, np.float32)

    def traceable(self) -> "torch.nn.Module":
        """The model as one torch module (input_ids, attention_mask) -> unit vectors, to be converted."""
        import torch

        transformer = self._transformer

        class Traceable(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.transformer = transformer

            def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
                features: Mapping[str, torch.Tensor] = self.transformer(
                    {"input_ids": input_ids, "attention_mask": attention_mask}
                )
                return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)

        return Traceable().eval()
