"""The store: the archive and the two indexes derived from it, in one folder, kept in step."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock
from time import monotonic

from filelock import FileLock, Timeout

from vectorstore.archive import Archive
from vectorstore.article import Article
from vectorstore.chroma import ChromaStore
from vectorstore.embedding.encoder import Encoder
from vectorstore.errors import OnrecordError
from vectorstore.index import Progress
from vectorstore.ingest import Ingester, IngestResult
from vectorstore.shelf import Shelf
from vectorstore.table import PassageTable, read_table
from vectorstore.words import WordIndex

_WAIT_FOR_WRITER_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 1.0

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
        self._turn = Lock()
        """Held by the thread that writes."""
        self._mending = RLock()
        """Held while the indexes are opened or brought in step."""
        self._reading = Lock()
        """Held while the table is read."""
        self._vectors = Shelf(home / "chroma", lambda path: ChromaStore(path, embeddings=ingester.encoder))
        self._words = Shelf(home / "words", WordIndex)
        self._table: PassageTable | None = None
        self._seen = -1
        self._looked = (-1, 0.0)

    def check_build(self) -> None:
        """Holds when what is archived was made as the settings ask.

        Raises:
            OnrecordError: it was not; `reindex` mends it.
        """
        if (build := self.archive.build()) is not None:
            build.require(self._ingester.build)

    def require_indexes(self) -> None:
        """Holds when both indexes are open; brings them in step where nobody else does.

        Raises:
            OnrecordError: one isn't there yet, and another process is writing.
        """
        for index in (self.vectors, self.words):
            index.count()

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

    @property
    def table(self) -> PassageTable:
        """The passages' columns, as the archive is now."""
        with self._reading:
            self._table = read_table(self.archive, before=self._table)
            return self._table

    def refresh(self) -> None:
        """Brings both indexes in step with the archive; at once where nothing has changed.

        While a thread of this process writes, it brings them in step itself; while another process does, what it has
        indexed so far answers.
        """
        last = self.archive.last_seq()
        if self._seen == last or self._turn.locked() or self._looked_lately(last):
            return
        self.check_build()
        with self._mending:
            self._looked = (last, monotonic())
            if self._reloaded():
                self._seen = last
                return
            try:
                with self._writing.acquire(timeout=0):
                    self._mend(self._progress)
                    if not all(shelf.in_step(self.archive) for shelf in self._shelves()):
                        self._rebuild()
            except Timeout:
                _log.info("another process is writing: answering from what is indexed so far")

    def followed(self) -> Mapping[str, int]:
        """The number of the archive's last change that each index has taken in, by the index's name.

        It looks, and mends nothing. While something is written, an index is behind for a moment.
        """
        return {"vector": self._vectors.followed(self.archive), "word": self._words.followed(self.archive)}

    def ingest(self, articles: Iterable[Article]) -> Iterator[IngestResult]:
        """Adds, updates or leaves each article; a result is yielded once its article is durable and can be found.

        Threads of one process take turns.

        Raises:
            OnrecordError: another process is writing, or the archive is of another build.
        """
        self.check_build()
        with self._writer():
            for result in self._ingester.ingest(articles):
                if self._seen != self.archive.last_seq():
                    self._mend(_silent)
                yield result

    def remove(self, article_ids: Sequence[str]) -> tuple[str, ...]:
        """Removes the articles from the archive and both indexes; gives the ids of those that were there.

        Raises:
            OnrecordError: another process is writing.
        """
        with self._writer():
            removed = tuple(article_id for article_id in article_ids if self.archive.remove(article_id))
            self._mend(self._progress)
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
            self._rebuild()

    def close(self) -> None:
        """Lets go of all files."""
        for shelf in self._shelves():
            shelf.close()
        self.archive.close()

    def _reloaded(self) -> bool:
        """Shows what other processes have written; whether both indexes are in step then."""
        for shelf in self._shelves():
            shelf.reload()
        return all(shelf.in_step(self.archive) for shelf in self._shelves())

    def _mend(self, progress: Progress) -> None:
        """Brings both indexes in step; the caller holds the write lock."""
        with self._mending:
            for shelf in self._shelves():
                shelf.mend(self.archive, self._ingester.build, progress)
            self._seen = self.archive.last_seq()

    def _rebuild(self) -> None:
        """Makes both indexes anew; the caller holds the write lock."""
        with self._mending:
            for shelf in self._shelves():
                shelf.rebuild(self.archive, self._ingester.build, self._progress)
            self._seen = self.archive.last_seq()

    def _looked_lately(self, last: int) -> bool:
        """Whether this state of the archive was looked at a moment ago, and was not all indexed then."""
        seq, moment = self._looked
        return seq == last and monotonic() - moment < _LOOK_AGAIN_SECONDS

    @contextmanager
    def _writer(self) -> Iterator[None]:
        with self._turn:
            try:
                with self._writing.acquire(timeout=_WAIT_FOR_WRITER_SECONDS):
                    if self._seen != self.archive.last_seq():
                        with self._mending:
                            self._reloaded()
                    yield
            except Timeout as exc:
                raise OnrecordError(
                    f"another process is writing to {self._writing.lock_file}: wait until it is done, then try again"
                ) from exc

    def _shelves(self) -> tuple[Shelf[ChromaStore], Shelf[WordIndex]]:
        return self._vectors, self._words


def _silent(_what: str, _done: int, _of: int) -> None:
    """For steps so short that they are no news."""
