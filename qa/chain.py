"""The way of a question: understand, retrieve, read, ground, or abstain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from uuid import uuid4

from langchain_core.runnables import Runnable, RunnableLambda

from qa.declining import why_declined
from qa.draft import Draft
from qa.extract import ExtractiveReader
from qa.ground import ground
from qa.question import Question, Understood
from qa.question_reader import QuestionReader
from qa.reply import Abstention, Answer, Hit, Outcome, Reply
from qa.retrieve import HybridRetriever
from vectorstore.archive import Archive

_NEAREST_SHOWN = 3
_NO_ARTICLES = "There are no articles yet: add some with 'onrecord ingest' or POST /v1/articles."


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A question on its way."""

    question: Question
    understood: Understood
    hits: tuple[Hit, ...] = ()
    drafts: tuple[Draft, ...] = ()
    answer: Answer | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)


def answering_chain(
    *,
    archive: Archive,
    questions: QuestionReader,
    retriever: HybridRetriever,
    reader: ExtractiveReader,
    read_passages: int,
) -> Runnable[Question, Reply]:
    """The chain: `invoke`, `batch` and callbacks as with any langchain Runnable."""

    def begin(question: Question) -> Work:
        began = perf_counter()
        understood = questions.read(question)
        spent = (perf_counter() - began) * 1000
        return Work(question=question, understood=understood, timings_ms={"understand": spent})

    def retrieve(work: Work) -> Work:
        return replace(work, hits=retriever.hits(work.question, work.understood, limit=read_passages))

    def read(work: Work) -> Work:
        drafts = reader.read(work.understood, work.hits, max_citations=work.question.max_citations)
        return replace(work, drafts=drafts)

    def check(work: Work) -> Work:
        return replace(work, answer=ground(work.drafts, archive, max_citations=work.question.max_citations))

    def conclude(work: Work) -> Reply:
        return _reply(work, work.answer or _abstention(work, empty=not archive.count()["articles"]))

    return (
        RunnableLambda(begin, name="understand")
        | _stage("retrieve", retrieve)
        | _stage("read", read)
        | _stage("ground", check)
        | RunnableLambda(conclude, name="answer or abstain")
    )


def _stage(name: str, step: Callable[[Work], Work]) -> Runnable[Work, Work]:
    """The step, its time kept with the work."""

    def timed(work: Work) -> Work:
        began = perf_counter()
        done = step(work)
        return replace(done, timings_ms={**done.timings_ms, name: (perf_counter() - began) * 1000})

    return RunnableLambda(timed, name=name)


def _reply(work: Work, outcome: Outcome) -> Reply:
    return Reply(
        id=f"ans-{uuid4().hex}",
        question=work.question.text,
        standalone_question=work.understood.standalone,
        outcome=outcome,
        hits=work.hits,
        mode="extractive",
        model="extractive",
        timings_ms={**work.timings_ms, "total": sum(work.timings_ms.values())},
    )


def _abstention(work: Work, *, empty: bool) -> Abstention:
    if empty:
        return Abstention(reason="no_articles", message=_NO_ARTICLES)
    message = why_declined(work.understood)
    return Abstention(reason="not_in_articles", message=message, nearest=work.hits[:_NEAREST_SHOWN])
