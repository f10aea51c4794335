"""CLAP NQ: long answers that rest on sentences of one passage, half of the questions not answered by theirs."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import JsonValue, model_validator

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.found import articles_of, search_each
from evals.benchmarks.text import rouge_l
from evals.ranking import ndcg
from evals.statistics import Estimate, mean
from qa.wire import AskRequest, CitationBody, FiltersBody, ReplyBody, SearchRequest

_SEARCHED = 50
"""Passages: enough for ten of the data set's."""
_WORD = re.compile(r"\w+")


class Passage(DataRow):
    """What is read: its sentences stand in its text in their order."""

    title: str
    sentences: tuple[str, ...]
    text: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        self.spans()
        return self

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each sentence, in code points of the text."""
        spans: list[tuple[int, int]] = []
        for sentence in self.sentences:
            start = self.text.index(sentence, spans[-1][1] if spans else 0)
            spans.append((start, start + len(sentence)))
        return tuple(spans)


class Question(DataRow):
    """A question on one passage; without references where that doesn't answer it."""

    question: str
    answerable: bool
    answers: tuple[str, ...]
    passage_id: str
    selected_sentences: tuple[tuple[str, ...], ...]
    """By annotator: the sentences that the reference rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How one reply did; precision and recall are None where no annotator selected a sentence."""

    title: str
    answerable: bool
    answered: bool
    rouge_l: float
    cited: tuple[str, ...]
    precision: float | None
    recall: float | None
    length_ratio: float
    """Words of the answer by those of the reference that it is most like."""


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Every question with its passage given, and the search for that passage among all."""
    passages = {passage.id: passage for passage in read_rows(data / "corpus.jsonl", Passage)}
    questions = sample(read_rows(data / "questions.jsonl", Question), limit)
    answerable = [question for question in questions if question.answerable]
    with lab.answerer(plain_article(p.id, p.text, title=p.title) for p in passages.values()) as target:
        replied, errors = ask_each(questions, request=_with_its_passage, target=target, progress=lab.progress)
        found, more = search_each(
            answerable,
            request=lambda row: SearchRequest(query=row.question, limit=_SEARCHED),
            target=target,
            progress=lab.progress,
        )
    scored = [(row, reply, scores(row, reply, passages[row.passage_id])) for row, reply in replied]
    gains = [
        (passages[row.passage_id].title, ndcg(articles_of(hits), {row.passage_id: 1}, k=10)) for row, hits in found
    ]
    return Result(
        figures=(
            *_figures([score for _, _, score in scored]),
            Figure("search, answerable: nDCG@10", _mean(gains), in_percent=False),
        ),
        rows=tuple(_row(row, reply, score) for row, reply, score in scored),
        unscored={},
        errors=(*errors, *more),
    )


def scores(question: Question, reply: ReplyBody, passage: Passage) -> Scores:
    """The answer by its best reference; its citations by the annotator whom they agree with best."""
    answer = said(reply)
    cited = cited_sentences(passage, reply.citations)
    chosen = [set(selected) for selected in question.selected_sentences if selected]
    best = max((_agreement(cited, selected) for selected in chosen), default=None)
    nearest = max(question.answers, key=lambda reference: rouge_l(answer, [reference]), default="")
    return Scores(
        title=passage.title,
        answerable=question.answerable,
        answered=reply.answered,
        rouge_l=rouge_l(answer, question.answers),
        cited=cited,
        precision=best[1] if best else None,
        recall=best[2] if best else None,
        length_ratio=_words(answer) / max(_words(nearest), 1),
    )


def cited_sentences(passage: Passage, citations: Sequence[CitationBody]) -> tuple[str, ...]:
    """The passage's sentences at least half of which one citation covers, in their order, each once."""
    own = [(citation.start, citation.end) for citation in citations if citation.article_id == passage.id]
    cited = [
        sentence
        for sentence, (start, end) in zip(passage.sentences, passage.spans(), strict=True)
        if any(2 * (min(end, to) - max(start, at)) >= end - start for at, to in own)
    ]
    return tuple(dict.fromkeys(cited))


def _agreement(cited: Collection[str], selected: Collection[str]) -> tuple[float, float, float]:
    """F1, precision and recall."""
    both = len(set(cited) & set(selected))
    return 2 * both / (len(cited) + len(selected)), both / len(cited) if cited else 0.0, both / len(selected)


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _with_its_passage(question: Question) -> AskRequest:
    return AskRequest(question=question.question, filters=FiltersBody(article_ids=(question.passage_id,)))


def _figures(scored: Sequence[Scores]) -> tuple[Figure, ...]:
    """An abstention has no ROUGE-L and recalls nothing; precision and length are of answers only."""
    answerable = [score for score in scored if score.answerable]
    answered = [score for score in answerable if score.answered]
    right = _mean((score.title, not score.answered) for score in scored if not score.answerable)
    wrong = _mean((score.title, not score.answered) for score in answerable)
    return (
        Figure("ROUGE-L", _mean((score.title, score.rouge_l) for score in answerable), in_percent=False),
        Figure("ROUGE-L where answered", _mean((score.title, score.rouge_l) for score in answered), in_percent=False),
        Figure("citation precision where answered", _mean((score.title, score.precision) for score in answered)),
        Figure("citation recall", _mean((score.title, score.recall) for score in answerable)),
        Figure("length ratio where answered", _mean((s.title, s.length_ratio) for s in answered), in_percent=False),
        Figure("abstention on unanswerable", right),
        Figure("false abstention", wrong, lower_is_better=True),
    )


def _mean(values: Iterable[tuple[str, float | None]]) -> Estimate:
    """Of values by their passage's title: questions on one Wikipedia page do well or badly together."""
    there = [(title, value) for title, value in values if value is not None]
    return mean([value for _, value in there], clusters=[title for title, _ in there])


def _row(question: Question, reply: ReplyBody, score: Scores) -> Mapping[str, JsonValue]:
    row: dict[str, JsonValue] = {"id": question.id, "question": question.question, "answerable": question.answerable}
    row["answer"] = said(reply)
    if question.answerable:
        row |= {
            "references": list(question.answers),
            "cited": list(score.cited),
            "selected": [list(selected) for selected in question.selected_sentences],
            "ROUGE-L": score.rouge_l,
            "citation precision": score.precision,
            "citation recall": score.recall,
            "length ratio": score.length_ratio,
        }
    return row
