"""SQuAD 2.0: short answers, and abstention from questions that their paragraph doesn't answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.found import articles_of, search_each
from evals.benchmarks.text import contains_any, exact_match, token_f1
from evals.ranking import ndcg, recall
from evals.statistics import mean
from qa.wire import AskRequest, FiltersBody, ReplyBody, SearchRequest

_SEARCHED = 50
"""Passages: enough for ten paragraphs."""
_GIVEN, _OPEN = "gold paragraph given", "paragraph retrieved"


class Paragraph(DataRow):
    """What is read."""

    title: str
    text: str


class Question(DataRow):
    """A question on one paragraph; without references where that doesn't answer it."""

    question: str
    answers: tuple[str, ...]
    answerable: bool
    gold_passages: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How one reply did; of an unanswerable question an abstention is worth 1 and anything else 0."""

    exact: float
    f1: float
    contains: bool | None
    """None of an unanswerable question, which has nothing to contain."""
    declined: bool


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Every question with its paragraph given and among all paragraphs, and the search for the right one."""
    paragraphs = read_rows(data / "corpus.jsonl", Paragraph)
    questions = sample(read_rows(data / "questions.jsonl", Question), limit)
    with lab.answerer(plain_article(p.id, p.text, title=p.title) for p in paragraphs) as target:
        given, errors = ask_each(questions, request=_with_its_paragraph, target=target, progress=lab.progress)
        opened, more = ask_each(questions, request=_among_all, target=target, progress=lab.progress)
        found, most = search_each(
            [row for row in questions if row.answerable],
            request=lambda row: SearchRequest(query=row.question, limit=_SEARCHED),
            target=target,
            progress=lab.progress,
        )
    rankings = [(row, articles_of(hits)) for row, hits in found]
    return Result(
        figures=(*_reading(_GIVEN, given), *_reading(_OPEN, opened), *_retrieval(rankings)),
        rows=_rows(questions, {_GIVEN: given, _OPEN: opened}, rankings),
        unscored={},
        errors=(*errors, *more, *most),
    )


def scores(question: Question, reply: ReplyBody) -> Scores:
    """SQuAD's exact match and F1, and whether a reference stands in the answer."""
    declined = not reply.answered
    if not question.answerable:
        return Scores(exact=float(declined), f1=float(declined), contains=None, declined=declined)
    answer = said(reply)
    return Scores(
        exact=float(exact_match(answer, question.answers)),
        f1=token_f1(answer, question.answers),
        contains=contains_any(answer, question.answers),
        declined=declined,
    )


def _with_its_paragraph(question: Question) -> AskRequest:
    return AskRequest(question=question.question, filters=FiltersBody(article_ids=question.gold_passages))


def _among_all(question: Question) -> AskRequest:
    return AskRequest(question=question.question)


def _reading(setting: str, replied: Sequence[tuple[Question, ReplyBody]]) -> tuple[Figure, ...]:
    """Questions on one Wikipedia page do well or badly together: its title is the cluster."""
    scored = [(row, scores(row, reply)) for row, reply in replied]
    answerable = [(row, score) for row, score in scored if row.answerable]
    unanswerable = [(row, score) for row, score in scored if not row.answerable]

    def figure(name: str, of: Sequence[tuple[Question, Scores]], values: Sequence[float], *, lower: bool) -> Figure:
        estimate = mean(values, clusters=[row.title for row, _ in of])
        return Figure(f"{setting}: {name}", estimate, lower_is_better=lower)

    return (
        figure("EM", scored, [s.exact for _, s in scored], lower=False),
        figure("F1", scored, [s.f1 for _, s in scored], lower=False),
        figure("F1 on answerable", answerable, [s.f1 for _, s in answerable], lower=False),
        figure(
            "answer contained, on answerable", answerable, [s.contains or False for _, s in answerable], lower=False
        ),
        figure("abstention on unanswerable", unanswerable, [s.declined for _, s in unanswerable], lower=False),
        figure("false abstention", answerable, [s.declined for _, s in answerable], lower=True),
    )


def _retrieval(rankings: Sequence[tuple[Question, Sequence[str]]]) -> tuple[Figure, ...]:
    clusters = [row.title for row, _ in rankings]
    recalls = [recall(ranking, row.gold_passages, k=4) for row, ranking in rankings]
    gains = [ndcg(ranking, dict.fromkeys(row.gold_passages, 1), k=10) for row, ranking in rankings]
    return (
        Figure("search, answerable: recall@4", mean(recalls, clusters=clusters), in_percent=False),
        Figure("search, answerable: nDCG@10", mean(gains, clusters=clusters), in_percent=False),
    )


def _rows(
    questions: Sequence[Question],
    settings: Mapping[str, Sequence[tuple[Question, ReplyBody]]],
    rankings: Sequence[tuple[Question, Sequence[str]]],
) -> tuple[Mapping[str, JsonValue], ...]:
    """A row each: what came back in each setting with its scores, and where the search has the right paragraph."""
    rows: dict[str, dict[str, JsonValue]] = {
        row.id: {"id": row.id, "question": row.question, "answerable": row.answerable, "references": [*row.answers]}
        for row in questions
    }
    for setting, replied in settings.items():
        for row, reply in replied:
            score = scores(row, reply)
            rows[row.id][setting] = {
                "answer": said(reply),
                "EM": score.exact,
                "F1": score.f1,
                "contained": score.contains,
            }
    for row, ranking in rankings:
        ranks = [ranking.index(gold) + 1 for gold in row.gold_passages if gold in ranking]
        rows[row.id]["rank of its paragraph"] = min(ranks, default=None)
    return tuple(rows.values())
