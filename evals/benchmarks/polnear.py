"""PolNeAR (Newell et al., LREC 2018): who said what in political news."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.polnear_questions import SETS, Asked, Marks
from evals.benchmarks.polnear_scoring import Annotations, Attribution
from evals.benchmarks.polnear_spans import span_figures, spans
from evals.statistics import ratio
from qa.wire import AskRequest, ReplyBody
from vectorstore.article import Article
from vectorstore.readers.moments import moment

_LOWER_IS_BETTER = frozenset(
    {
        "verify false-accept rate",
        "misattribution rate",
        "quotes of no named source",
        "who_said false abstention",
        "what_about false abstention",
        "what_said false abstention",
    }
)


class ArticleRow(DataRow):
    """An article."""

    title: str
    publisher: str
    published_at: str
    text: str


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Every set of questions over the 84 articles of the dev month; `limit` is of each set."""
    rows = read_rows(data / "articles.jsonl", ArticleRow)
    attributions = read_rows(data / "attributions.jsonl", Attribution)
    gold = Annotations({row.id: row.text for row in rows}, attributions)
    asked = [row for name, kind in SETS.items() for row in sample(read_rows(data / f"q_{name}.jsonl", kind), limit)]
    with lab.answerer(map(article, rows)) as target:
        replied, errors = ask_each(asked, request=_request, target=target, progress=lab.progress)
    marked = [(row, reply, row.marks(reply, gold)) for row, reply in replied]
    return Result(
        figures=(
            *figures([(row.cluster, marks) for row, _, marks in marked]),
            *span_figures({row.id: spans(article(row), attributions) for row in rows}),
        ),
        rows=tuple(_shown(row, reply, marks) for row, reply, marks in marked),
        unscored={},
        errors=tuple(errors),
    )


def article(row: ArticleRow) -> Article:
    """The article that is searched; the annotations' offsets are those of its text."""
    published_at = moment(row.published_at)
    return plain_article(row.id, row.text, title=row.title, publisher=row.publisher, published_at=published_at)


def figures(marked: Sequence[tuple[str, Marks]]) -> tuple[Figure, ...]:
    """Each figure over the questions that count for it, questions of one cluster together."""
    names = dict.fromkeys(name for _, marks in marked for name in marks)
    return tuple(
        Figure(
            name,
            ratio(
                [marks[name] for _, marks in marked if name in marks],
                clusters=[cluster for cluster, marks in marked if name in marks],
            ),
            lower_is_better=name in _LOWER_IS_BETTER,
        )
        for name in names
    )


def _request(row: Asked) -> AskRequest:
    return AskRequest(question=row.question)


def _shown(row: Asked, reply: ReplyBody, marks: Marks) -> Mapping[str, JsonValue]:
    """The row for people: the gold beside the answer, each mark as `hit of counted`."""
    gold = row.model_dump(mode="json", exclude={"id", "question"})
    return {
        "id": row.id,
        "question": row.question,
        "answer": said(reply),
        "cited": [f"{citation.speaker}: {citation.quote}" for citation in reply.citations],
        "gold": gold,
        **{name: f"{hit:g} of {counted:g}" for name, (hit, counted) in marks.items()},
    }
