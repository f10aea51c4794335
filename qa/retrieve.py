"""Passages for a question: candidates by meaning, words and story, scored by all that speaks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.collapse import collapse
from qa.fusion import Weights, fused
from qa.question import Question, Understood
from qa.reply import Hit
from qa.rerank import Reranker, reranked
from qa.signals import SignalReader, Signals
from vectorstore.archive import Selection
from vectorstore.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridRetriever:
    """Scores what the signals find, best first; a reranker, where there is one, puts the best of it in order."""

    store: Store
    signals: SignalReader
    weights: Weights
    depth: int
    """Passages taken from each way of finding, unless more are asked for."""
    reranker: Reranker | None = None
    rerank_passages: int
    """Passages that the reranker puts in order, copies not counted."""

    def hits(self, question: Question, understood: Understood, *, limit: int) -> tuple[Hit, ...]:
        """The best passages, best first; only ones that the caller's filters let through."""
        allowed = self._allowed(question.selection)
        needed = max(limit, self.rerank_passages + 1) if self.reranker else limit  # 1 more: reranked scores follow it
        signals = self.signals.read(
            understood, article_ids=allowed, as_of=question.selection.as_of, depth=max(self.depth, needed)
        )
        scores = fused(signals.whole, signals.parts, self.weights).tolist()
        hits = self._hydrated(signals, scores, limit=needed)
        if self.reranker:
            hits = reranked(understood.standalone, hits, reranker=self.reranker, passages=self.rerank_passages)
        return hits[:limit]

    def _allowed(self, selection: Selection) -> list[str] | None:
        return None if selection == Selection() else list(self.store.archive.article_ids(selection))

    def _hydrated(self, signals: Signals, scores: Sequence[float], *, limit: int) -> tuple[Hit, ...]:
        """Hits with their text out of the archive, copies collapsed; what was removed from it meanwhile is no hit."""
        archive = self.store.archive
        order = [int(n) for n in np.lexsort((signals.rows, [-score for score in scores]))]
        wanted = [signals.rows[n] for n in order[: 2 * limit]]
        passages, ranks = archive.passages(wanted), _ranks(signals)
        score_of = dict(zip(signals.rows, scores, strict=True))
        present = [(*passages[row], score_of[row], ranks.get(row, {})) for row in wanted if row in passages]
        hits = [Hit(passage, article, score, why) for passage, article, score, why in present]
        copies = archive.copies([hit.article.id for hit in hits])
        articles = archive.articles([copy for ids in copies.values() for copy in ids])
        stories = {article_id: [articles[copy] for copy in ids] for article_id, ids in copies.items()}
        return collapse(hits, stories)[:limit]


def _ranks(signals: Signals) -> Mapping[str, Mapping[str, int]]:
    """By passage, its rank from 1 by each retriever that found it; 1 by the outlet or day that it has."""
    ranks: dict[str, dict[str, int]] = {}
    for name, rows in signals.ranks.items():
        for rank, row in enumerate(rows, start=1):
            ranks.setdefault(row, {})[name] = 1 if name in {"outlet", "day"} else rank
    return ranks
