"""Copies of one story: MinHash signatures of articles, and the bands by which likely copies are looked up.

Broder, "On the resemblance and containment of documents", 1997; banding as in Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", chapter 3.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

Signature = NDArray[np.uint32]
"""Shape (126,)."""

SIMILAR = 0.4
"""Two articles with at least this share of common shingles are copies of one story: one agency's report in two
outlets, each with its own headline and cuts. Different reports of one event have less than 0.1."""
WINDOW = timedelta(days=4)
"""Copies are published no further apart."""

_PERMUTATIONS = 126
_ROWS = 3
_SHINGLE = 4
_FEWEST_SHINGLES = 20
_word = re.compile(r"\w+")


def signature(text: str) -> Signature | None:
    """The signature of the text's four-word shingles; None of a text too short to tell."""
    from datasketch import MinHash

    shingles = {" ".join(shingle).encode() for shingle in _shingles(text)}
    if len(shingles) < _FEWEST_SHINGLES:
        return None
    minhash = MinHash(num_perm=_PERMUTATIONS)
    minhash.update_batch(sorted(shingles))
    return np.asarray(minhash.hashvalues, np.uint32)


def bands(of: Signature) -> tuple[str, ...]:
    """Keys of which two similar signatures share at least one, almost surely."""
    return tuple(f"{first}:{of[first : first + _ROWS].tobytes().hex()}" for first in range(0, _PERMUTATIONS, _ROWS))


def similarity(one: Signature, other: Signature) -> float:
    """The estimated share of shingles that two texts have in common, 0 to 1."""
    return float(np.mean(one == other))


def common_words(one: str, other: str) -> float:
    """The share of distinct words that two passages have in common, 0 to 1."""
    words, others = (set(_word.findall(text.casefold())) for text in (one, other))
    return len(words & others) / len(words | others) if words | others else 0.0


def _shingles(text: str) -> Sequence[tuple[str, ...]]:
    words = _word.findall(text.casefold())
    return list(zip(*(words[first:] for first in range(_SHINGLE)), strict=False))
