"""Finds the weights of `qa/fusion.json`, and what each signal is worth: `python -m evals.fit_fusion --data DIR`.

Coordinate ascent over the mean nDCG@10 of the sets: the sample questions, and of the public data sets those that `DIR`
has. Every candidate's signals are read once; a trial only weighs them anew.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer

from evals.benchmarks import multihop_rag, polnear, realtimeqa, scifact
from evals.benchmarks.benchmark import plain_article, read_rows
from evals.benchmarks.polnear_questions import WhatAbout
from evals.gold import load_gold
from evals.match import locate
from evals.ranking import each_once, ndcg
from evals.samples import sample_articles, sample_questions
from qa.build import open_service
from qa.fusion import Weights, fitted_weights, fused
from qa.question import Question
from qa.service import Service
from qa.settings import Settings, read_settings
from qa.signals import Signals
from vectorstore.archive import Selection
from vectorstore.article import Article
from vectorstore.readers.files import files, read_files

_DEPTH = 100
_STEPS = (0.5, 0.8, 1.25, 2.0)
_LEAST_GAIN = 2e-4
_FIXED = "cosine"
"""Counts 1: only what the others count beside it matters."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One question: its signals, what each candidate counts as, and which of that is right."""

    signals: Signals
    units: tuple[str, ...]
    """Of each candidate, its passage or its article."""
    gold: frozenset[str]


Sets = Mapping[str, Sequence[Case]]


def quality(cases: Sequence[Case], weights: Weights) -> float:
    """The mean nDCG@10."""
    return float(np.mean([_ndcg(case, weights) for case in cases]))


def fit(sets: Sets, start: Weights) -> Weights:
    """The weights that no step up or down of a single one betters, from `start` on."""
    best, reached = start, _mean(sets, start)
    improved = True
    while improved:
        improved = False
        for weights in _neighbours(best):
            if (value := _mean(sets, weights)) > reached + _LEAST_GAIN:
                best, reached, improved = weights, value, True
    return best


def ablations(weights: Weights) -> Iterator[tuple[str, Weights]]:
    """Each signal off in turn, then the clauses of the question; and each way of finding alone."""
    yield "all", weights
    for name in weights.whole:
        yield f"without {name}", _without(weights, name)
    yield "without clauses", replace(weights, part={})
    for name in ("cosine", "words", "story"):
        yield f"{name} alone", replace(weights, whole={other: float(other == name) for other in weights.whole}, part={})


def _without(weights: Weights, name: str) -> Weights:
    return replace(
        weights,
        whole={other: 0.0 if other == name else w for other, w in weights.whole.items()},
        part={other: 0.0 if other == name else w for other, w in weights.part.items()},
    )


def _neighbours(weights: Weights) -> Iterator[Weights]:
    for name, weight in weights.whole.items():
        if name != _FIXED:
            yield from (replace(weights, whole={**weights.whole, name: round(weight * s, 3)}) for s in _STEPS)
    for name, weight in weights.part.items():
        if name != _FIXED:
            yield from (replace(weights, part={**weights.part, name: round(weight * s, 3)}) for s in _STEPS)


def _mean(sets: Sets, weights: Weights) -> float:
    return float(np.mean([quality(cases, weights) for cases in sets.values()]))


def _ndcg(case: Case, weights: Weights) -> float:
    parts = case.signals.parts if weights.part else case.signals.parts[:0]
    scores = fused(case.signals.whole, parts, weights)
    ranking = each_once(case.units[n] for n in np.argsort(-scores, kind="stable"))
    return ndcg(ranking, dict.fromkeys(case.gold, 1), k=10)


def _samples(settings: Settings) -> Iterator[Case]:
    articles = [a for a in read_files(files([sample_articles()])) if isinstance(a, Article)]
    texts = {article.id: article.text for article in articles}
    with _service(articles, settings) as service:
        for question in load_gold(sample_questions()):
            places = [(e.doc, place) for e in question.evidence for place in locate(texts.get(e.doc, ""), e.quote)]
            signals = _signals(service, question.question, Selection(as_of=question.visible_until))
            found = service.store.archive.passages(signals.rows)
            bearing = {
                row
                for row, (passage, _) in found.items()
                for doc, (start, end) in places
                if doc == passage.article_id and passage.start < end and start < passage.end
            }
            if bearing and not question.history:
                yield Case(signals, signals.rows, frozenset(bearing))


def _public(data: Path, settings: Settings) -> Iterator[tuple[str, Iterator[Case]]]:
    """The data sets that are there, each with its cases."""
    if (own := data / "realtimeqa").is_dir():
        pages = [realtimeqa.article(row) for row in read_rows(own / "corpus.jsonl.gz", realtimeqa.Page)]
        quiz = read_rows(own / "questions.jsonl", realtimeqa.Quiz)
        asked = [(row.question, Selection(as_of=row.as_of), row.docs_with_answer) for row in quiz]
        yield "realtimeqa", _by_article(pages, asked, settings)
    if (own := data / "multihop_rag").is_dir():
        facts = [multihop_rag.article(row) for row in read_rows(own / "corpus_facts.jsonl", multihop_rag.Fact)]
        hops = [row for row in read_rows(own / "questions.jsonl", multihop_rag.Hop) if row.answerable]
        yield "multihop_rag", _by_article(facts, [(r.question, Selection(), r.gold_passages) for r in hops], settings)
    if (own := data / "scifact").is_dir():
        abstracts = read_rows(own / "corpus.jsonl.gz", scifact.Abstract)
        cut = [plain_article(row.id, row.text, title=row.title or None) for row in abstracts]
        claims = read_rows(own / "questions.jsonl", scifact.Claim)
        yield "scifact", _by_article(cut, [(r.question, Selection(), r.gold_passages) for r in claims], settings)
    if (own := data / "polnear").is_dir():
        named = ("articles.jsonl", "train_articles.jsonl.gz")
        news = [polnear.article(row) for file in named for row in read_rows(own / file, polnear.ArticleRow)]
        about = read_rows(own / "q_what_about.jsonl", WhatAbout)
        wanted = [(row.question, Selection(), [gold.doc_id for gold in row.gold]) for row in about]
        yield "polnear", _by_article(news, wanted, settings)


def _by_article(
    articles: Iterable[Article], asked: Iterable[tuple[str, Selection, Sequence[str]]], settings: Settings
) -> Iterator[Case]:
    with _service(articles, settings) as service:
        for question, selection, gold in asked:
            if gold:
                signals = _signals(service, question, selection)
                yield Case(signals, tuple(row.rsplit(":", 1)[0] for row in signals.rows), frozenset(gold))


def _signals(service: Service, text: str, selection: Selection) -> Signals:
    question = Question(text=text, selection=selection)
    archive = service.store.archive
    return service.retriever.signals.read(
        service.questions.read(question),
        article_ids=None if selection == Selection() else list(archive.article_ids(selection)),
        as_of=selection.as_of,
        depth=_DEPTH,
    )


@contextmanager
def _service(articles: Iterable[Article], settings: Settings) -> Iterator[Service]:
    with TemporaryDirectory(prefix="onrecord-fit-") as home:
        service = open_service(settings.model_copy(update={"home": Path(home)}))
        try:
            for _ in service.ingest(articles):
                pass
            yield service
        finally:
            service.close()


def main(
    *,
    data: Annotated[
        Path | None, typer.Option(help="The folder of the public data sets; without it the samples.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the fitted weights go.")] = None,
) -> None:
    """Fit the weights, print what each set gains, and what each signal is worth."""
    settings = read_settings()
    sets = {"samples": list(_samples(settings))}
    for name, cases in _public(data, settings) if data else ():
        typer.echo(f"{name}…", err=True)
        sets[name] = list(cases)
    start = fitted_weights()
    best = fit(sets, start)
    table: list[tuple[str, Callable[[Sequence[Case]], float]]] = [
        ("weights before", lambda cases: quality(cases, start))
    ]
    table += [(name, lambda cases, w=w: quality(cases, w)) for name, w in ablations(best)]  # type: ignore[misc]  # mypy can't infer a default
    typer.echo(f"| nDCG@10 | {' | '.join(f'{name} ({len(cases)})' for name, cases in sets.items())} |")
    typer.echo("|---|" + "---|" * len(sets))
    for name, measure in table:
        typer.echo(f"| {name} | {' | '.join(f'{measure(cases):.3f}' for cases in sets.values())} |")
    fitted = {"whole": dict(best.whole), "part": dict(best.part)}
    typer.echo(json.dumps(fitted))
    if out:
        out.write_text(json.dumps(fitted, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)
