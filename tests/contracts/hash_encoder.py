"""A fake encoder, for tests in which the model doesn't matter."""

import hashlib
from collections.abc import Sequence
from threading import Lock

import numpy as np

from vectorstore.embedding.encoder import Encoder, Vectors

_DIMENSION = 32
_SEEN_WORDS = 200


class HashEncoder(Encoder):
    """Texts that share words are near each other; each word's direction is drawn from its hash.

    `texts` are the texts embedded so far, in order.
    """

    def __init__(self, fingerprint: str = "f" * 64) -> None:
        self.fingerprint = fingerprint
        self.dimension = _DIMENSION
        self.texts: list[str] = []
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The unit vectors of the texts, in their order."""
        with self._lock:
            self.texts.extend(texts)
        return np.array([_unit(text) for text in texts], np.float32).reshape(len(texts), _DIMENSION)


def _unit(text: str) -> Vectors:
    words = text.lower().split()[:_SEEN_WORDS] or [""]
    vector = np.sum([_direction(word) for word in words], axis=0)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def _direction(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode(errors="replace")).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(_DIMENSION).astype(np.float32)
