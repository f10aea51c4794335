"""The way of a question: understand, retrieve, write or read, ground, or abstain."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Literal
from uuid import uuid4

from langchain_core.runnables import Runnable, RunnableLambda

from qa.conflicts import conflicts
from qa.declining import why_declined
from qa.draft import Draft
from qa.events import Done, Event, SegmentDone, Status
from qa.extract import ExtractiveReader
from qa.ground import ground
from qa.listening import Listener
from qa.question import Question, Understood
from qa.question_reader import QuestionReader
from qa.reply import Abstention, Answer, Hit, Outcome, Reply
from qa.retrieve import HybridRetriever
from qa.tracing import span, spanned, tell_question, tell_reply, tell_writing
from qa.writer.deadline import Deadline
from qa.writer.writing import Writers, Writing
from vectorstore.archive import Archive

_NEAREST_SHOWN = 3
_NO_ARTICLES = "There are no articles yet: add some with 'onrecord ingest' or POST /v1/articles."


@dataclass(frozen=True, slots=True)
class Put:
    """A question, and as it is put without its conversation; the same where it is left to the rules."""

    question: Question
    standalone: Question
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A question on its way."""

    question: Question
    understood: Understood
    hits: tuple[Hit, ...] = ()
    drafts: tuple[Draft, ...] = ()
    answer: Answer | None = None
    mode: Literal["extractive", "generative"] = "extractive"
    model: str = "extractive"
    degraded: bool = False
    written: Mapping[str, int] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)


def answering_chain(events: Runnable[Question, Event]) -> Runnable[Question, Reply]:
    """The chain: `invoke`, `batch` and callbacks as with any langchain Runnable."""

    def reply(event: Event) -> Reply:
        if not isinstance(event, Done):
            raise TypeError(f"{event!r} is not the last event")
        return event.reply

    return events | RunnableLambda(reply, name="reply")


def answering_events(
    *,
    archive: Archive,
    questions: QuestionReader,
    retriever: HybridRetriever,
    reader: ExtractiveReader,
    read_passages: int,
    writers: Writers | None,
    listener: Listener,
) -> Runnable[Question, Event]:
    """The same, to `stream`: the answer's segments as they are sure, and the reply; `invoke` gives the last event."""

    @span("understand")
    def understand(put: Put) -> Work:
        began = perf_counter()
        understood = questions.read(put.standalone)
        spent = (perf_counter() - began) * 1000
        return Work(question=put.question, understood=understood, timings_ms={**put.timings_ms, "understand": spent})

    def retrieve(work: Work) -> Work:
        return replace(work, hits=retriever.hits(work.question, work.understood, limit=read_passages))

    def read(work: Work) -> Work:
        drafts = reader.read(work.understood, work.hits, max_citations=work.question.max_citations)
        return replace(work, drafts=drafts)

    def check(work: Work) -> Work:
        return replace(work, answer=ground(work.drafts, archive, max_citations=work.question.max_citations))

    @spanned("ask")
    def answer(question: Question) -> Generator[Event, None, None]:
        tell_question(question.text)
        model = writers if question.mode != "extractive" else None
        deadline = Deadline.after(model.timeout_s) if model else None
        put = (
            (yield from _rewritten(question, model, deadline))
            if model and deadline and question.history
            else Put(question, question)
        )
        work = found.invoke(put)
        if model and deadline and work.hits:
            work = yield from _written(work, model, deadline)
        if work.mode == "extractive":
            yield Status("read")
            work = extractive.invoke(work)
            yield from _segments(work.answer)
        reply = _reply(work, work.answer or _abstention(work, empty=not archive.count()["articles"]))
        tell_reply(reply)
        listener.replied(reply)
        yield Done(reply)

    found = RunnableLambda(understand, name="understand") | _stage("retrieve", retrieve)
    extractive = _stage("read", read) | _stage("ground", check)
    return RunnableLambda(answer, name="answer or abstain")


@spanned("rewrite")
def _rewritten(question: Question, writers: Writers, deadline: Deadline) -> Generator[Event, None, Put]:
    """The question as the model puts it, where it leans on the conversation and the model does well."""
    began, standalone = perf_counter(), question
    for event in writers.rewriter.rewrite(question, deadline=deadline):
        if isinstance(event, Question):
            standalone = event
        else:
            yield event
    return Put(question, standalone, {"rewrite": (perf_counter() - began) * 1000})


@spanned("write")
def _written(work: Work, writers: Writers, deadline: Deadline) -> Generator[Event, None, Work]:
    """The model's segments; then the work with its answer, with none where it declined, or as it was but degraded."""
    began = perf_counter()
    limit, ended = work.question.max_citations, None
    for event in writers.writer.write(work.understood.standalone, work.hits, max_citations=limit, deadline=deadline):
        if isinstance(event, Writing):
            ended = event
            tell_writing(ended)
        else:
            yield event
    counts = ended.counts if ended else {}
    work = replace(work, written=counts, timings_ms={**work.timings_ms, "write": (perf_counter() - began) * 1000})
    if ended is None or ended.ending == "failed":
        return replace(work, degraded=True)
    return replace(work, mode="generative", model=writers.writer.name, answer=ended.answer, degraded=not ended.whole)


def _segments(answer: Answer | None) -> Iterator[SegmentDone]:
    """The segments of an answer that is there, each with the citations that it is first to use."""
    cited = {citation.marker: citation for citation in answer.citations} if answer else {}
    for segment in answer.segments if answer else ():
        yield SegmentDone(segment, tuple(cited.pop(marker) for marker in segment.markers if marker in cited))


def _stage(name: str, step: Callable[[Work], Work]) -> Runnable[Work, Work]:
    """The step in a span, its time kept with the work."""

    def timed(work: Work) -> Work:
        began = perf_counter()
        with span(name):
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
        mode=work.mode,
        model=work.model,
        conflicts=conflicts(work.understood, outcome.citations) if isinstance(outcome, Answer) else (),
        degraded=work.degraded,
        written=work.written,
        timings_ms={**work.timings_ms, "total": sum(work.timings_ms.values())},
    )


def _abstention(work: Work, *, empty: bool) -> Abstention:
    if empty:
        return Abstention(reason="no_articles", message=_NO_ARTICLES)
    message = why_declined(work.understood)
    return Abstention(reason="not_in_articles", message=message, nearest=work.hits[:_NEAREST_SHOWN])
