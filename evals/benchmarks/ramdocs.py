"""RAMDocs (Wang et al., arXiv 2504.13079): documents with several right answers, misinformation and noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.text import contains_any
from evals.statistics import mean, proportion
from qa.wire import AskRequest, FiltersBody, ReplyBody


class Document(BaseModel):
    """One passage that a question is to be answered from."""

    text: str


class Conflict(DataRow):
    """A question with documents that answer it differently."""

    question: str
    documents: tuple[Document, ...]
    gold_answers: tuple[str, ...]
    wrong_answers: tuple[str, ...]

    @property
    def article_ids(self) -> tuple[str, ...]:
        """The documents' ids as articles, in their order."""
        return tuple(f"{self.id}-{place}" for place in range(len(self.documents)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What an answer has of a question's right and wrong answers."""

    row: Conflict
    reply: ReplyBody
    right: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share of the gold answers, each once, that are in it."""
        return len(self.right) / len(set(self.row.gold_answers))

    @property
    def strict(self) -> bool:
        """Whether it has all gold answers and no wrong one."""
        return self.recall == 1 and not self.wrong


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Each question over its own documents."""
    rows = read_rows(data / "questions.jsonl", Conflict)
    articles = (
        plain_article(article_id, document.text)
        for row in rows
        for article_id, document in zip(row.article_ids, row.documents, strict=True)
    )
    with lab.answerer(articles) as target:
        replied, errors = ask_each(sample(rows, limit), request=_request, target=target, progress=lab.progress)
    scored = [score(row, reply) for row, reply in replied]
    return Result(
        figures=_figures(scored),
        rows=tuple(
            {
                "id": one.row.id,
                "question": one.row.question,
                "answer": said(one.reply),
                "right": list(one.right),
                "of": list(one.row.gold_answers),
                "wrong": list(one.wrong),
                "of wrong": list(one.row.wrong_answers),
                "strict exact match": one.strict,
                "recall of gold answers": one.recall,
            }
            for one in scored
        ),
        unscored={},
        errors=tuple(errors),
    )


def score(row: Conflict, reply: ReplyBody) -> Scored:
    """Which of the right and wrong answers stand in the answer, each once, as whole words in SQuAD's normal form."""
    answer = said(reply)
    return Scored(row=row, reply=reply, right=_in(answer, row.gold_answers), wrong=_in(answer, row.wrong_answers))


def _in(answer: str, wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(wanted) if contains_any(answer, [one]))


def _request(row: Conflict) -> AskRequest:
    return AskRequest(question=row.question, filters=FiltersBody(article_ids=row.article_ids))


def _figures(scored: Sequence[Scored]) -> tuple[Figure, ...]:
    recalls = mean([one.recall for one in scored], clusters=[one.row.id for one in scored])
    misled = proportion([bool(one.wrong) for one in scored if one.row.wrong_answers])
    return (
        Figure("strict exact match", proportion([one.strict for one in scored])),
        Figure("recall of gold answers", recalls),
        Figure("wrong answers asserted", misled, lower_is_better=True),
        Figure("abstention", proportion([not one.reply.answered for one in scored]), lower_is_better=True),
    )
