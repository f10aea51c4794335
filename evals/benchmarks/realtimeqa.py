"""RealTime QA (Kasai et al., arXiv 2207.13332): the week's news quiz over the articles that a search gave that week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.found import DEPTH, Found, articles_found, search_each
from evals.benchmarks.text import contains_any, content_recall, exact_match, token_f1
from evals.ranking import recall, reciprocal_rank
from evals.statistics import Estimate, mean
from qa.wire import AskRequest, ReplyBody, SearchRequest
from vectorstore.article import Article
from vectorstore.readers.moments import moment

_NONE = "None of the above"
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
"""SQuAD's normal form drops straight quotation marks only; the gold choices have curly ones around titles."""


def _dashed(written: object) -> object:
    return written.replace("/", "-") if isinstance(written, str) else written


Day = Annotated[date, BeforeValidator(_dashed)]
"""Written with dashes or slashes."""


class Page(DataRow):
    """An article."""

    title: str
    url: str
    published_at: str
    text: str


class Quiz(DataRow):
    """A question with its choices, and with one of them exchanged for "None of the above"."""

    week: str
    question: str
    asked_on: Day
    choices: tuple[str, ...]
    answer_idx: tuple[int, ...]
    answers: tuple[str, ...]
    docs_with_answer: tuple[str, ...]
    nota_choices: tuple[str, ...]
    nota_answer_idx: tuple[int, ...]

    @property
    def as_of(self) -> datetime:
        """The end of the day of the quiz: articles give a day, and those of that day could be read."""
        return datetime.combine(self.asked_on, time.max, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, its reply, and the articles that a search finds."""

    row: Quiz
    reply: ReplyBody
    found: Found

    @property
    def scores(self) -> Mapping[str, float]:
        """Each score that the question has."""
        answer, gold = said(self.reply).translate(_STRAIGHT), [one.translate(_STRAIGHT) for one in self.row.answers]
        contained = contains_any(answer, gold)
        own = {
            "MC accuracy": chosen(self.row.choices, self.reply) in self.row.answer_idx,
            "NOTA accuracy": chosen(self.row.nota_choices, self.reply) in self.row.nota_answer_idx,
            "generation EM": exact_match(answer, gold),
            "generation F1": token_f1(answer, gold),
            "generation containment": contained,
        }
        return {**own, **self._in_the_articles(contained=contained)}

    def _in_the_articles(self, *, contained: bool) -> Mapping[str, float]:
        """What depends on whether an article has the answer."""
        ranking, gold = self.found.ranking, self.found.relevant(self.row.docs_with_answer)
        if not gold:
            asserted = self.reply.answered
            return {"asserted, no article has it": asserted, "wrong, no article has it": asserted and not contained}
        return {
            "recall@4": recall(ranking, gold, k=4),
            "recall@10": recall(ranking, gold, k=10),
            "any@10": recall(ranking, gold, k=10) > 0,
            "MRR@10": reciprocal_rank(ranking, gold, k=10),
            "false abstention": not self.reply.answered,
        }


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Each question over the articles of all weeks that had appeared when it was asked."""
    pages = read_rows(data / "corpus.jsonl.gz", Page)
    asked = sample(read_rows(data / "questions.jsonl", Quiz), limit)
    with lab.answerer(map(article, pages)) as target:
        replied, errors = ask_each(asked, request=_request, target=target, progress=lab.progress)
        hits, failed = search_each(asked, request=_search, target=target, progress=lab.progress)
    found = {row.id: articles_found(passages) for row, passages in hits}
    scored = [Scored(row, reply, found[row.id]) for row, reply in replied if row.id in found]
    return Result(figures=_figures(scored), rows=tuple(map(_shown, scored)), unscored={}, errors=(*errors, *failed))


def article(page: Page) -> Article:
    """The article that is searched."""
    published_at = moment(page.published_at.replace("/", "-"))
    return plain_article(page.id, page.text, title=page.title, published_at=published_at, url=page.url)


def chosen(choices: Sequence[str], reply: ReplyBody) -> int | None:
    """The place of the choice that the answer bears out best; of "None of the above" where it bears out none.

    By the share of its content words in the answer, then in the cited quotes; of equal ones the first.
    """
    answer, quotes = said(reply), " ".join(citation.quote for citation in reply.citations)
    borne_out = [
        (0.0, 0.0) if choice == _NONE else (content_recall(answer, choice), content_recall(quotes, choice))
        for choice in choices
    ]
    if any(map(any, borne_out)):
        return borne_out.index(max(borne_out))
    return choices.index(_NONE) if _NONE in choices else None


def _request(row: Quiz) -> AskRequest:
    return AskRequest(question=row.question, as_of=row.as_of)


def _search(row: Quiz) -> SearchRequest:
    return SearchRequest(query=row.question, limit=DEPTH, as_of=row.as_of)


def _figures(scored: Sequence[Scored]) -> tuple[Figure, ...]:
    def estimate(name: str) -> Estimate:
        """Over the questions with that score, those of one week together."""
        counted = [one for one in scored if name in one.scores]
        return mean([one.scores[name] for one in counted], clusters=[one.row.week for one in counted])

    return (
        Figure("MC accuracy", estimate("MC accuracy")),
        Figure("NOTA accuracy", estimate("NOTA accuracy")),
        Figure("generation EM", estimate("generation EM")),
        Figure("generation F1", estimate("generation F1"), in_percent=False),
        Figure("generation containment", estimate("generation containment")),
        Figure("recall@4", estimate("recall@4")),
        Figure("recall@10", estimate("recall@10")),
        Figure("any@10", estimate("any@10")),
        Figure("MRR@10", estimate("MRR@10"), in_percent=False),
        Figure("asserted, no article has it", estimate("asserted, no article has it"), lower_is_better=True),
        Figure("wrong, no article has it", estimate("wrong, no article has it"), lower_is_better=True),
        Figure("false abstention", estimate("false abstention"), lower_is_better=True),
    )


def _shown(one: Scored) -> Mapping[str, JsonValue]:
    choice = chosen(one.row.choices, one.reply)
    return {
        "id": one.row.id,
        "question": one.row.question,
        "answer": said(one.reply),
        "gold": list(one.row.answers),
        "chosen": None if choice is None else one.row.choices[choice],
        "ranks of articles with the answer": list(one.found.ranks(one.row.docs_with_answer)),
        **one.scores,
    }
