"""Stores for tests of faults: everything real but the model."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from contracts.hash_encoder import HashEncoder

from vectorstore.archive import Archive
from vectorstore.article import Article
from vectorstore.build import Build
from vectorstore.chunker import Chunker
from vectorstore.ingest import Ingester, IngestResult
from vectorstore.store import Store

_PIECES = 36


def count_words(texts: Sequence[str]) -> list[int]:
    """Counts words and marks, as a tokenizer would."""
    return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]


def ingester(home: Path, *, encoder: HashEncoder, max_pieces: int = _PIECES) -> Ingester:
    """Writes into the archive alone, as a process does that dies before the indexes follow."""
    chunker = Chunker(count=count_words, max_pieces=max_pieces)
    return Ingester(
        archive=Archive(home / "archive.db"),
        chunker=chunker,
        encoder=encoder,
        build=Build(model="hash", fingerprint=encoder.fingerprint, chunker=chunker.version),
        max_characters=100_000,
    )


def unopened(home: Path, *, encoder: HashEncoder, max_pieces: int = _PIECES) -> Store:
    """A store in that folder whose indexes nobody has looked at yet."""
    made = ingester(home, encoder=encoder, max_pieces=max_pieces)
    return Store(home, ingester=made, progress=lambda _what, _done, _of: None)


def open_home(home: Path, *, encoder: HashEncoder, max_pieces: int = _PIECES) -> Store:
    """A store in that folder, its indexes in step."""
    store = unopened(home, encoder=encoder, max_pieces=max_pieces)
    store.refresh()
    return store


def report(number: int, *, ending: str = "") -> Article:
    """An article of three passages; its first one alone has the word `unique<number>`, its last one the ending."""
    filler = " ".join(f"filler{number}x{n}" for n in range(30))
    return Article(
        id=f"report-{number}",
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language="en",
        text=f"The word unique{number} stands here.\n\nSecond {filler}.\n\nThird {filler}{ending}.",
        posts=(),
        source="-",
    )


def put_in(store: Store, *articles: Article) -> list[IngestResult]:
    """Ingests the articles."""
    return list(store.ingest(articles))


def first_found(store: Store, number: int) -> tuple[str | None, str | None]:
    """The article that the word index, and the one that the vector index, finds first for that report's beginning.

    None of the words' where no passage has the word; None of the vectors' where none is the same.
    """
    by_word = store.words.search([f"unique{number}"], limit=1, article_ids=None)
    vector = store.encoder.encode([report(number).text.partition("\n")[0]])[0]
    by_vector = store.vectors.nearest(vector, limit=1)
    words = next((row.split(":")[0] for row, _ in by_word), None)
    return words, next((row.split(":")[0] for row, cosine in by_vector if cosine > 0.99), None)


def found(store: Store, number: int) -> bool:
    """Whether both indexes find that report first."""
    return first_found(store, number) == (f"report-{number}", f"report-{number}")


def in_step(store: Store) -> bool:
    """Whether both indexes hold as many passages as the archive."""
    return store.vectors.count() == store.words.count() == store.archive.count()["passages"]


def start(program: str, home: Path) -> subprocess.Popen[str]:
    """Runs that program of `faults/programs.py` over the home in another process, its pipes open."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "programs.py"), program, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
