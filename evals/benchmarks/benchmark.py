"""What an adapter of a public data set is given, and what it gives back."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from evals.statistics import Estimate
from evals.target import Target, in_process
from qa.settings import Settings
from qa.wire import AskRequest, ReplyBody
from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.faults import faults
from vectorstore.index import Progress


class DataRow(BaseModel):
    """A line of a data set's file; an adapter names the fields that it reads, the others are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str


_Data = TypeVar("_Data", bound=DataRow)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a benchmark under its authors' name for it."""

    name: str
    estimate: Estimate
    lower_is_better: bool = False
    in_percent: bool = True
    """Whether it is shown as a share; else as a plain number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a benchmark measured."""

    figures: tuple[Figure, ...]
    rows: tuple[Mapping[str, JsonValue], ...]
    """What was asked, what came back and how it scored, a row each, for people to read."""
    unscored: Mapping[str, str]
    """By figure: why the system as it is has none."""
    errors: tuple[str, ...]
    """Rows whose question failed, as `id: error`: with any, the run is not a valid measurement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """What an adapter works with."""

    settings: Settings
    progress: Progress

    def answerer(self, articles: Iterable[Article]) -> AbstractContextManager[Target]:
        """An answerer over these articles and no others; one passage set a question is reached by `article_ids`."""
        return in_process(articles, settings=self.settings, progress=self.progress)


class Measure(Protocol):
    """An adapter."""

    def __call__(self, data: Path, *, limit: int | None, lab: Lab) -> Result:
        """Measures on the files in the folder `data`; on a fixed sample of `limit` questions where that is given.

        Raises:
            InputError: a file is missing or is not of this data set.
        """


def plain_article(
    article_id: str,
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    published_at: datetime | None = None,
    url: str | None = None,
) -> Article:
    """An article of a data set; the text is kept as it is."""
    return Article(
        id=article_id,
        title=title,
        publisher=publisher,
        authors=(),
        published_at=published_at,
        updated_at=None,
        url=url,
        language=None,
        text=text,
        posts=(),
        source="data set",
    )


def said(reply: ReplyBody) -> str:
    """The answer without its markers; empty where the question was declined."""
    return " ".join(segment.text for segment in reply.segments)


def read_rows(file: Path, row: type[_Data]) -> tuple[_Data, ...]:
    """The rows of a JSON Lines file, gzipped where its name says so.

    Raises:
        InputError: it can't be read, or a line lacks a field.
    """
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rt", encoding="utf-8") as lines:
            return tuple(row.model_validate_json(line) for line in lines if line.strip())
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as exc:
        raise InputError(f"{file} can't be read ({exc}): --data must be the folder of this data set's files") from exc
    except ValidationError as exc:
        raise InputError(f"{file} is not of this data set: {faults(exc)}") from exc


def sample(rows: Sequence[_Data], limit: int | None) -> tuple[_Data, ...]:
    """`limit` of the rows, always the same ones (those whose ids have the smallest sha256), in their order."""
    if limit is None or limit >= len(rows):
        return tuple(rows)
    taken = {row.id for row in sorted(rows, key=lambda row: hashlib.sha256(row.id.encode()).digest())[:limit]}
    return tuple(row for row in rows if row.id in taken)


def ask_each(
    rows: Sequence[_Data], *, request: Callable[[_Data], AskRequest], target: Target, progress: Progress
) -> tuple[list[tuple[_Data, ReplyBody]], list[str]]:
    """Each row with its reply, in order, and the errors of those whose question failed, as `id: error`."""
    replied: list[tuple[_Data, ReplyBody]] = []
    errors: list[str] = []
    for done, row in enumerate(rows, start=1):
        try:
            replied.append((row, target.ask(request(row))))
        except Exception as exc:  # noqa: BLE001 - whatever a target raises is a result of the run, not its end
            errors.append(f"{row.id}: {type(exc).__name__}: {exc}")
        progress("questions", done, len(rows))
    return replied, errors
