"""The archive's tables, and its rows as values."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from vectorstore.article import Article, Passage, Post
from vectorstore.copies import Signature, bands
from vectorstore.entry import Entry, digest
from vectorstore.offices import DatedOffice, Office, head_of
from vectorstore.sqlite import Row, Transaction, Value
from vectorstore.statement import Statement

SCHEMA_VERSION = 3
_WORD = re.compile(r"[^\W\d_]{3,24}")

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS articles (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL, title TEXT, publisher TEXT, authors TEXT NOT NULL, published_at TEXT,
  updated_at TEXT, url TEXT, language TEXT, text TEXT NOT NULL, source TEXT NOT NULL, version INTEGER NOT NULL,
  removed TEXT NOT NULL, signature BLOB, story TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS articles_of_story ON articles (story);
CREATE TABLE IF NOT EXISTS bands (
  band TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
  PRIMARY KEY (band, article_id)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_of ON bands (article_id);
CREATE TABLE IF NOT EXISTS versions (
  article_id TEXT NOT NULL, version INTEGER NOT NULL, article TEXT NOT NULL,
  PRIMARY KEY (article_id, version)) STRICT;
CREATE TABLE IF NOT EXISTS posts (
  article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, ordinal INTEGER NOT NULL, id TEXT NOT NULL,
  heading TEXT, author TEXT, published_at TEXT, start INTEGER NOT NULL, end INTEGER NOT NULL,
  PRIMARY KEY (article_id, ordinal)) STRICT;
CREATE TABLE IF NOT EXISTS passages (
  id TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, ordinal INTEGER NOT NULL,
  post_id TEXT, start INTEGER NOT NULL, end INTEGER NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS passages_of ON passages (article_id, ordinal);
CREATE TABLE IF NOT EXISTS staged_passages (
  id TEXT PRIMARY KEY, article_id TEXT NOT NULL, ordinal INTEGER NOT NULL, post_id TEXT, start INTEGER NOT NULL,
  end INTEGER NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, gone TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published_at);
CREATE TABLE IF NOT EXISTS receipts (
  key TEXT PRIMARY KEY, digest TEXT NOT NULL, begun_at TEXT NOT NULL, seq INTEGER NOT NULL, answer BLOB) STRICT
"""


STATEMENTS_SCHEMA = """
CREATE TABLE IF NOT EXISTS statements (
  article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, ordinal INTEGER NOT NULL, speaker TEXT,
  speaker_as_written TEXT, kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  quote_spans TEXT NOT NULL, content TEXT NOT NULL, polarity TEXT NOT NULL, confidence REAL NOT NULL,
  PRIMARY KEY (article_id, ordinal)) STRICT;
CREATE INDEX IF NOT EXISTS statements_by ON statements (speaker);
CREATE TABLE IF NOT EXISTS offices (
  article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, head TEXT NOT NULL, title TEXT NOT NULL,
  holder TEXT NOT NULL, PRIMARY KEY (article_id, title, holder)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS offices_of ON offices (head);
CREATE TABLE IF NOT EXISTS vocabulary (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True, eq=False)
class PassageRow:
    """A passage without its text. `published_at` is the post's where it has one."""

    id: str
    article_id: str
    post_id: str | None
    publisher: str | None
    published_at: datetime | None
    vector: NDArray[np.float32]


def moment(value: datetime | None) -> str | None:
    """A datetime as the archive keeps it: ISO 8601 in UTC, which sorts by time."""
    return value.astimezone(UTC).isoformat() if value else None


def read_moment(value: str | None) -> datetime | None:
    """The datetime that `moment` wrote."""
    return datetime.fromisoformat(value) if value else None


def write_article(write: Transaction, entry: Entry, *, version: int, story: str) -> None:
    """Puts the article, its posts and its statements in place of what stood under its id."""
    article = entry.article
    signature = entry.signature
    write.run("DELETE FROM articles WHERE id = ?", (article.id,))
    write.run(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id,
            digest(article),
            article.title,
            article.publisher,
            json.dumps(article.authors, ensure_ascii=False),
            moment(article.published_at),
            moment(article.updated_at),
            article.url,
            article.language,
            article.text,
            article.source,
            version,
            json.dumps(article.removed, ensure_ascii=False),
            None if signature is None else signature.astype("<u4").tobytes(),
            story,
        ),
    )
    write.run_many(
        "INSERT INTO bands VALUES (?, ?)",
        ((band, article.id) for band in (() if signature is None else bands(signature))),
    )
    write.run_many(
        "INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (article.id, ordinal, post.id, post.heading, post.author, moment(post.published_at), post.start, post.end)
            for ordinal, post in enumerate(article.posts)
        ),
    )
    write_statements(write, entry)


def write_statements(write: Transaction, entry: Entry) -> None:
    """Puts the statements and offices in place of the article's; its words join the vocabulary."""
    article_id = entry.article.id
    words = {word.lower() for word in _WORD.findall(f"{entry.article.title or ''} {entry.article.text}")}
    write.run_many("INSERT OR IGNORE INTO vocabulary VALUES (?)", ((word,) for word in sorted(words)))
    write.run("DELETE FROM statements WHERE article_id = ?", (article_id,))
    write.run("DELETE FROM offices WHERE article_id = ?", (article_id,))
    write.run_many(
        "INSERT OR IGNORE INTO offices VALUES (?, ?, ?, ?)",
        ((article_id, head_of(office.title) or "", office.title, office.holder) for office in entry.offices),
    )
    write.run_many(
        "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(article_id, n, s.speaker, s.speaker_as_written, s.kind, s.start, s.end),
                *(json.dumps(s.quote_spans), json.dumps(s.content), s.polarity, s.confidence),
            )
            for n, s in enumerate(entry.statements)
        ),
    )


def write_passages(write: Transaction, entry: Entry, *, table: str) -> None:
    """Adds the passages and their vectors (as float16) to that table, `passages` or `staged_passages`."""
    rows: list[tuple[Value, ...]] = [
        (p.id, p.article_id, ordinal, p.post_id, p.start, p.end, embedded.key, embedded.vector.astype("<f2").tobytes())
        for ordinal, embedded in enumerate(entry.passages)
        for p in (embedded.passage,)
    ]
    write.run_many(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def read_article(row: Row, posts: Sequence[Row]) -> Article:
    """The article of that row and its posts' rows."""
    return Article(
        id=row["id"],
        title=row["title"],
        publisher=row["publisher"],
        authors=tuple(json.loads(row["authors"])),
        published_at=read_moment(row["published_at"]),
        updated_at=read_moment(row["updated_at"]),
        url=row["url"],
        language=row["language"],
        text=row["text"],
        posts=tuple(
            Post(p["id"], p["heading"], p["author"], read_moment(p["published_at"]), p["start"], p["end"])
            for p in posts
        ),
        source=row["source"],
        version=row["version"],
        removed=tuple(json.loads(row["removed"])),
    )


_snapshot: TypeAdapter[Article] = TypeAdapter(Article)


def write_version(article: Article) -> str:
    """An article that is replaced, whole, as JSON."""
    return _snapshot.dump_json(article).decode()


def read_version(value: str) -> Article:
    """The article that `write_version` wrote."""
    return _snapshot.validate_json(value)


def read_signature(row: Row) -> Signature:
    """The signature of that article row."""
    return np.frombuffer(row["signature"], "<u4").astype(np.uint32)


def read_passage(row: Row, articles: Mapping[str, Article]) -> Passage:
    """The passage of that row, cut from its article."""
    text = articles[row["article_id"]].text[row["start"] : row["end"]]
    return Passage(row["id"], row["article_id"], row["post_id"], row["start"], row["end"], text)


def read_vector(row: Row) -> NDArray[np.float32]:
    """The vector of that passage row, shape (dimension,)."""
    return np.frombuffer(row["vector"], "<f2").astype(np.float32)


def read_passage_row(row: Row) -> PassageRow:
    """The passage of that row, which has its article's `publisher` and its own `published_at` beside it."""
    return PassageRow(
        id=row["id"],
        article_id=row["article_id"],
        post_id=row["post_id"],
        publisher=row["publisher"],
        published_at=read_moment(row["published_at"]),
        vector=read_vector(row),
    )


def read_office(row: Row) -> DatedOffice:
    """The office of that row, which has its article's `published_at` beside it."""
    office = Office(article_id=row["article_id"], title=row["title"], holder=row["holder"])
    return DatedOffice(office=office, published_at=read_moment(row["published_at"]))


def read_statement(row: Row) -> Statement:
    """The statement of that row."""
    return Statement(
        article_id=row["article_id"],
        speaker=row["speaker"],
        speaker_as_written=row["speaker_as_written"],
        kind=row["kind"],
        start=row["start"],
        end=row["end"],
        quote_spans=tuple((start, end) for start, end in json.loads(row["quote_spans"])),
        content=tuple((start, end) for start, end in json.loads(row["content"])),
        polarity=row["polarity"],
        confidence=row["confidence"],
    )
