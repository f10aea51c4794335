"""MultiHop-RAG (Tang and Yang, arXiv 2401.15391): news questions that need several articles."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from pydantic import AwareDatetime, JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.found import DEPTH, Found, articles_found, search_each
from evals.ranking import average_precision, recall, reciprocal_rank
from evals.statistics import Estimate, mean, proportion
from qa.wire import AskRequest, ReplyBody, SearchRequest
from vectorstore.article import Article

_DROPPED = re.compile(r"['’]s\b|[^\w\s]|_")


class Fact(DataRow):
    """A fact out of an article: an article of its own here."""

    title: str
    source: str
    published_at: AwareDatetime
    url: str
    text: str


class Hop(DataRow):
    """A question over several facts; a null question has none."""

    question: str
    question_type: str
    answers: tuple[str, ...]
    answerable: bool
    gold_passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, its reply, and the facts that a search finds."""

    row: Hop
    reply: ReplyBody
    found: Found

    @property
    def right(self) -> bool:
        """Whether a gold answer stands in the answer."""
        return contained(said(self.reply), self.row.answers)

    @property
    def retrieval(self) -> Mapping[str, float]:
        """How well the facts of an answerable question are found; of a null question there is nothing to find."""
        if not self.row.answerable:
            return {}
        ranking, gold = self.found.ranking, self.found.relevant(self.row.gold_passages)
        return {
            "Hits@4": recall(ranking, gold, k=4),
            "Hits@10": recall(ranking, gold, k=10),
            "MAP@10": average_precision(ranking, gold, k=10),
            "MRR@10": reciprocal_rank(ranking, gold, k=10),
        }


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Each question over all facts."""
    facts = read_rows(data / "corpus_facts.jsonl", Fact)
    asked = sample(read_rows(data / "questions.jsonl", Hop), limit)
    with lab.answerer(map(article, facts)) as target:
        replied, errors = ask_each(asked, request=_request, target=target, progress=lab.progress)
        hits, failed = search_each(
            asked,
            request=lambda row: SearchRequest(query=row.question, limit=DEPTH),
            target=target,
            progress=lab.progress,
        )
    found = {row.id: articles_found(passages) for row, passages in hits}
    scored = [Scored(row, reply, found[row.id]) for row, reply in replied if row.id in found]
    return Result(figures=_figures(scored), rows=tuple(map(_shown, scored)), unscored={}, errors=(*errors, *failed))


def article(fact: Fact) -> Article:
    """The fact as an article that is searched."""
    return plain_article(
        fact.id,
        fact.text,
        title=fact.title,
        publisher=fact.source,
        published_at=fact.published_at.astimezone(UTC),
        url=fact.url,
    )


def contained(answer: str, gold: Sequence[str]) -> bool:
    """Whether a gold string stands in the answer as whole words, both in lower case and without punctuation.

    A possessive `'s` is dropped as well: "Brock" stands in "Brock's".
    """
    said_words = f" {_plain(answer)} "
    return any(f" {_plain(one)} " in said_words for one in gold)


def _plain(text: str) -> str:
    return " ".join(_DROPPED.sub("", text.lower()).split())


def _request(row: Hop) -> AskRequest:
    return AskRequest(question=row.question)


def _figures(scored: Sequence[Scored]) -> tuple[Figure, ...]:
    answerable = [one for one in scored if one.row.answerable]
    null = [one for one in scored if not one.row.answerable]
    types = sorted({one.row.question_type for one in answerable})
    return (
        Figure("Hits@4", _retrieval(answerable, "Hits@4")),
        Figure("Hits@10", _retrieval(answerable, "Hits@10")),
        Figure("MAP@10", _retrieval(answerable, "MAP@10"), in_percent=False),
        Figure("MRR@10", _retrieval(answerable, "MRR@10"), in_percent=False),
        Figure("answer contained", proportion([one.right for one in answerable])),
        *(
            Figure(
                f"answer contained, {kind}", proportion([o.right for o in answerable if o.row.question_type == kind])
            )
            for kind in types
        ),
        Figure("null abstention", proportion([not one.reply.answered for one in null])),
        Figure("false abstention", proportion([not one.reply.answered for one in answerable]), lower_is_better=True),
    )


def _retrieval(answerable: Sequence[Scored], name: str) -> Estimate:
    return mean([one.retrieval[name] for one in answerable], clusters=[one.row.id for one in answerable])


def _shown(one: Scored) -> Mapping[str, JsonValue]:
    return {
        "id": one.row.id,
        "type": one.row.question_type,
        "question": one.row.question,
        "answer": said(one.reply),
        "gold": list(one.row.answers),
        "answer contained": one.right,
        "ranks of gold facts": list(one.found.ranks(one.row.gold_passages)),
        **one.retrieval,
    }
