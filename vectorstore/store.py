"""The store: the archive and the two indexes derived from it, in one folder, kept in step."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from filelock import FileLock, Timeout

from vectorstore.archive import Archive
from vectorstore.article import Article
from vectorstore.chroma import ChromaStore
from vectorstore.embedding.encoder import Encoder
from vectorstore.errors import OnrecordError
from vectorstore.index import Progress
from vectorstore.ingest import Ingester, IngestResult
from vectorstore.shelf import Shelf
from vectorstore.words import WordIndex

_WAIT_FOR_WRITER_SECONDS = 10.0

_log = logging.getLogger("onrecord.store")


class Store:
    """Everything that is kept under one folder. Many processes may read it; one at a time writes.

    Opening it, and every `refresh`, brings the indexes in step with the archive: an index that is lost,
    damaged, behind or of another build is mended from the archive.

    Raises:
        OnrecordError: the archive can't be used.
    """

    def __init__(self, home: Path, *, ingester: Ingester, progress: Progress) -> None:
        self.archive: Archive = ingester.archive
        self.encoder: Encoder = ingester.encoder
        self._ingester = ingester
        self._progress = progress
        self._writing = FileLock(home / "write.lock")
        self._refreshing = RLock()
        self._vectors = Shelf(home / "chroma", lambda path: ChromaStore(path, embeddings=ingester.encoder))
        self._words = Shelf(home / "words", WordIndex)
        self._seen = -1

    def check_build(self) -> None:
        """Holds when what is archived was made as the settings ask.

        Raises:
            OnrecordError: it was not; `reindex` mends it.
        """
        if (build := self.archive.build()) is not None:
            build.require(self._ingester.build)

    @property
    def vectors(self) -> ChromaStore:
        """The vector index, in step unless another process is writing."""
        self.refresh()
        return self._vectors.index

    @property
    def words(self) -> WordIndex:
        """The word index, in step unless another process is writing."""
        self.refresh()
        return self._words.index

    def refresh(self) -> None:
        """Brings both indexes in step with the archive; at once where nothing has changed."""
        if self._seen == (last := self.archive.last_seq()):
            return
        self.check_build()
        with self._refreshing:
            for shelf in self._shelves():
                shelf.reload()
            if not all(shelf.in_step(self.archive) for shelf in self._shelves()):
                try:
                    with self._writing.acquire(timeout=0):
                        self._mend()
                except Timeout:
                    _log.info("another process is writing: answering from what is indexed so far")
                    return
            self._seen = last

    def ingest(self, articles: Iterable[Article]) -> Iterator[IngestResult]:
        """Adds, updates or leaves each article; a result is yielded once its article is durable.

        Raises:
            OnrecordError: another process is writing, or the archive is of another build.
        """
        self.check_build()
        with self._writer():
            yield from self._ingester.ingest(articles)
            self._mend()

    def remove(self, article_id: str) -> bool:
        """Removes the article from the archive and both indexes; False when there was none.

        Raises:
            OnrecordError: another process is writing.
        """
        with self._writer():
            removed = self.archive.remove(article_id)
            self._mend()
        return removed

    def reindex(self) -> None:
        """Cuts and embeds every article as the settings ask now, then makes both indexes anew.

        What is unchanged is not embedded again. Until it is done, the old passages answer.

        Raises:
            OnrecordError: another process is writing.
        """
        with self._writer():
            same_model = (
                build := self.archive.build()
            ) is None or build.fingerprint == self._ingester.build.fingerprint
            self.archive.drop_staged()
            ids = self.archive.article_ids()
            for done, article_id in enumerate(ids, start=1):
                article = self.archive.articles([article_id])[article_id]
                known = self.archive.embedded(article_id) if same_model else {}
                self.archive.stage([self._ingester.entry(article, known)])
                self._progress("articles", done, len(ids))
            self.archive.switch(self._ingester.build)
            for shelf in self._shelves():
                shelf.rebuild(self.archive, self._ingester.build, self._progress)
            self._seen = self.archive.last_seq()

    def close(self) -> None:
        """Lets go of all files."""
        for shelf in self._shelves():
            shelf.close()
        self.archive.close()

    def _mend(self) -> None:
        """Brings both indexes in step; the caller holds the write lock."""
        for shelf in self._shelves():
            shelf.mend(self.archive, self._ingester.build, self._progress)
        self._seen = self.archive.last_seq()

    @contextmanager
    def _writer(self) -> Iterator[None]:
        try:
            with self._writing.acquire(timeout=_WAIT_FOR_WRITER_SECONDS), self._refreshing:
                yield
        except Timeout as exc:
            raise OnrecordError(
                f"another process is writing to {self._writing.lock_file}: wait until it is done, then try again"
            ) from exc

    def _shelves(self) -> tuple[Shelf[ChromaStore], Shelf[WordIndex]]:
        return self._vectors, self._words
