"""Passages for a question: by meaning, by words and by speaker, fused by rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.collapse import collapse
from qa.question import Question, Understood
from qa.reply import Hit
from vectorstore.archive import Selection
from vectorstore.embedding.encoder import Encoder
from vectorstore.statement import Statement
from vectorstore.store import Store

_RANK_CONSTANT = 60
"""Of reciprocal rank fusion; 60 is its authors' value (Cormack, Clarke, Büttcher, SIGIR 2009)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridRetriever:
    """Dense vectors, BM25 and, where the question asks for somebody's words, the articles that quote them."""

    store: Store
    encoder: Encoder
    depth: int
    """Passages taken from each way of finding, unless more are asked for."""

    def hits(self, question: Question, understood: Understood, *, limit: int) -> tuple[Hit, ...]:
        """The best passages, best first; only ones that the caller's filters let through."""
        allowed = self._allowed(question.selection)
        vector = self.encoder.encode([understood.standalone])[0]
        vectors, words = self.store.vectors, self.store.words
        depth = max(self.depth, limit)
        ranked = {
            "dense": vectors.nearest(vector, limit=depth, article_ids=allowed),
            "words": words.search(understood.words, limit=depth, article_ids=allowed),
        }
        said = self._statements_by(() if understood.quotation else understood.speakers, allowed)
        if said:
            ranked["speaker"] = vectors.nearest(vector, limit=depth, article_ids=sorted(said))
        fused = fuse({name: [row for row, _ in found] for name, found in ranked.items()})
        return self._hydrated(fused, said, limit=limit)

    def _allowed(self, selection: Selection) -> list[str] | None:
        return None if selection == Selection() else list(self.store.archive.article_ids(selection))

    def _statements_by(
        self, speakers: Sequence[str], allowed: Sequence[str] | None
    ) -> Mapping[str, Sequence[Statement]]:
        """What these people said, by article."""
        found: dict[str, list[Statement]] = {}
        for speaker in speakers:
            for statement in self.store.archive.statements_by(speaker):
                if allowed is None or statement.article_id in allowed:
                    found.setdefault(statement.article_id, []).append(statement)
        return found

    def _hydrated(
        self,
        fused: Sequence[tuple[str, float, Mapping[str, int]]],
        said: Mapping[str, Sequence[Statement]],
        *,
        limit: int,
    ) -> tuple[Hit, ...]:
        """Hits with their text out of the archive, copies collapsed; what was removed from it meanwhile is no hit.

        Passages in which those asked about speak come first, in their order.
        """
        archive = self.store.archive
        passages = archive.passages([row for row, _, _ in (fused if said else fused[: 2 * limit])])
        present = [(passages[row], score, why) for row, score, why in fused if row in passages]
        hits = [Hit(passage, article, score, why) for (passage, article), score, why in present]
        hits.sort(key=lambda hit: not _speaks(hit, said.get(hit.article.id, ())))
        copies = archive.copies([hit.article.id for hit in hits])
        articles = archive.articles([copy for ids in copies.values() for copy in ids])
        stories = {article_id: [articles[copy] for copy in ids] for article_id, ids in copies.items()}
        return collapse(hits, stories)[:limit]


def _speaks(hit: Hit, statements: Sequence[Statement]) -> bool:
    return any(hit.passage.start <= statement.start < hit.passage.end for statement in statements)


def fuse(rankings: Mapping[str, Sequence[str]]) -> list[tuple[str, float, Mapping[str, int]]]:
    """Every id in any ranking with its fused score and its rank, from 1, in each; best first, ties by id."""
    ranks: dict[str, dict[str, int]] = {}
    for name, ids in rankings.items():
        for rank, row in enumerate(ids, start=1):
            ranks.setdefault(row, {})[name] = rank
    scored = [(row, sum(1 / (_RANK_CONSTANT + rank) for rank in why.values()), why) for row, why in ranks.items()]
    return sorted(scored, key=lambda hit: (-hit[1], hit[0]))
