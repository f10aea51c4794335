"""The passages that were found for a question, as a report shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.gold import GoldQuestion
from evals.match import locate
from evals.reports.excerpts import Mark, Piece, pieces
from evals.reports.sources import byline, day
from evals.retrieval import DEEP, SHORT, bears
from evals.row import Scored
from qa.wire import HitBody

_FIRST_LINE = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage at its rank, from 1."""

    rank: int
    score: str
    why: str
    """Its rank by each retriever."""
    gold: bool
    """Whether it holds gold evidence."""
    read: bool
    """Whether it was read for the answer."""
    title: str
    byline: str
    opening: str
    """The beginning of its text, as one line."""
    pieces: tuple[Piece, ...]
    """All of its text, with the gold evidence marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """The best passages, with what is to be known of those below them."""

    passages: tuple[Passage, ...]
    notes: tuple[str, ...]


def retrieved(row: Scored, *, texts: Mapping[str, str]) -> Retrieved | None:
    """What was found for the question; None where the target can't search."""
    if row.found is None:
        return None
    read = {hit.passage_id for hit in row.reply.passages or ()}
    best = enumerate(row.found[:SHORT], start=1)
    return Retrieved(
        passages=tuple(_passage(hit, row.question, rank=rank, read=read, texts=texts) for rank, hit in best),
        notes=tuple(_notes(row.question, row.found, read=read, texts=texts)),
    )


def _passage(hit: HitBody, question: GoldQuestion, *, rank: int, read: set[str], texts: Mapping[str, str]) -> Passage:
    places = [place for evidence in question.evidence for place in locate(hit.text, evidence.quote)]
    marks = [Mark(start=start, end=end, marker=None) for start, end in places]
    line = " ".join(hit.text.split())
    return Passage(
        rank=rank,
        score=f"{hit.score:.4f}",
        why=", ".join(f"{name} {place}" for name, place in hit.why.items()),
        gold=any(bears(hit, evidence, texts=texts) for evidence in question.evidence),
        read=hit.passage_id in read,
        title=hit.title or hit.article_id,
        byline=byline(hit.publisher, day(hit.published_at)),
        opening=line if len(line) <= _FIRST_LINE else f"{line[:_FIRST_LINE]}…",
        pieces=tuple(pieces(hit.text, marks, start=0, end=len(hit.text))),
    )


def _notes(
    question: GoldQuestion, hits: Sequence[HitBody], *, read: set[str], texts: Mapping[str, str]
) -> Iterator[str]:
    """Where the evidence first is that the passages shown don't hold, and which others were read."""
    for evidence in question.evidence:
        bearing = (rank for rank, hit in enumerate(hits, start=1) if bears(hit, evidence, texts=texts))
        rank = next(bearing, None)
        if rank is None:
            yield f"Not among the first {DEEP}: “{evidence.quote}”"
        elif rank > SHORT:
            yield f"First at rank {rank}: “{evidence.quote}”"
    deeper = [str(rank) for rank, hit in enumerate(hits, start=1) if rank > SHORT and hit.passage_id in read]
    if deeper:
        yield f"Also read: those at rank {', '.join(deeper)}."
