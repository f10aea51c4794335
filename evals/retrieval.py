"""What was found for a question, beside what should have been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cited import covers
from evals.gold import Evidence, GoldQuestion
from evals.match import locate, normalise
from evals.ranking import each_once, ndcg, reciprocal_rank
from evals.share import Share
from evals.target import Target
from qa.wire import FiltersBody, HitBody, ReplyBody, SearchRequest

DEEP = 100
"""How far down a ranking is looked."""
SHORT = 10
_HOLDERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the target finds, asked as the reply understood the question."""

    hits: tuple[HitBody, ...]
    """The best `DEEP`, best first."""
    holders: tuple[tuple[HitBody, ...], ...]
    """For each evidence of the question, the passages of its article most like it; none of an article not ingested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """How well the passages with the evidence were found, at rank 10 and at 100."""

    recall_10: Share
    recall_100: Share
    reciprocal_rank: float
    ndcg_10: float
    bearing: tuple[str, ...]
    """The ids of the passages with evidence, by name."""


def look(question: GoldQuestion, reply: ReplyBody, *, target: Target) -> Found | None:
    """What the target finds for the question and, within its articles, for the evidence; None where it can't search."""
    if target.search is None:
        return None
    search = target.search
    return Found(
        hits=search(SearchRequest(query=reply.standalone_question, limit=DEEP, as_of=question.visible_until)),
        holders=tuple(
            search(
                SearchRequest(query=evidence.quote, limit=_HOLDERS, filters=FiltersBody(article_ids=(evidence.doc,)))
            )
            for evidence in question.evidence
        ),
    )


def retrieval(question: GoldQuestion, found: Found, *, texts: Mapping[str, str]) -> Retrieval | None:
    """The measures over passages; None where the question has no evidence that could be found."""
    spans = [e for e in question.evidence if locate(texts.get(e.doc, ""), e.quote)]
    if not spans:
        return None
    known = [hit for holders in found.holders for hit in holders]
    bearing = {h.passage_id for h in (*found.hits, *known) if any(bears(h, span, texts=texts) for span in spans)}
    ranking = each_once(hit.passage_id for hit in found.hits)
    return Retrieval(
        recall_10=_recall(question, spans, found.hits[:SHORT], texts=texts),
        recall_100=_recall(question, spans, found.hits[:DEEP], texts=texts),
        reciprocal_rank=reciprocal_rank(ranking, bearing, k=DEEP),
        ndcg_10=ndcg(ranking, dict.fromkeys(bearing, 1), k=SHORT),
        bearing=tuple(sorted(bearing)),
    )


def bears(hit: HitBody, evidence: Evidence, *, texts: Mapping[str, str]) -> bool:
    """Whether the passage has at least half of the evidence, or, of a copy of its article, the same words."""
    places = locate(texts.get(evidence.doc, ""), evidence.quote)
    return covers(hit, evidence, places) or normalise(evidence.quote) in normalise(hit.text)


def _recall(
    question: GoldQuestion, spans: Sequence[Evidence], hits: Sequence[HitBody], *, texts: Mapping[str, str]
) -> Share:
    """The evidence that is in one of the hits; one is enough under `evidence_any`."""
    found = sum(any(bears(hit, span, texts=texts) for hit in hits) for span in spans)
    return Share(min(found, 1), 1) if question.evidence_any else Share(found, len(spans))
