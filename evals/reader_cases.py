"""Questions for the calibrated reader to learn from, with the sentences that may answer them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from evals.benchmarks import clapnq, polnear, squad2
from evals.benchmarks.benchmark import plain_article, read_rows
from evals.benchmarks.polnear_questions import Unanswerable, WhatAbout
from evals.benchmarks.text import contains_any
from evals.gold import GoldQuestion, load_gold
from evals.logistic import Flags, Floats
from evals.match import locate
from evals.metrics import said
from qa.build import open_service
from qa.candidates import Candidate
from qa.extract import JUDGED
from qa.question import Question, Turn, Understood
from qa.settings import Settings
from vectorstore.archive import Selection
from vectorstore.article import Article
from vectorstore.readers.files import files, read_files

_STRANGE = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to learn from."""

    question: Question
    story: str
    """Questions of one story are never on both sides of a fold."""
    is_answerable: bool
    answers: Callable[[Candidate], bool]
    """Whether a sentence answers it."""


@dataclass(frozen=True, slots=True)
class LearningSet:
    """Questions over articles."""

    name: str
    articles: Sequence[Article]
    asked: Sequence[Asked]
    is_public: bool = False
    """Whether it is a data set of others, whose articles and share of answerable questions are not like ours."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A question, the sentences that may answer it with their signs, shape (n, 12), and which do, shape (n,)."""

    of: LearningSet
    story: str
    understood: Understood
    candidates: tuple[Candidate, ...]
    signs: Floats
    answers: Flags
    answerable: bool


def cases(learnt: LearningSet, *, settings: Settings) -> Iterator[Case]:
    """Every question whose articles have a sentence that may answer it."""
    with TemporaryDirectory(prefix="onrecord-fit-") as home:
        service = open_service(settings.model_copy(update={"home": Path(home)}))
        try:
            for _ in service.ingest(learnt.articles):
                pass
            finder, judge = service.reader.finder, service.reader.judge
            for one in learnt.asked:
                understood = service.questions.read(one.question)
                hits = service.retriever.hits(one.question, understood, limit=settings.read_passages)
                found = finder.candidates(understood, finder.sentences(understood, hits))
                reading = judge.reading(understood, found, hits=hits, most=JUDGED)
                if reading.candidates:
                    yield Case(
                        of=learnt,
                        story=one.story,
                        understood=understood,
                        candidates=reading.candidates,
                        signs=reading.signs.astype(np.float64),
                        answers=np.array([one.is_answerable and one.answers(own) for own in reading.candidates]),
                        answerable=one.is_answerable,
                    )
        finally:
            service.close()


def gold_set(name: str, questions: Sequence[Path], articles: Sequence[Path]) -> LearningSet:
    """Gold questions: a sentence answers when it overlaps the evidence or has one of the facts.

    Raises:
        InputError: a file can't be read.
    """
    read = [one for one in read_files(files(articles)) if isinstance(one, Article)]
    texts = {article.id: article.text for article in read}
    return LearningSet(name, read, [_gold(question, texts) for question in load_gold(questions)])


def _gold(question: GoldQuestion, texts: Mapping[str, str]) -> Asked:
    def answers(candidate: Candidate) -> bool:
        own = candidate.hit.article.id
        quotes = (evidence.quote for evidence in question.evidence if evidence.doc == own)
        places = (place for quote in quotes for place in locate(texts.get(own, ""), quote))
        shown = f"{candidate.speaker or ''}: {candidate.text}"
        return _overlaps(candidate, places) or any(said(nugget, shown) for nugget in question.must_include)

    history = tuple(Turn(turn.role, turn.content) for turn in question.history)
    asked = Question(text=question.question, history=history, selection=Selection(as_of=question.visible_until))
    story = question.evidence[0].doc if question.evidence else question.id
    return Asked(asked, story, question.answerable, answers)


def public_sets(data: Path) -> Iterator[LearningSet]:
    """Those of the public data sets with questions that are not answered which the folder has."""
    if (own := data / "squad2").is_dir():
        paragraphs = read_rows(own / "corpus.jsonl", squad2.Paragraph)
        articles = [plain_article(row.id, row.text, title=row.title) for row in paragraphs]
        yield LearningSet(
            "squad2", articles, list(map(_squad2, read_rows(own / "questions.jsonl", squad2.Question))), is_public=True
        )
    if (own := data / "clapnq").is_dir():
        passages = {row.id: row for row in read_rows(own / "corpus.jsonl", clapnq.Passage)}
        articles = [plain_article(row.id, row.text, title=row.title) for row in passages.values()]
        rows = read_rows(own / "questions.jsonl", clapnq.Question)
        yield LearningSet("clapnq", articles, [_clapnq(row, passages[row.passage_id]) for row in rows], is_public=True)
    if (own := data / "polnear").is_dir():
        articles = list(map(polnear.article, read_rows(own / "articles.jsonl", polnear.ArticleRow)))
        about = [_about(row) for row in read_rows(own / "q_what_about.jsonl", WhatAbout)]
        never = [
            _unanswered(row.question, story=row.cluster)
            for row in read_rows(own / "q_what_about_unanswerable.jsonl", Unanswerable)
        ]
        yield LearningSet("polnear", articles, about + never, is_public=True)


def strangers(data: Path, articles: Sequence[Path]) -> LearningSet:
    """Every eighth question of squad2 and clapnq, asked of articles that have nothing to do with them.

    Raises:
        InputError: a file can't be read.
    """
    read = [one for one in read_files(files(articles)) if isinstance(one, Article)]
    asked: list[str] = []
    if (file := data / "squad2" / "questions.jsonl").is_file():
        asked += [row.question for row in read_rows(file, squad2.Question)[::_STRANGE]]
    if (file := data / "clapnq" / "questions.jsonl").is_file():
        asked += [row.question for row in read_rows(file, clapnq.Question)[::_STRANGE]]
    return LearningSet("strangers", read, [_unanswered(question, story=question) for question in asked])


def _squad2(row: squad2.Question) -> Asked:
    """Over all paragraphs."""

    def answers(candidate: Candidate) -> bool:
        return candidate.hit.article.id in row.gold_passages and contains_any(candidate.text, row.answers)

    return Asked(Question(text=row.question), row.title, row.answerable, answers)


def _clapnq(row: clapnq.Question, passage: clapnq.Passage) -> Asked:
    """With its passage given."""
    chosen = {sentence for selected in row.selected_sentences for sentence in selected}
    places = [span for sentence, span in zip(passage.sentences, passage.spans(), strict=True) if sentence in chosen]
    question = Question(text=row.question, selection=Selection(article_ids=(passage.id,)))
    return Asked(question, passage.title, row.answerable, lambda candidate: _overlaps(candidate, places))


def _about(row: WhatAbout) -> Asked:
    def answers(candidate: Candidate) -> bool:
        own = candidate.hit.article.id
        return _overlaps(candidate, (span for one in row.gold if one.doc_id == own for span in one.spans))

    return Asked(Question(text=row.question), row.cluster, True, answers)  # noqa: FBT003 - a field


def _unanswered(question: str, *, story: str) -> Asked:
    return Asked(Question(text=question), story, False, lambda _: False)  # noqa: FBT003 - a field


def _overlaps(candidate: Candidate, places: Iterable[tuple[int, int]]) -> bool:
    return any(start < candidate.end and candidate.start < end for start, end in places)
