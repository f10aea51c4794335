"""How much each word of a question counts: the rare ones more."""

import math
from collections.abc import Mapping, Sequence

from vectorstore.store import Store
from vectorstore.words import stems


def word_weights(words: Sequence[str], *, store: Store) -> Mapping[frozenset[str], float]:
    """By the stems of each word: how rare it is among the passages, as in BM25."""
    passages = store.archive.count()["passages"]
    found = {word: min(passages, store.words.frequency(word)) for word in words}
    return {frozenset(stems(word)): math.log(1 + (passages - n + 0.5) / (n + 0.5)) for word, n in found.items()}
