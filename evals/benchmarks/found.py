"""What a search finds: passages, or articles with a copy of a story at the rank of the hit that stands for it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evals.benchmarks.benchmark import DataRow
from evals.ranking import each_once
from evals.target import Target
from qa.wire import HitBody, SearchRequest
from vectorstore.errors import InputError
from vectorstore.index import Progress

DEPTH = 100
"""Passages that are searched for: enough that ten articles are among them."""

_Row = TypeVar("_Row", bound=DataRow)


@dataclass(frozen=True, slots=True)
class Found:
    """Articles by their best passages, best first, and by copy the article whose hit stands for it."""

    ranking: tuple[str, ...]
    stands_in: Mapping[str, str]

    def relevant(self, gold: Iterable[str]) -> frozenset[str]:
        """The gold articles, each as the one that stands for it in the ranking; copies of each other are one."""
        return frozenset(self.stands_in.get(article_id, article_id) for article_id in gold)

    def ranks(self, gold: Collection[str]) -> list[int | None]:
        """The rank, from 1, of each gold article, for people to read."""
        ranks = {article_id: rank for rank, article_id in enumerate(self.ranking, start=1)}
        return [ranks.get(self.stands_in.get(article_id, article_id)) for article_id in gold]


def articles_found(hits: Iterable[HitBody]) -> Found:
    """What these passages find, best first."""
    stands_in: dict[str, str] = {}
    for hit in hits:
        first = stands_in.setdefault(hit.article_id, hit.article_id)
        for copy in hit.copies:
            stands_in.setdefault(copy.article_id, first)
    return Found(each_once(stands_in.values()), stands_in)


def search_each(
    rows: Sequence[_Row], *, request: Callable[[_Row], SearchRequest], target: Target, progress: Progress
) -> tuple[list[tuple[_Row, tuple[HitBody, ...]]], list[str]]:
    """Each row with what its request finds, best first, and the errors of those whose search failed, as `id: error`.

    Raises:
        InputError: the target can't search.
    """
    if target.search is None:
        raise InputError("this target can't search: measure one that can")
    found: list[tuple[_Row, tuple[HitBody, ...]]] = []
    errors: list[str] = []
    for done, row in enumerate(rows, start=1):
        try:
            found.append((row, target.search(request(row))))
        except Exception as exc:  # noqa: BLE001 - whatever a target raises is a result of the run, not its end
            errors.append(f"{row.id}: {type(exc).__name__}: {exc}")
        progress("searches", done, len(rows))
    return found, errors


def articles_of(hits: Iterable[HitBody]) -> tuple[str, ...]:
    """The articles of the hits, best first, each where its best passage stands."""
    return each_once(hit.article_id for hit in hits)
