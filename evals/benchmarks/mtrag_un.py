"""MTRAG-UN: conversations whose last turn may be unanswerable or underspecified, over given passages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.text import rouge_l
from evals.statistics import Estimate, mean
from qa.wire import AskRequest, FiltersBody, ReplyBody, Turn
from vectorstore.article import Article

_NO_ARTICLE = "of a task without passages"
"""An id that no article has: a filter without ids would let every article through."""
_UNSCORED = {"judge against the reference answer": "it takes a language model to judge; ROUGE-L stands in for it"}

Answerability = Literal["ANSWERABLE", "PARTIAL", "UNANSWERABLE", "UNDERSPECIFIED"]


class Said(BaseModel):
    """An earlier turn."""

    speaker: Literal["user", "agent"]
    text: str


class GivenPassage(BaseModel):
    """What the task may be answered from."""

    id: str
    text: str


class Task(DataRow):
    """The last question of a conversation."""

    conversation: str
    answerability: Answerability
    history: tuple[Said, ...]
    question: str
    passages: tuple[GivenPassage, ...]
    reference_answer: str


@dataclass(frozen=True, slots=True)
class Replied:
    """A task with what came back."""

    task: Task
    reply: ReplyBody


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """ROUGE-L where there is an answer, the rate of abstaining where there is none, of asking back where it's unclear.

    Raises:
        InputError: `tasks.jsonl` is missing or is another data set's.
    """
    tasks = sample(read_rows(data / "tasks.jsonl", Task), limit)
    with lab.answerer(_articles(tasks)) as target:
        pairs, errors = ask_each(tasks, request=_request, target=target, progress=lab.progress)
    replied = [Replied(task, reply) for task, reply in pairs]
    rows = tuple(map(_row, replied))
    return Result(figures=_figures(replied), rows=rows, unscored=_UNSCORED, errors=tuple(errors))


def asks_back(reply: ReplyBody) -> bool:
    """Whether what it says last, in answering or in declining, is a question."""
    text = reply.abstention.message if reply.abstention else said(reply)
    return text.rstrip("\"'”’) ").endswith("?")


def _articles(tasks: Sequence[Task]) -> Iterator[Article]:
    return (plain_article(_article_id(task, passage), passage.text) for task in tasks for passage in task.passages)


def _article_id(task: Task, passage: GivenPassage) -> str:
    return f"{task.id} {passage.id}"


def _request(task: Task) -> AskRequest:
    given = tuple(_article_id(task, passage) for passage in task.passages)
    return AskRequest(
        question=task.question,
        history=tuple(
            Turn(role="user" if turn.speaker == "user" else "assistant", content=turn.text) for turn in task.history
        ),
        filters=FiltersBody(article_ids=given or (_NO_ARTICLE,)),
    )


def _figures(replied: Sequence[Replied]) -> tuple[Figure, ...]:
    def over(score: Callable[[Replied], float], *kinds: Answerability) -> Estimate:
        own = [one for one in replied if one.task.answerability in kinds]
        return mean([score(one) for one in own], clusters=[one.task.conversation for one in own])

    return (
        Figure("ROUGE-L on answerable and partial", over(_rouge_l, "ANSWERABLE", "PARTIAL")),
        Figure("ROUGE-L on answerable", over(_rouge_l, "ANSWERABLE")),
        Figure("ROUGE-L on partial", over(_rouge_l, "PARTIAL")),
        Figure("abstention rate on unanswerable", over(_abstained, "UNANSWERABLE")),
        Figure("false abstention on answerable", over(_abstained, "ANSWERABLE"), lower_is_better=True),
        Figure("clarifying-question rate on underspecified", over(_asked_back, "UNDERSPECIFIED")),
    )


def _rouge_l(one: Replied) -> float:
    return rouge_l(said(one.reply), [one.task.reference_answer])


def _abstained(one: Replied) -> float:
    return float(not one.reply.answered)


def _asked_back(one: Replied) -> float:
    return float(asks_back(one.reply))


def _row(one: Replied) -> dict[str, JsonValue]:
    return {
        "id": one.task.id,
        "answerability": one.task.answerability,
        "question": one.task.question,
        "standalone_question": one.reply.standalone_question,
        "reference_answer": one.task.reference_answer,
        "answer": said(one.reply),
        "passages": len(one.task.passages),
        "rouge_l": _rouge_l(one),
        "abstained": not one.reply.answered,
        "asked_back": asks_back(one.reply),
    }
