"""Gold questions with the articles that they are about, checked against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.gold import GoldQuestion, load_gold
from evals.lint import lint
from evals.samples import sample_articles, sample_questions
from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.files import files, read_files
from vectorstore.readers.read import Unreadable


@dataclass(frozen=True, slots=True)
class Subject:
    """What a run asks, and about what."""

    questions: tuple[GoldQuestion, ...]
    articles: tuple[Article, ...]


def read_subject(gold: Sequence[Path], articles: Path | None) -> Subject:
    """The questions of these files about the articles at this path; the samples', where nothing is given.

    Raises:
        InputError: a file can't be read, or the questions don't fit the articles.
    """
    gold_files = [*gold] or sample_questions()
    questions = load_gold(gold_files)
    about = _read(articles or sample_articles(), leave_out=gold_files)
    if faults := lint(questions, texts={article.id: _as_it_came(article) for article in about}):
        raise InputError("the gold doesn't fit the articles:\n  " + "\n  ".join(faults))
    return Subject(questions, about)


def _read(path: Path, *, leave_out: Sequence[Path]) -> tuple[Article, ...]:
    """The articles at the path; gold files may lie beside them."""
    gold = {file.resolve() for file in leave_out}
    readings = list(read_files([file for file in files([path]) if file.resolve() not in gold]))
    if bad := [f"{reading.where}: {reading.reason}" for reading in readings if isinstance(reading, Unreadable)]:
        raise InputError("these articles can't be read:\n  " + "\n  ".join(bad))
    return tuple(reading for reading in readings if not isinstance(reading, Unreadable))


def _as_it_came(article: Article) -> str:
    """All that the article's author wrote: gold may quote a headline, or what a reader takes for no reporting."""
    source = Path(article.source)
    raw = source.read_text("utf-8", "replace") if source.suffix == ".txt" and source.is_file() else ""
    return "\n".join([article.title or "", article.text, raw])
