"""PolNeAR's statements as something to find: their articles and passages, among those of the train months as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from evals.benchmarks.benchmark import Lab, Result, read_rows, sample
from evals.benchmarks.found import DEPTH, articles_found, search_each
from evals.benchmarks.polnear import ArticleRow, article, figures
from evals.benchmarks.polnear_questions import GoldStatement, Marks, WhatAbout
from evals.ranking import each_once, recall
from qa.wire import HitBody, SearchRequest

_TOP = 10


@dataclass(frozen=True, slots=True)
class Searched:
    """A question, and the passages that a search finds for it, best first."""

    row: WhatAbout
    hits: tuple[HitBody, ...]

    @property
    def article_ranks(self) -> Sequence[int | None]:
        """The rank, from 1, of each gold article."""
        return articles_found(self.hits).ranks(self._gold_articles)

    @property
    def passage_ranks(self) -> Sequence[int | None]:
        """The rank, from 1, of the first passage with some of each gold statement."""
        return [_rank(statement, self.hits) for statement in self.row.gold]

    @property
    def marks(self) -> Marks:
        """What the search counts for; a copy of an article stands for it, a passage of the copy for no statement."""
        found = articles_found(self.hits)
        share = recall(found.ranking, found.relevant(self._gold_articles), k=_TOP)
        passages = sum(rank is not None and rank <= _TOP for rank in self.passage_ranks)
        return {
            "article in the top 10": (share > 0, 1),
            "article recall@10": (share, 1),
            "passage in the top 10": (passages, len(self.row.gold)),
        }

    @property
    def _gold_articles(self) -> tuple[str, ...]:
        return each_once(statement.doc_id for statement in self.row.gold)


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """What a speaker said about a topic in the dev month, searched for among the articles of all months."""
    dev, train = (read_rows(data / name, ArticleRow) for name in ("articles.jsonl", "train_articles.jsonl.gz"))
    asked = sample(read_rows(data / "q_what_about.jsonl", WhatAbout), limit)
    with lab.answerer(map(article, (*dev, *train))) as target:
        found, errors = search_each(
            asked,
            request=lambda row: SearchRequest(query=row.question, limit=DEPTH),
            target=target,
            progress=lab.progress,
        )
    searched = [Searched(row, hits) for row, hits in found]
    return Result(
        figures=figures([(one.row.cluster, one.marks) for one in searched]),
        rows=tuple(map(_shown, searched)),
        unscored={},
        errors=tuple(errors),
    )


def _rank(statement: GoldStatement, hits: Sequence[HitBody]) -> int | None:
    return next((rank for rank, hit in enumerate(hits, start=1) if _has_some_of(hit, statement)), None)


def _has_some_of(hit: HitBody, statement: GoldStatement) -> bool:
    own = hit.article_id == statement.doc_id
    return own and any(hit.start < end and start < hit.end for start, end in statement.spans)


def _shown(one: Searched) -> Mapping[str, JsonValue]:
    """The row for people: what was to be found, at what ranks it was, and the first passages."""
    return {
        "id": one.row.id,
        "question": one.row.question,
        "gold": [statement.model_dump(mode="json") for statement in one.row.gold],
        "ranks of gold articles": list(one.article_ranks),
        "ranks of gold passages": list(one.passage_ranks),
        "found": [f"{hit.article_id}: {hit.text}" for hit in one.hits[:_TOP]],
        **{name: f"{hit:g} of {counted:g}" for name, (hit, counted) in one.marks.items()},
    }
