"""Articles into the archive: what is unchanged is left alone, what is known is not embedded again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vectorstore.archive import Archive
from vectorstore.article import Article, Passage
from vectorstore.build import Build
from vectorstore.chunker import Chunker
from vectorstore.copies import signature
from vectorstore.embedding.encoder import Encoder
from vectorstore.entry import EmbeddedPassage, Entry, digest, embedding_key
from vectorstore.statements.find import find_offices, find_statements

_BATCH_PASSAGES = 128
"""Committed together: enough for the encoder to sort by length, few enough to show progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """What became of one article. `error` only where it failed."""

    id: str
    status: Literal["added", "updated", "unchanged", "failed"]
    error: str | None = None
    copy_of: tuple[str, ...] = ()
    """The other articles of the same story, where there are some."""


@dataclass(slots=True)
class _Batch:
    """Articles that wait for their vectors."""

    results: list[IngestResult] = field(default_factory=list)
    articles: dict[str, Article] = field(default_factory=dict)
    passages: dict[str, list[tuple[Passage, str, str]]] = field(default_factory=dict)
    """By article: each passage, its key, and the text to embed."""
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    """By key: those that are known."""

    def size(self) -> int:
        return sum(map(len, self.passages.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingester:
    """Cuts, embeds and archives articles; the archive's build must be `build`, or none yet."""

    archive: Archive
    chunker: Chunker
    encoder: Encoder
    build: Build
    max_characters: int

    def ingest(self, articles: Iterable[Article]) -> Iterator[IngestResult]:
        """One result an article, in order, each yielded once the article is durable.

        The articles are taken one by one and committed in batches, so that a stream of any length does.
        """
        batch = _Batch()
        for article in articles:
            if article.id in batch.articles:
                yield from self._commit(batch)
                batch = _Batch()
            batch.results.append(self._prepare(article, batch))
            if batch.size() >= _BATCH_PASSAGES or len(batch.results) >= _BATCH_PASSAGES:
                yield from self._commit(batch)
                batch = _Batch()
        yield from self._commit(batch)

    def entry(self, article: Article, vectors: Mapping[str, NDArray[np.float32]]) -> Entry:
        """The article as the archive keeps it, its vectors taken from those known and embedded where not."""
        batch = _Batch(vectors=dict(vectors))
        self._cut(article, batch)
        return self._entries(batch)[0]

    def _prepare(self, article: Article, batch: _Batch) -> IngestResult:
        if len(article.text) > self.max_characters:
            return IngestResult(
                id=article.id,
                status="failed",
                error=f"its text has {len(article.text):,} characters, the limit is {self.max_characters:,}: split it, "
                "or raise ONRECORD_MAX_ARTICLE_CHARACTERS",
            )
        known = self.archive.digest(article.id)
        if known == digest(article):
            return IngestResult(id=article.id, status="unchanged")
        if known is not None:
            batch.vectors.update(self.archive.embedded(article.id))
        self._cut(article, batch)
        return IngestResult(id=article.id, status="added" if known is None else "updated")

    def _cut(self, article: Article, batch: _Batch) -> None:
        batch.articles[article.id] = article
        batch.passages[article.id] = [
            (passage, embedding_key(text), text)
            for passage in self.chunker.passages(article)
            for text in [self.chunker.embedded_text(article, passage)]
        ]

    def _commit(self, batch: _Batch) -> Iterator[IngestResult]:
        if batch.articles:
            self.archive.put(self._entries(batch), build=self.build)
        copies = self.archive.copies(list(batch.articles))
        for result in batch.results:
            yield replace(result, copy_of=copies.get(result.id, ()))

    def _entries(self, batch: _Batch) -> list[Entry]:
        texts = {
            key: text for passages in batch.passages.values() for _, key, text in passages if key not in batch.vectors
        }
        vectors = {**batch.vectors, **dict(zip(texts, self.encoder.encode(list(texts.values())), strict=True))}
        return [
            Entry(
                article=article,
                passages=tuple(EmbeddedPassage(p, key, vectors[key]) for p, key, _ in batch.passages[article_id]),
                statements=find_statements(article),
                offices=find_offices(article),
                signature=signature(article.text),
            )
            for article_id, article in batch.articles.items()
        ]
