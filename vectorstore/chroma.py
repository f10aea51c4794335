"""Chroma: vectors by cosine, and langchain's `VectorStore` over them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any, Self, cast
from uuid import uuid4

import chromadb
import chromadb.errors
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from numpy.typing import NDArray

from vectorstore.article import Article
from vectorstore.errors import OnrecordError
from vectorstore.index import Indexable, IndexState

_COLLECTION = "passages"
_MAX_BATCH = 5_000  # below the 5,461 rows that Chroma takes at once
_SAME_COSINE = 0.999
_GRAPH: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}
"""Finds what an exact search finds: on 5,000 rows Chroma's own 100, 100 and 16 miss one of the nearest 50 in a hundred,
and others in each build, for the same time a query."""

Metadata = Mapping[str, str | int | float | bool]


class ChromaStore(VectorStore):
    """One collection in one folder, our own vectors in it, cosine distances.

    As an index of the archive it keeps vectors only, for the archive has the text. Through langchain's
    methods it keeps texts and metadata too, and is a vector store like any other.

    Raises:
        OnrecordError: the folder can't be used, or its collection doesn't measure cosine distances.
    """

    name = "vector"

    def __init__(self, path: Path, *, embeddings: Embeddings) -> None:
        self._path = path
        self._embeddings = embeddings
        self._lock = RLock()
        self._open()

    # As an index of the archive.

    def state(self) -> IndexState | None:
        """What `set_state` was last given; None in a new index."""
        metadata = self._collection.metadata or {}
        return IndexState(**metadata) if "seq" in metadata else None

    def set_state(self, state: IndexState) -> None:
        """Keeps the state as the collection's metadata."""
        with self._files():
            self._collection.modify(metadata=asdict(state))

    def write(self, *, gone: Sequence[str], passages: Sequence[Indexable]) -> None:
        """Removes the passages of those ids, where they are there, and puts these in."""
        self._delete(gone)
        if passages:
            vectors = np.stack([entry.vector for entry in passages])
            metadatas = [_metadata(entry.article) for entry in passages]
            self._upsert([entry.passage.id for entry in passages], vectors, metadatas=metadatas, texts=None)

    def count(self) -> int:
        """How many rows the collection has."""
        with self._files():
            return self._collection.count()

    def finds(self, entry: Indexable) -> bool:
        """Whether a search for the passage comes upon it, or upon its like."""
        nearest = self.nearest(entry.vector, limit=1)
        return bool(nearest) and nearest[0][1] >= _SAME_COSINE

    def nearest(self, vector: NDArray[np.float32], *, limit: int) -> tuple[tuple[str, float], ...]:
        """Ids and cosines of the rows nearest to the vector, best first."""
        with self._files():
            found = self._collection.query(
                query_embeddings=vector[np.newaxis],
                n_results=limit,
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return tuple((row, 1 - distance) for row, distance in zip(found["ids"][0], distances, strict=True))

    def reload(self) -> None:
        """Opens the folder again: Chroma never shows a process what another one has written since."""
        with self._lock:
            self.close()
            self._open()

    def close(self) -> None:
        """Lets go of the files."""
        with self._lock:
            self._client.close()

    # As langchain's VectorStore. Its signatures are langchain's, `Any` and all.

    @property
    def embeddings(self) -> Embeddings:
        """What embeds texts and queries."""
        return self._embeddings

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Self:
        """A store in the folder `path` that holds the texts."""
        store = cls(kwargs["path"], embeddings=embedding)
        store.add_texts(texts, metadatas, ids=ids)
        return store

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,  # noqa: ANN401, ARG002
    ) -> list[str]:
        """Embeds the texts and keeps them; a text under an id that is taken takes its place."""
        kept = list(texts)
        row_ids = [row_id or uuid4().hex for row_id in ids or [""] * len(kept)]
        rows = dict(zip(row_ids, zip(kept, metadatas or [{}] * len(kept), strict=True), strict=True))
        if rows:
            vectors = np.asarray(self._embeddings.embed_documents([text for text, _ in rows.values()]), np.float32)
            self._upsert(
                list(rows), vectors, metadatas=[m for _, m in rows.values()], texts=[text for text, _ in rows.values()]
            )
        return row_ids

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool | None:  # noqa: ANN401, ARG002
        """Removes the rows of those ids, where they are there."""
        self._delete(ids or [])
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """The documents of those ids that exist."""
        if not ids:
            return []
        with self._files():
            found = self._collection.get(ids=list(ids), include=["documents", "metadatas"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return [_document(row_id, text, metadata) for row_id, text, metadata in rows]

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:  # noqa: ANN401, ARG002
        """The documents nearest to the query, best first."""
        return [document for document, _ in self.similarity_search_with_score(query, k)]

    def similarity_search_with_score(
        self,
        query: str,
        k: int = 4,
        **kwargs: Any,  # noqa: ANN401, ARG002
    ) -> list[tuple[Document, float]]:
        """The documents nearest to the query with their cosines, best first."""
        vector = np.asarray(self._embeddings.embed_query(query), np.float32)
        cosines = dict(self.nearest(vector, limit=k))
        documents = {document.id: document for document in self.get_by_ids(list(cosines))}
        return [(documents[row_id], cosine) for row_id, cosine in cosines.items()]

    def _select_relevance_score_fn(self) -> Any:  # noqa: ANN401
        return lambda cosine: (1 + cosine) / 2

    # Both.

    def _open(self) -> None:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            settings = Settings(anonymized_telemetry=False)
            self._client = cast("Client", chromadb.PersistentClient(self._path, settings=settings))
            self._collection: Collection = self._client.get_or_create_collection(
                _COLLECTION, configuration={"hnsw": _GRAPH}, embedding_function=None
            )
        except (chromadb.errors.ChromaError, OSError, ValueError, RuntimeError, AttributeError) as exc:
            # AttributeError is what Chroma raises at a second try, where it failed to open the folder before
            raise OnrecordError(f"the vector index in {self._path} can't be opened ({exc})") from exc
        made_with = self._collection.configuration_json.get("hnsw") or {}
        if other := {name: made_with.get(name) for name, value in _GRAPH.items() if made_with.get(name) != value}:
            raise OnrecordError(f"the vector index in {self._path} was made with {other}, not as {dict(_GRAPH)}")

    @contextmanager
    def _files(self) -> Iterator[None]:
        """One thread at a time at the folder's files; what Chroma raises when they are damaged becomes ours."""
        try:
            with self._lock:
                yield
        except (chromadb.errors.ChromaError, OSError) as exc:
            raise OnrecordError(f"the vector index in {self._path} can't be used ({exc})") from exc

    def _upsert(
        self,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        metadatas: Sequence[Metadata],
        texts: Sequence[str] | None,
    ) -> None:
        for first in range(0, len(ids), _MAX_BATCH):
            rows = slice(first, first + _MAX_BATCH)
            with self._files():
                self._collection.upsert(
                    ids=list(ids[rows]),
                    embeddings=vectors[rows],
                    metadatas=[dict(metadata) or None for metadata in metadatas[rows]],  # type: ignore[misc]  # Chroma takes None for "none", not {}
                    documents=None if texts is None else list(texts[rows]),
                )

    def _delete(self, ids: Sequence[str]) -> None:
        for first in range(0, len(ids), _MAX_BATCH):
            with self._files():
                self._collection.delete(ids=list(ids[first : first + _MAX_BATCH]))


def _metadata(article: Article) -> Metadata:
    """What Chroma can filter by: it compares numbers only, so a date is epoch seconds."""
    if article.published_at is None:
        return {"article_id": article.id}
    return {"article_id": article.id, "published_at": int(article.published_at.timestamp())}


def _document(row_id: str, text: str | None, metadata: Mapping[str, Any] | None) -> Document:
    if text is None:
        raise OnrecordError(f"{row_id!r} is a row of the archive's index, which keeps no text: use the retriever")
    return Document(id=row_id, page_content=text, metadata=dict(metadata or {}))
