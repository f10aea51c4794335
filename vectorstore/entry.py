"""What the archive keeps of one article: itself, its passages with their vectors, its statements and offices."""

import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.article import Article, Passage
from vectorstore.copies import Signature
from vectorstore.offices import Office
from vectorstore.statement import Statement


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedPassage:
    """A passage and its unit vector. `key` names the text that was embedded: equal keys, equal vectors."""

    passage: Passage
    key: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article as the archive keeps it."""

    article: Article
    passages: tuple[EmbeddedPassage, ...]
    statements: tuple[Statement, ...]
    offices: tuple[Office, ...]
    signature: Signature | None
    """Of the whole text; None where it is too short to be told from another."""


def embedding_key(embedded_text: str) -> str:
    """Names a text that is embedded."""
    return hashlib.sha256(embedded_text.encode()).hexdigest()


def digest(article: Article) -> str:
    """Names all that the article says, and nothing that the archive or a reader says about it."""
    content = {name: value for name, value in asdict(article).items() if name not in {"source", "version", "removed"}}
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()
