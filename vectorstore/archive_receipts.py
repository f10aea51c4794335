"""Receipts: what a request that named itself by a key was answered, so that sent again it gets the same answer.

They lie in the archive, for what a request does is there: one that was cut short between its effect and its answer
leaves an open receipt, with the number of the newest change before it. What it had done is told by the log of changes,
which commits with the effect.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vectorstore.archive_rows import moment
from vectorstore.sqlite import Database

KEPT = timedelta(hours=24)
MOST = 10_000
"""When there are more, the oldest are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is known of the request under a key."""

    digest: str
    """Names what was sent."""
    seq: int
    """The archive's newest change before it began."""
    answer: bytes | None
    """None until it has one."""
    is_new: bool
    """Nobody has been at it before."""


class Receipts:
    """The receipts of one archive, each by its key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, key: str, *, digest: str, now: datetime) -> Receipt:
        """The receipt under that key; where there is none that is younger than `KEPT`, a new one of this request."""
        is_new = self._begin(key, digest=digest, now=now)
        row = self._database.rows("SELECT * FROM receipts WHERE key = ?", (key,))[0]
        return Receipt(digest=row["digest"], seq=row["seq"], answer=row["answer"], is_new=is_new)

    def keep(self, key: str, *, answer: bytes) -> None:
        """Keeps the answer of the request."""
        with self._database.transaction() as write:
            write.run("UPDATE receipts SET answer = ? WHERE key = ?", (answer, key))

    def forget(self, key: str) -> None:
        """Frees the key of a request that did nothing."""
        with self._database.transaction() as write:
            write.run("DELETE FROM receipts WHERE key = ?", (key,))

    def written_since(self, seq: int, article_ids: Iterable[str]) -> Mapping[str, int]:
        """The versions of those of the articles that were put after that change, by id."""
        return {
            article_id: int(row["version"])
            for article_id in set(article_ids)
            for row in self._database.rows(
                "SELECT version FROM articles WHERE id = ? AND EXISTS "
                "(SELECT 1 FROM changes WHERE article_id = articles.id AND seq > ?)",
                (article_id, seq),
            )
        }

    def _begin(self, key: str, *, digest: str, now: datetime) -> bool:
        """Whether the request is new; makes room for it."""
        with self._database.transaction() as write:
            write.run("DELETE FROM receipts WHERE begun_at <= ?", (moment(now - KEPT),))
            added = write.run(
                "INSERT OR IGNORE INTO receipts SELECT ?, ?, ?, coalesce(max(seq), 0), NULL FROM changes",
                (key, digest, moment(now)),
            )
            write.run(
                "DELETE FROM receipts WHERE rowid IN "
                "(SELECT rowid FROM receipts ORDER BY begun_at DESC, rowid DESC LIMIT -1 OFFSET ?)",
                (MOST,),
            )
        return added > 0
