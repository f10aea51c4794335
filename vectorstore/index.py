"""Indexes derived from the archive: what each must do, and the one mechanism that keeps them in step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.archive import Archive
from vectorstore.article import Article, Passage
from vectorstore.build import Build
from vectorstore.errors import OnrecordError

_PROBES = 16
"""Passages that an index is asked for, to see whether it is whole."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much."""

_SLICE = 500
"""Changes taken from the log at once: readers wait no longer than one slice's writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """How far an index has followed which archive's log, and what made the vectors in it."""

    archive: str
    fingerprint: str
    chunker: str
    seq: int


@dataclass(frozen=True, slots=True, eq=False)
class Indexable:
    """A passage with all that an index may take of it."""

    article: Article
    passage: Passage
    header: str
    vector: NDArray[np.float32]


class PassageIndex(Protocol):
    """Derived from the archive, and disposable.

    Writing the same again changes nothing; `write` is done before the state says so, so that a process that
    dies in between repeats it.
    """

    name: str

    def state(self) -> IndexState | None:
        """What `set_state` was last given; None in a new index."""

    def set_state(self, state: IndexState) -> None:
        """Keeps the state with the index."""

    def write(self, *, gone: Sequence[str], passages: Sequence[Indexable]) -> None:
        """Removes the passages of those ids, where they are there, and puts these in."""

    def count(self) -> int:
        """How many passages are in it."""

    def finds(self, entry: Indexable) -> bool:
        """Whether a search for the passage comes upon it, or upon its like."""

    def reload(self) -> None:
        """Shows what another process has written."""

    def close(self) -> None:
        """Lets go of the files."""


def in_step(index: PassageIndex, archive: Archive) -> bool:
    """Whether the index has followed this archive's log to its end, and is whole."""
    state = index.state()
    return (
        state is not None
        and (state.archive, state.seq) == (archive.identity, archive.last_seq())
        and whole(index, archive)
    )


def whole(index: PassageIndex, archive: Archive) -> bool:
    """Whether the index has as many passages as the archive, and finds those of a sample.

    A damaged index may open and count well, and find nothing or the wrong passages. A quarter of the sample may be
    missed, for an approximate index misses some.
    """
    ids = archive.article_ids()
    try:
        if index.count() != archive.count()["passages"]:
            return False
        sample = {entry.article.id: entry for entry in _indexables(archive, ids[:: len(ids) // _PROBES + 1])}
        return sum(map(index.finds, sample.values())) >= len(sample) * 3 / 4
    except OnrecordError:
        return False


def usable(index: PassageIndex, archive: Archive, build: Build) -> bool:
    """Whether the index was made from this archive's passages, so that following the log brings it in step."""
    state = index.state()
    return state is not None and (state.archive, state.fingerprint, state.chunker) == (
        archive.identity,
        build.fingerprint,
        build.chunker,
    )


def fill(index: PassageIndex, archive: Archive, *, build: Build, progress: Progress) -> None:
    """Writes every passage of the archive into an empty index."""
    seq = archive.last_seq()
    ids = archive.article_ids()
    for first in range(0, len(ids), _SLICE):
        index.write(gone=(), passages=_indexables(archive, ids[first : first + _SLICE]))
        progress(f"{index.name} index", min(first + _SLICE, len(ids)), len(ids))
    index.set_state(IndexState(archive=archive.identity, fingerprint=build.fingerprint, chunker=build.chunker, seq=seq))


def follow(index: PassageIndex, archive: Archive, *, progress: Progress) -> bool:
    """Brings a usable index from where it is in the log to the log's end.

    False where it then has another number of passages than the archive: such an index must be made anew.
    """
    state = index.state()
    first, last = state.seq if state else 0, archive.last_seq()
    while state and (changes := archive.changes(state.seq, limit=_SLICE)):
        touched = list(dict.fromkeys(change.article_id for change in changes))
        index.write(gone=[row for change in changes for row in change.gone], passages=_indexables(archive, touched))
        state = replace(state, seq=changes[-1].seq)
        index.set_state(state)
        progress(f"{index.name} index", state.seq - first, last - first)
    return index.count() == archive.count()["passages"]


def _indexables(archive: Archive, article_ids: Sequence[str]) -> list[Indexable]:
    return [
        Indexable(article, passage, _header(article, passage), vector)
        for article, passage, vector in archive.indexable(article_ids)
    ]


def _header(article: Article, passage: Passage) -> str:
    post = article.post(passage.post_id)
    return "\n".join(part for part in (article.title, post and post.heading, article.publisher) if part)
