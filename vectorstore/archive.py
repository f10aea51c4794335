"""The archive: the source of truth, from which every index can be made again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from vectorstore.archive_listing import Page, Place, read_page
from vectorstore.archive_receipts import Receipts
from vectorstore.archive_rows import (
    SCHEMA,
    SCHEMA_VERSION,
    STATEMENTS_SCHEMA,
    PassageRow,
    moment,
    read_article,
    read_office,
    read_passage,
    read_passage_row,
    read_statement,
    read_vector,
    read_version,
    write_article,
    write_passages,
    write_statements,
    write_version,
)
from vectorstore.article import Article, Passage
from vectorstore.build import Build
from vectorstore.entry import Entry
from vectorstore.errors import OnrecordError
from vectorstore.offices import head_of, holders
from vectorstore.sqlite import Database, Row, Transaction, Value
from vectorstore.statement import Statement
from vectorstore.stories import join_story


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article was put or removed; `gone` are the ids of the passages that it had before."""

    seq: int
    article_id: str
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles may be used; an empty tuple or None does not limit. Dates are inclusive.

    An article without a date fails `published_from` and `published_to`, and passes `as_of`: it isn't known
    to be later. One that is later passes `as_of` too where one of its posts isn't, for that post's sake.
    """

    publishers: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()
    published_from: datetime | None = None
    published_to: datetime | None = None
    as_of: datetime | None = None


class Archive:
    """Articles, posts, passages with vectors, statements and the log of changes, in one SQLite file.

    Several processes may read while one writes. What a method has written is durable when it returns.

    Raises:
        OnrecordError: the file can't be used, or a newer version of this program wrote it.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise OnrecordError(f"{path.parent} can't be used ({exc.strerror}): set ONRECORD_HOME to a folder") from exc
        self._database = Database(path, schema=SCHEMA)
        with self._database.transaction() as write:
            write.run("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
            write.run("INSERT OR IGNORE INTO meta VALUES ('identity', ?)", (uuid4().hex,))
        meta = self._meta()
        if int(meta["schema"]) > SCHEMA_VERSION:
            raise OnrecordError(f"{path} was written by a newer onrecord (schema {meta['schema']}): upgrade onrecord")
        self._make_statements(older=int(meta["schema"]) < SCHEMA_VERSION)
        self.identity = meta["identity"]
        self.receipts = Receipts(self._database)
        self._speakers: tuple[int, tuple[str, ...]] = -1, ()
        self._spoken: tuple[int, dict[str, tuple[str, ...]]] = -1, {}

    def _make_statements(self, *, older: bool) -> None:
        """The tables that the rules fill; an older version's are dropped: 'reindex', which they ask for, fills them."""
        with self._database.transaction() as write:
            if older:
                write.run("DROP TABLE IF EXISTS statements")
                write.run("DROP TABLE IF EXISTS offices")
                write.run("DROP TABLE IF EXISTS vocabulary")
                write.run("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION),))
            write.script(STATEMENTS_SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def build(self) -> Build | None:
        """What made the passages; None while there are none."""
        meta = self._meta()
        return Build(**json.loads(meta["build"])) if "build" in meta else None

    def last_seq(self) -> int:
        """The number of the newest change, 0 before the first."""
        return int(self._database.rows("SELECT coalesce(max(seq), 0) FROM changes")[0][0])

    def changes(self, after: int, *, limit: int) -> tuple[Change, ...]:
        """The changes after that number, oldest first."""
        rows = self._database.rows("SELECT * FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit))
        return tuple(
            Change(seq=row["seq"], article_id=row["article_id"], gone=tuple(json.loads(row["gone"]))) for row in rows
        )

    def count(self) -> Mapping[str, int]:
        """How many articles, passages and statements there are."""
        tables = ("articles", "passages", "statements")
        return {table: int(self._database.rows(f"SELECT count(*) FROM {table}")[0][0]) for table in tables}

    def article_ids(self, selection: Selection = Selection()) -> tuple[str, ...]:
        """The ids of the selected articles, newest first, undated last."""
        clauses, values = _clauses(selection)
        order = "ORDER BY published_at IS NULL, published_at DESC, id"
        rows = self._database.rows(f"SELECT id FROM articles WHERE {clauses} {order}", values)
        return tuple(row["id"] for row in rows)

    def page(self, selection: Selection, *, after: Place | None, limit: int) -> Page:
        """At most `limit` of the selected articles, in the order of `article_ids`, from the first after that place."""
        return read_page(self._database, *_clauses(selection), after=after, limit=limit)

    def sources(self) -> Mapping[str, str]:
        """Where each article was read from, by id."""
        return {row["id"]: row["source"] for row in self._database.rows("SELECT id, source FROM articles ORDER BY id")}

    def digest(self, article_id: str) -> str | None:
        """Names the content of the article; None where there is none of that id."""
        rows = self._database.rows("SELECT digest FROM articles WHERE id = ?", (article_id,))
        return rows[0]["digest"] if rows else None

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """The articles of those ids that exist."""
        wanted = json.dumps(sorted(set(ids)))
        rows = self._database.rows("SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        posts: dict[str, list[Row]] = {row["id"]: [] for row in rows}
        for post in self._database.rows(
            "SELECT * FROM posts WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY ordinal", (wanted,)
        ):
            posts[post["article_id"]].append(post)
        return {row["id"]: read_article(row, posts[row["id"]]) for row in rows}

    def version(self, article_id: str, version: int) -> Article | None:
        """The article as it was in that version, for citations of it; None where there is no such version."""
        current = self.articles([article_id]).get(article_id)
        if current is not None and current.version == version:
            return current
        rows = self._database.rows(
            "SELECT article FROM versions WHERE article_id = ? AND version = ?", (article_id, version)
        )
        return read_version(rows[0]["article"]) if rows else None

    def copies(self, article_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the other articles of each article's story, for those that have copies, sorted."""
        rows = self._database.rows(
            "SELECT one.id, other.id AS copy FROM articles one JOIN articles other USING (story) "
            "WHERE one.id <> other.id AND one.id IN (SELECT value FROM json_each(?)) ORDER BY one.id, other.id",
            (json.dumps(sorted(set(article_ids))),),
        )
        copies: dict[str, tuple[str, ...]] = {}
        for row in rows:
            copies[row["id"]] = (*copies.get(row["id"], ()), row["copy"])
        return copies

    def passages(self, ids: Sequence[str]) -> Mapping[str, tuple[Passage, Article]]:
        """The passages of those ids that exist, each with its article."""
        rows = self._database.rows(
            "SELECT * FROM passages WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
        )
        articles = self.articles([row["article_id"] for row in rows])
        return {row["id"]: (read_passage(row, articles), articles[row["article_id"]]) for row in rows}

    def passage_rows(self, article_ids: Sequence[str] | None) -> tuple[PassageRow, ...]:
        """Every passage of those articles, of all where None, without its text, in no order."""
        among = "1" if article_ids is None else "passages.article_id IN (SELECT value FROM json_each(?))"
        rows = self._database.rows(
            "SELECT passages.id, passages.article_id, post_id, vector, publisher, "
            "coalesce(posts.published_at, articles.published_at) AS published_at FROM passages "
            "JOIN articles ON articles.id = passages.article_id "
            f"LEFT JOIN posts ON posts.article_id = passages.article_id AND posts.id = post_id WHERE {among}",
            () if article_ids is None else (json.dumps(list(article_ids)),),
        )
        return tuple(map(read_passage_row, rows))

    def embedded(self, article_id: str) -> Mapping[str, NDArray[np.float32]]:
        """The vectors of the article's passages by their key."""
        rows = self._database.rows("SELECT key, vector FROM passages WHERE article_id = ?", (article_id,))
        return {row["key"]: read_vector(row) for row in rows}

    def indexable(self, article_ids: Sequence[str]) -> Iterator[tuple[Article, Passage, NDArray[np.float32]]]:
        """Every passage of those articles with its article and vector, in order."""
        articles = self.articles(article_ids)
        for article_id in articles:
            for row in self._database.rows(
                "SELECT * FROM passages WHERE article_id = ? ORDER BY ordinal", (article_id,)
            ):
                yield articles[article_id], read_passage(row, articles), read_vector(row)

    def statements(self, article_ids: Sequence[str]) -> tuple[Statement, ...]:
        """The statements of those articles, each article's in order."""
        rows = self._database.rows(
            "SELECT * FROM statements WHERE article_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY article_id, ordinal",
            (json.dumps(sorted(set(article_ids))),),
        )
        return tuple(map(read_statement, rows))

    def statements_by(self, speaker: str) -> tuple[Statement, ...]:
        """What that speaker said, in order of article id and place."""
        rows = self._database.rows(
            "SELECT * FROM statements WHERE speaker = ? ORDER BY article_id, ordinal", (speaker,)
        )
        return tuple(map(read_statement, rows))

    def passages_by(self, speaker: str) -> tuple[str, ...]:
        """The ids of the passages that hold, in whole or in part, what that speaker said; kept until it changes."""
        seq, known = self._spoken
        if seq != (last := self.last_seq()):
            known = {}
            self._spoken = last, known
        if speaker not in known:
            known[speaker] = self._passages_by(speaker)
        return known[speaker]

    def _passages_by(self, speaker: str) -> tuple[str, ...]:
        rows = self._database.rows(
            "SELECT DISTINCT passages.id FROM statements JOIN passages ON passages.article_id = statements.article_id "
            "AND passages.start < statements.end AND statements.start < passages.end WHERE speaker = ? ORDER BY 1",
            (speaker,),
        )
        return tuple(row["id"] for row in rows)

    def speakers(self) -> tuple[str, ...]:
        """Every speaker's name, sorted; kept until the archive changes."""
        seq, names = self._speakers
        if seq != (last := self.last_seq()):
            rows = self._database.rows(
                "SELECT DISTINCT speaker FROM statements WHERE speaker NOT NULL ORDER BY speaker"
            )
            names = tuple(row["speaker"] for row in rows)
            self._speakers = last, names
        return names

    def speaker_counts(self) -> Mapping[str, int]:
        """How many statements each speaker's name has, by name, sorted."""
        rows = self._database.rows(
            "SELECT speaker, count(*) AS found FROM statements WHERE speaker NOT NULL GROUP BY speaker ORDER BY speaker"
        )
        return {row["speaker"]: int(row["found"]) for row in rows}

    def vocabulary(self) -> tuple[str, ...]:
        """Every word of three letters or more that an article has or had, in lower case."""
        return tuple(row["word"] for row in self._database.rows("SELECT word FROM vocabulary"))

    def holders(self, phrase: str, selection: Selection = Selection()) -> tuple[str, ...]:
        """Who holds the office that the phrase names, in what the selected articles say; empty where that is open."""
        head = head_of(phrase)
        if head is None:
            return ()
        clauses, values = _clauses(selection)
        rows = self._database.rows(
            "SELECT offices.*, published_at FROM offices JOIN articles ON articles.id = article_id "
            f"WHERE head = ? AND {clauses}",
            (head, *values),
        )
        return holders(list(map(read_office, rows)), phrase)

    def put(self, entries: Sequence[Entry], *, build: Build) -> None:
        """Adds or replaces articles, all in one transaction; what is replaced stays readable as a version.

        Raises:
            OnrecordError: the archive has another build.
        """
        present = self.build()
        if present is not None:
            present.require(build)
        with self._database.transaction() as write:
            _write_build(write, build)
            for entry in entries:
                self._put(write, entry)

    def _put(self, write: Transaction, entry: Entry) -> None:
        article = entry.article
        _log_change(write, article.id)
        replaced = self.articles([article.id]).get(article.id)
        if replaced is not None:
            values = (article.id, replaced.version, write_version(replaced))
            write.run("INSERT INTO versions VALUES (?, ?, ?)", values)
        story = join_story(self._database, write, article, entry.signature)
        write_article(write, entry, version=replaced.version + 1 if replaced else 1, story=story)
        write_passages(write, entry, table="passages")

    def remove(self, article_id: str) -> bool:
        """Removes the article, its versions and all that was made of it; False when there was none."""
        with self._database.transaction() as write:
            if self.digest(article_id) is None:
                return False
            _log_change(write, article_id)
            write.run("DELETE FROM articles WHERE id = ?", (article_id,))
            write.run("DELETE FROM versions WHERE article_id = ?", (article_id,))
            return True

    def stage(self, entries: Sequence[Entry]) -> None:
        """Keeps passages of another build aside, until `switch` puts them in place."""
        with self._database.transaction() as write:
            for entry in entries:
                write_statements(write, entry)
                write_passages(write, entry, table="staged_passages")

    def drop_staged(self) -> None:
        """Forgets what was staged."""
        with self._database.transaction() as write:
            write.run("DELETE FROM staged_passages")

    def switch(self, build: Build) -> None:
        """Puts the staged passages in place of all passages, as that build, and logs every article as changed."""
        with self._database.transaction() as write:
            for article_id in self.article_ids():
                _log_change(write, article_id)
            write.run("DELETE FROM passages")
            write.run("INSERT INTO passages SELECT * FROM staged_passages")
            write.run("DELETE FROM staged_passages")
            _write_build(write, build)

    def _meta(self) -> dict[str, str]:
        return {row["key"]: row["value"] for row in self._database.rows("SELECT key, value FROM meta")}


def _write_build(write: Transaction, build: Build) -> None:
    value = json.dumps({"model": build.model, "fingerprint": build.fingerprint, "chunker": build.chunker})
    write.run("INSERT OR REPLACE INTO meta VALUES ('build', ?)", (value,))


def _log_change(write: Transaction, article_id: str) -> None:
    """Logs that the article changes, with the passages it has until then: call before changing it."""
    write.run(
        "INSERT INTO changes (article_id, gone) "
        "SELECT ?, coalesce((SELECT json_group_array(id) FROM passages WHERE article_id = ?), '[]')",
        (article_id, article_id),
    )


def _clauses(selection: Selection) -> tuple[str, list[Value]]:
    clauses, values = ["1"], list[Value]()
    for column, names in (("publisher", selection.publishers), ("id", selection.article_ids)):
        if names:
            clauses.append(f"{column} COLLATE NOCASE IN (SELECT value COLLATE NOCASE FROM json_each(?))")
            values.append(json.dumps(names))
    if selection.published_from:
        clauses.append("published_at >= ?")
        values.append(moment(selection.published_from))
    if selection.published_to:
        clauses.append("published_at <= ?")
        values.append(moment(selection.published_to))
    if selection.as_of:
        clauses.append(
            "(published_at IS NULL OR published_at <= ? OR EXISTS "
            "(SELECT 1 FROM posts WHERE posts.article_id = articles.id AND posts.published_at <= ?))"
        )
        values += [moment(selection.as_of)] * 2
    return " AND ".join(clauses), values
