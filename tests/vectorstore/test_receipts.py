"""How long receipts are kept, and how many."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vectorstore.archive import Archive
from vectorstore.archive_receipts import KEPT, MOST

_NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    archive = Archive(tmp_path / "archive.db")
    yield archive
    archive.close()


def _keep(archive: Archive, key: str, *, now: datetime) -> None:
    archive.receipts.take(key, digest="d", now=now)
    archive.receipts.keep(key, answer=b"answer")


def test_an_answer_is_kept_for_a_day(archive: Archive) -> None:
    """A moment before its end it is there, at its end it is as if it had never been."""
    _keep(archive, "key", now=_NOW)
    before = archive.receipts.take("key", digest="d", now=_NOW + KEPT - timedelta(seconds=1))
    after = archive.receipts.take("key", digest="other", now=_NOW + KEPT)

    assert KEPT.total_seconds() == 24 * 60 * 60
    assert (before.answer, before.is_new) == (b"answer", False)
    assert (after.answer, after.is_new, after.digest) == (None, True, "other")


def test_when_there_are_too_many_the_oldest_go(archive: Archive) -> None:
    """The newest stay, among them the one that made it too many."""
    with archive._database.transaction() as write:
        write.run_many(
            "INSERT INTO receipts VALUES (?, 'd', ?, 0, x'61')",
            ((str(n), (_NOW + timedelta(seconds=n)).isoformat()) for n in range(MOST)),
        )
    later = _NOW + timedelta(hours=5)
    newest = archive.receipts.take("newest", digest="d", now=later)
    kept = archive._database.rows("SELECT count(*) FROM receipts")[0][0]

    assert kept == MOST
    assert newest.is_new
    assert not archive.receipts.take("newest", digest="d", now=later).is_new
    assert archive.receipts.take("1", digest="d", now=later).answer == b"a"
    assert archive.receipts.take("0", digest="d", now=later).is_new


def test_a_request_without_an_answer_may_be_taken_up(archive: Archive) -> None:
    """It isn't new then, and it is known what had been written before it began."""
    first, second = (archive.receipts.take("key", digest="d", now=_NOW) for _ in range(2))

    assert [(one.is_new, one.answer, one.seq) for one in (first, second)] == [(True, None, 0), (False, None, 0)]
