"""Where a fact got lost: each nugget that a reply should have had, and hasn't, has one stage that lost it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from evals.cited import covers, valid_citations
from evals.gold import Evidence, GoldQuestion, Nugget
from evals.match import locate
from evals.metrics import said, seen_text
from evals.retrieval import SHORT, Found, bears
from qa.wire import HitBody, ReplyBody

Stage = Literal[
    "not ingested",
    "split",
    "not in top 100",
    "not in top k",
    "in hand, unused",
    "used, cited wrong",
    "cited, not said",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""In the order of the way of a question; the last one lies aside of it."""
MEANINGS: Mapping[Stage, str] = {
    "not ingested": "the article with the evidence, or the evidence itself, is not in the archive",
    "split": "no single passage holds the whole evidence",
    "not in top 100": "a passage holds it, and the search does not find it",
    "not in top k": "found, too far down to be read for the answer",
    "in hand, unused": "read for the answer, and neither said nor cited",
    "used, cited wrong": "said, and cited to a place that does not bear it out",
    "cited, not said": "the right place is cited, and the answer says the fact in no accepted wording",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """A vital nugget, in its first wording, and the stage that lost it."""

    nugget: str
    stage: Stage


def losses(question: GoldQuestion, reply: ReplyBody, found: Found, *, texts: Mapping[str, str]) -> tuple[Loss, ...]:
    """The vital nuggets of an answerable question that the reply does not say, or says on wrong grounds.

    A nugget is held where it is said and its evidence is cited, or a cited quote says it.
    """
    if not question.answerable:
        return ()
    stages = ((nugget, _stage(nugget, question, reply, found, texts=texts)) for nugget in question.must_include)
    return tuple(Loss(nugget[0], stage) for nugget, stage in stages if stage is not None)


def _stage(
    nugget: Nugget, question: GoldQuestion, reply: ReplyBody, found: Found, *, texts: Mapping[str, str]
) -> Stage | None:
    own = [n for n, evidence in enumerate(question.evidence) if said(nugget, evidence.quote)]
    numbers = own or range(len(question.evidence))
    citations = valid_citations(reply, texts=texts)
    cited = any(
        covers(citation, evidence, locate(texts.get(evidence.doc, ""), evidence.quote))
        for evidence in (question.evidence[n] for n in numbers)
        for citation in citations
    )
    if any(said(nugget, part) for part in seen_text(question, reply)):
        on_its_grounds = cited or any(said(nugget, f"{c.speaker or ''}: {c.quote}") for c in citations)
        return None if on_its_grounds else "used, cited wrong"
    if cited:
        return "cited, not said"
    reached = (_reached(question.evidence[n], found.holders[n], found, reply, texts=texts) for n in numbers)
    return max(reached, key=STAGES.index, default="not ingested")


def _reached(
    evidence: Evidence, holders: tuple[HitBody, ...], found: Found, reply: ReplyBody, *, texts: Mapping[str, str]
) -> Stage:
    """The stage that lost this evidence, which is not cited."""
    if not holders or not locate(texts.get(evidence.doc, ""), evidence.quote):
        return "not ingested"
    if not any(locate(hit.text, evidence.quote) for hit in holders):
        return "split"
    if not any(bears(hit, evidence, texts=texts) for hit in found.hits):
        return "not in top 100"
    given = found.hits[:SHORT] if reply.passages is None else reply.passages
    return "in hand, unused" if any(bears(hit, evidence, texts=texts) for hit in given) else "not in top k"
