"""The passages as columns in memory: exact cosines, and what they are told apart by, within any choice of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vectorstore.archive import Archive
from vectorstore.archive_rows import PassageRow
from vectorstore.article import story_of

NO_DAY = -1
"""The day of a passage without a date."""


@dataclass(frozen=True, eq=False)
class PassageTable:
    """A snapshot of the archive's passages; `n` of them, in columns of that length.

    A story is what is told in one piece: a post of a live page, else an article.
    """

    seq: int
    """The archive's newest change that it shows."""
    ids: tuple[str, ...]
    article_ids: tuple[str, ...]
    stories: tuple[str, ...]
    publishers: tuple[str | None, ...]
    days: NDArray[np.int32]
    """Days since 1 January of year 1, or NO_DAY. Shape (n,)."""
    moments: NDArray[np.float64]
    """Seconds since 1970, or -inf where nothing tells when it was published. Shape (n,)."""
    vectors: NDArray[np.float32]
    """Unit vectors. Shape (n, dimension)."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each passage, by id."""
        return {row: place for place, row in enumerate(self.ids)}

    @cached_property
    def by_story(self) -> Mapping[str, Sequence[int]]:
        """The places of each story's passages."""
        found: dict[str, list[int]] = {}
        for place, story in enumerate(self.stories):
            found.setdefault(story, []).append(place)
        return found

    @cached_property
    def _articles(self) -> tuple[NDArray[np.int64], Mapping[str, int]]:
        """The number of each passage's article, and the numbers by id."""
        by_id = {article_id: number for number, article_id in enumerate(dict.fromkeys(self.article_ids))}
        return np.array([by_id[article_id] for article_id in self.article_ids], np.int64), by_id

    @cached_property
    def outlets(self) -> frozenset[str]:
        """Every publisher's name."""
        return frozenset(publisher for publisher in self.publishers if publisher)

    def among(self, article_ids: Collection[str] | None) -> NDArray[np.bool_]:
        """Which passages are of those articles; all where None. Shape (n,)."""
        if article_ids is None:
            return np.ones(len(self.ids), bool)
        codes, by_id = self._articles
        wanted = np.zeros(len(by_id), bool)
        wanted[[by_id[article_id] for article_id in article_ids if article_id in by_id]] = True
        found: NDArray[np.bool_] = wanted[codes]
        return found

    def until(self, as_of: datetime | None) -> NDArray[np.bool_]:
        """Which passages aren't known to be later; all where None. Shape (n,)."""
        found: NDArray[np.bool_] = self.moments <= (as_of.timestamp() if as_of else np.inf)
        return found

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of the unit vectors, shape (m, dimension), with every passage. Shape (m, n)."""
        return vectors @ self.vectors.T


def read_table(archive: Archive, *, before: PassageTable | None) -> PassageTable:
    """The table of the archive as it is; what has not changed since the one before is taken from that."""
    seq = archive.last_seq()
    if before is None or before.seq > seq:
        return _table(seq, archive.passage_rows(None))
    if before.seq == seq:
        return before
    changed = {change.article_id for change in archive.changes(before.seq, limit=seq - before.seq)}
    fresh = _table(seq, archive.passage_rows(sorted(changed)))
    kept = [place for place, article_id in enumerate(before.article_ids) if article_id not in changed]
    return _joined(seq, before, kept, fresh)


def _table(seq: int, rows: Sequence[PassageRow]) -> PassageTable:
    return PassageTable(
        seq=seq,
        ids=tuple(row.id for row in rows),
        article_ids=tuple(row.article_id for row in rows),
        stories=tuple(story_of(row.article_id, row.post_id) for row in rows),
        publishers=tuple(row.publisher for row in rows),
        days=np.array([row.published_at.toordinal() if row.published_at else NO_DAY for row in rows], np.int32),
        moments=np.array([row.published_at.timestamp() if row.published_at else -np.inf for row in rows]),
        vectors=np.stack([row.vector for row in rows]) if rows else np.zeros((0, 0), np.float32),
    )


def _joined(seq: int, before: PassageTable, kept: Sequence[int], fresh: PassageTable) -> PassageTable:
    tables = ((before, kept), (fresh, range(len(fresh.ids))))
    return PassageTable(
        seq=seq,
        ids=tuple(table.ids[n] for table, places in tables for n in places),
        article_ids=tuple(table.article_ids[n] for table, places in tables for n in places),
        stories=tuple(table.stories[n] for table, places in tables for n in places),
        publishers=tuple(table.publishers[n] for table, places in tables for n in places),
        days=np.concatenate([before.days[list(kept)], fresh.days]),
        moments=np.concatenate([before.moments[list(kept)], fresh.moments]),
        vectors=np.concatenate([t.vectors[list(places)] for t, places in tables if places])
        if kept or fresh.ids
        else np.zeros((0, 0), np.float32),
    )
