"""What is committed is kept whole, what is not leaves nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vectorstore.errors import OnrecordError
from vectorstore.sqlite import Database

_SCHEMA = "CREATE TABLE IF NOT EXISTS tides (hour INTEGER PRIMARY KEY) STRICT"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of tides."""
    opened = Database(tmp_path / "tides.db", schema=_SCHEMA)
    yield opened
    opened.close()


def _hours(database: Database) -> list[int]:
    return [row["hour"] for row in database.rows("SELECT hour FROM tides ORDER BY hour")]


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    """Neither what came before the error nor a lock: the next one goes through."""
    with pytest.raises(OnrecordError, match="UNIQUE"), database.transaction() as write:
        write.run_many("INSERT INTO tides VALUES (?)", [(1,), (2,), (1,)])
    with database.transaction() as write:
        write.run("INSERT INTO tides VALUES (3)")

    assert _hours(database) == [3]


def test_an_unfinished_transaction_is_not_seen_by_another_reader(database: Database, tmp_path: Path) -> None:
    """Readers go on with what was committed, and don't wait."""
    reader = Database(tmp_path / "tides.db", schema=_SCHEMA)
    with database.transaction() as write:
        write.run("INSERT INTO tides VALUES (1)")
        during = _hours(reader)

    assert (during, _hours(reader)) == ([], [1])
    reader.close()


def test_threads_may_write_at_once(database: Database) -> None:
    """They wait for each other; nothing is lost."""

    def insert(hour: int) -> None:
        with database.transaction() as write:
            write.run("INSERT INTO tides VALUES (?)", (hour,))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(insert, range(40)))

    assert _hours(database) == list(range(40))


def test_what_is_committed_is_synced(database: Database) -> None:
    """Write-ahead log, and every commit on the disk before it is acknowledged."""
    settings = {name: database.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")}

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_sqlites_errors_name_the_file(database: Database) -> None:
    """The message is for whoever has the disk."""
    with pytest.raises(OnrecordError, match=r"tides\.db can't be used \(no such table: moons\)"):
        database.rows("SELECT * FROM moons")
