"""What the reader learns from: a question, sentences beside it, and which of them answer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from evals.benchmarks.benchmark import DataRow, read_rows
from qa.reader.pairs import Sentence
from vectorstore.sentences import Span, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A question and the sentences that are told apart over it."""

    question: str
    sentences: tuple[Sentence, ...]
    labels: tuple[bool, ...]
    """Of each sentence, whether it answers; all False where nothing does."""
    source: str
    """The data set, or how the group was made."""

    @property
    def answerable(self) -> bool:
        """Whether any of the sentences answers."""
        return any(self.labels)


class RankedRow(DataRow):
    """A sentence of a group."""

    group: str
    question: str
    sentence: str
    label: bool
    title: str | None = None


class Answer(BaseModel):
    """A span of a passage; `start` in code points."""

    text: str
    start: int


class PassageRow(DataRow):
    """A question over a passage; of several answers, each is one that somebody gave."""

    question: str
    passage: str
    passage_id: str
    title: str | None = None
    answers: tuple[Answer, ...]
    answerable: bool


def ranked(file: Path) -> list[Group]:
    """The groups of a file of ranked sentences, each without a context.

    Raises:
        InputError: the file can't be read, or is no such file.
    """
    return _ranked(file, context=lambda _: "")


def ranked_under_title(file: Path) -> list[Group]:
    """The groups of a file of ranked sentences, each sentence under its article's title.

    Raises:
        InputError: the file can't be read, or is no such file.
    """
    return _ranked(file, context=lambda row: row.title or "")


def passages(file: Path) -> list[Group]:
    """A group of each passage: its sentences, each behind the one before it, the first under the title.

    A sentence answers if it has a part of the first answer. Left out are answerable questions without a span, and those
    over a single sentence, where there is nothing to choose.

    Raises:
        InputError: the file can't be read, or is no such file.
    """
    groups = (_passage(row, source=_source(file)) for row in read_rows(file, PassageRow))
    return [group for group in groups if group]


def in_a_row(texts: tuple[str, ...], *, shown: tuple[str, ...], heading: str) -> tuple[Sentence, ...]:
    """The sentences as they are shown, each behind the text of the one before it, the first under the heading."""
    return tuple(Sentence(before, text) for before, text in zip((heading, *texts), shown, strict=False))


def plain(text: str, span: Span) -> str:
    """The stretch of the text in one line."""
    return " ".join(text[slice(*span)].split())


def _ranked(file: Path, *, context: Callable[[RankedRow], str]) -> list[Group]:
    together: dict[str, list[RankedRow]] = {}
    for row in read_rows(file, RankedRow):
        together.setdefault(row.group, []).append(row)
    return [
        Group(
            question=rows[0].question,
            sentences=tuple(Sentence(context(row), row.sentence) for row in rows),
            labels=tuple(row.label for row in rows),
            source=_source(file),
        )
        for rows in together.values()
    ]


def _passage(row: PassageRow, *, source: str) -> Group | None:
    spans = sentences(row.passage, start=0, end=len(row.passage))
    answers = [(answer.start, answer.start + len(answer.text)) for answer in row.answers[:1] if row.answerable]
    labels = tuple(any(start < last and first < end for first, last in answers) for start, end in spans)
    if not spans or (row.answerable and (len(spans) == 1 or not any(labels))):
        return None
    texts = tuple(plain(row.passage, span) for span in spans)
    return Group(
        question=row.question,
        sentences=in_a_row(texts, shown=texts, heading=row.title or ""),
        labels=labels,
        source=source,
    )


def _source(file: Path) -> str:
    return f"{file.parent.name}/{file.name.removesuffix('.jsonl.gz')}"
