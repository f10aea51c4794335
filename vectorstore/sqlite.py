"""SQLite, set up so that what is committed stays: WAL, `synchronous=FULL`, one connection a thread."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import local

from vectorstore.errors import OnrecordError

Value = str | int | float | bytes | None
Row = sqlite3.Row

_BUSY_SECONDS = 30


class Database:
    """One SQLite file. Safe to use from several threads and processes; writers wait for each other.

    Raises:
        OnrecordError: at the first use, when the file can't be opened or is no database.
    """

    def __init__(self, path: Path, *, schema: str) -> None:
        self.path = path
        self._local = local()
        self._connections: list[sqlite3.Connection] = []
        with self.transaction() as write:
            write.script(schema)

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """What a SELECT finds."""
        with _converted(self.path):
            return list(self._connection().execute(sql, values))

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """All of it or nothing: durable when the block ends, rolled back when it raises."""
        with _converted(self.path):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
        try:
            yield Transaction(connection, self.path)
        except BaseException:
            connection.rollback()
            raise
        with _converted(self.path):
            connection.commit()

    def close(self) -> None:
        """Closes every thread's connection."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connections.append(connection)
            connection.row_factory = sqlite3.Row
            connection.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF"
            )
            self._local.connection = connection
        return connection


class Transaction:
    """What may be done within one."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Runs one statement; gives the number of rows it changed."""
        with _converted(self._path):
            return self._connection.execute(sql, values).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Runs one statement for each row of values."""
        with _converted(self._path):
            self._connection.executemany(sql, rows)

    def script(self, sql: str) -> None:
        """Runs statements that end in `;` at the end of a line."""
        for statement in sql.split(";\n"):
            self.run(statement)


@contextmanager
def _converted(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as exc:
        raise OnrecordError(f"the archive {path} can't be used ({exc}): check the disk, or restore a copy") from exc
