"""How well a ranking of ids agrees with judgements: trec_eval's measures, each 0 to 1.

A ranking is best first and holds no id twice; where nothing is relevant, every measure is 0.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import fsum, log2, nan


def each_once(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids in their order, each where it stands first: a ranking of articles from one of their passages."""
    return tuple(dict.fromkeys(ids))


def ndcg(ranking: Sequence[str], gains: Mapping[str, int], *, k: int) -> float:
    """Discounted gain of the first `k` by that of the best order, gains linear (Järvelin & Kekäläinen, TOIS 2002).

    Raises:
        ValueError: an id stands in the ranking twice.
    """
    ideal = _discounted(sorted((max(gain, 0) for gain in gains.values()), reverse=True)[:k])
    found = _discounted([max(gains.get(ranked, 0), 0) for ranked in _first(ranking, k)])
    return min(found / ideal, 1.0) if ideal else 0.0


def recall(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float:
    """The share of what is relevant that stands among the first `k`.

    Raises:
        ValueError: an id stands in the ranking twice.
    """
    wanted = set(relevant)
    return len(wanted.intersection(_first(ranking, k))) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float:
    """1 by the rank, from 1, of the first that is relevant; 0 where none of the first `k` is.

    Raises:
        ValueError: an id stands in the ranking twice.
    """
    wanted = set(relevant)
    return next((1 / rank for rank, ranked in enumerate(_first(ranking, k), start=1) if ranked in wanted), 0.0)


def average_precision(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float:
    """The precision at each relevant id of the first `k`, added up, by how many are relevant in all.

    Raises:
        ValueError: an id stands in the ranking twice.
    """
    wanted = set(relevant)
    ranks = [rank for rank, ranked in enumerate(_first(ranking, k), start=1) if ranked in wanted]
    return fsum(hits / rank for hits, rank in enumerate(ranks, start=1)) / len(wanted) if wanted else 0.0


def _first(ranking: Sequence[str], k: int) -> Sequence[str]:
    if len(set(ranking)) < len(ranking):
        raise ValueError("an id stands in the ranking twice: rank each once")
    return ranking[:k]


def _discounted(gains: Iterable[int]) -> float:
    return fsum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """The share of pairs of one of each in which the first is the higher; a tie is half of one. NaN without a pair.

    The area under the ROC curve (Hanley and McNeil, Radiology 1982).
    """
    if not len(higher) or not len(lower):
        return nan
    return sum((h > low) + (h == low) / 2 for h in higher for low in lower) / (len(higher) * len(lower))
