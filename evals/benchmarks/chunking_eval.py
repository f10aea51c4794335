"""Chroma's evaluation of chunking: how much of the gold characters is in the passages found, and how little else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, plain_article, read_rows, sample
from evals.benchmarks.found import search_each
from evals.statistics import Estimate, mean
from qa.wire import HitBody, SearchRequest

_FOUND = 5


class Corpus(DataRow):
    """One long text."""

    text: str


class Excerpt(BaseModel):
    """A gold span, in code points of the corpus's text."""

    start: int
    end: int


class Question(DataRow):
    """A question and the spans that answer it."""

    question: str
    corpus_id: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How the passages found agree with the gold spans, counted in characters; each 0 to 1."""

    recall: float
    precision: float
    iou: float


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """The five best passages of all corpora together against the gold spans, as brandonstarxel/chunking_evaluation."""
    corpora = read_rows(data / "corpora.jsonl.gz", Corpus)
    questions = sample(read_rows(data / "questions.jsonl", Question), limit)
    with lab.answerer(plain_article(corpus.id, corpus.text) for corpus in corpora) as target:
        found, errors = search_each(
            questions,
            request=lambda row: SearchRequest(query=row.question, limit=_FOUND),
            target=target,
            progress=lab.progress,
        )
    scored = [scores(question, hits) for question, hits in found]
    clusters = [question.corpus_id for question, _ in found]

    def over_questions(values: Sequence[float]) -> Estimate:
        return mean(values, clusters=clusters)

    return Result(
        figures=(
            Figure("recall of gold characters", over_questions([score.recall for score in scored])),
            Figure("precision of retrieved characters", over_questions([score.precision for score in scored])),
            Figure("IoU", over_questions([score.iou for score in scored])),
        ),
        rows=tuple(_row(question, hits, score) for (question, hits), score in zip(found, scored, strict=True)),
        unscored={},
        errors=tuple(errors),
    )


def scores(question: Question, hits: Sequence[HitBody]) -> Scores:
    """Each character counts once; a passage of another corpus covers nothing but was retrieved all the same."""
    gold = {(question.corpus_id, at) for excerpt in question.excerpts for at in range(excerpt.start, excerpt.end)}
    retrieved = {(hit.article_id, at) for hit in hits for at in range(hit.start, hit.end)}
    covered = len(gold & retrieved)
    return Scores(
        recall=covered / len(gold) if gold else 0.0,
        precision=covered / len(retrieved) if retrieved else 0.0,
        iou=covered / len(gold | retrieved) if gold or retrieved else 0.0,
    )


def _row(question: Question, hits: Sequence[HitBody], score: Scores) -> Mapping[str, JsonValue]:
    return {
        "id": question.id,
        "question": question.question,
        "corpus": question.corpus_id,
        "gold": [[excerpt.start, excerpt.end] for excerpt in question.excerpts],
        "found": [{"corpus": hit.article_id, "start": hit.start, "end": hit.end, "text": hit.text} for hit in hits],
        "recall": score.recall,
        "precision": score.precision,
        "IoU": score.iou,
    }
