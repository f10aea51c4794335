"""The command that measures answers against gold questions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, note, show
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from evals.gold import GoldQuestion
    from evals.record import Record
    from evals.target import Target
    from vectorstore.article import Article

_INVALID_RUN = 3
_Files = list[Path] | None


def evaluate(
    more_gold: Annotated[_Files, typer.Argument(help="More gold files.", metavar="[FILE]...")] = None,
    *,
    gold: Annotated[_Files, typer.Option(help="A gold file (default: the samples').", metavar="FILE...")] = None,
    articles: Annotated[Path | None, typer.Option(help="What the gold is about (default: the samples).")] = None,
    url: Annotated[str | None, typer.Option(help="Ask this running server, which must hold the articles.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="An earlier run.json: fail where it passed more.")] = None,
    out: Annotated[Path | None, typer.Option(help="A folder to write run.json and rows.jsonl into.")] = None,
    benchmark: Annotated[str | None, typer.Option(help="Measure on this public data set instead.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of the data set's files.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="A fixed sample of so many questions.")] = None,
    as_json: Json = False,
) -> None:
    """Ask every gold question and report what passed, what failed and why.

    Exits with 1 where a question that passed in the baseline fails now, with 3 where a question ended in an error.
    """
    if benchmark:
        _benchmark(benchmark, data=data, limit=limit, out=out, as_json=as_json)
        return
    from evals.gold import lint, load_gold
    from evals.record import record, rows_jsonl, to_json
    from evals.report import report
    from evals.run import run
    from evals.samples import sample_articles, sample_questions

    gold_files = [*(gold or []), *(more_gold or [])] or sample_questions()
    questions = load_gold(gold_files)
    about = _read(articles or sample_articles(), leave_out=gold_files)
    if faults := lint(questions, texts={article.id: _as_it_came(article) for article in about}):
        raise InputError("the gold doesn't fit the articles:\n  " + "\n  ".join(faults))
    with _target(url, about) as target:
        texts = {article.id: article.text for article in about}
        done = run(questions, target=target, texts=texts, progress=_counter(questions))
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "run.json").write_text(to_json(record(done)), "utf-8")
        (out / "rows.jsonl").write_text(rows_jsonl(done), "utf-8")
    show(to_json(record(done)) if as_json else report(done))
    _judge(record(done), baseline)


def _benchmark(name: str, *, data: Path | None, limit: int | None, out: Path | None, as_json: bool) -> None:
    from evals.benchmarks.catalogue import NAMES
    from onrecord.benchmark import measure

    known = next((one for one in NAMES if one == name), None)
    if known is None:
        raise InputError(f"--benchmark {name!r}: there are {', '.join(NAMES)}")
    if data is None:
        raise InputError(f"--benchmark {name} needs --data DIR, the folder of its files")
    if measure(known, data=data, limit=limit, out=out, as_json=as_json):
        raise typer.Exit(_INVALID_RUN)


def _judge(done: "Record", baseline: Path | None) -> None:
    """Exits unless the run is valid and no worse than the baseline."""
    from evals.record import compare, from_json

    if errors := done.summary.errors:
        note(f"{errors} questions ended in an error: this run decides nothing")
        raise typer.Exit(_INVALID_RUN)
    if baseline is None:
        return
    if not baseline.is_file():
        raise InputError(f"{baseline}: no such file: write one with 'onrecord eval --out DIR'")
    difference = compare(from_json(baseline.read_text("utf-8"), source=str(baseline)), done)
    for name, ids in (
        ("regressed", difference.regressed),
        ("fixed", difference.fixed),
        ("in one run only", difference.unpaired),
    ):
        note(f"{name}: {len(ids)} {' '.join(ids)}")
    if difference.regressed:
        raise typer.Exit(1)


def _counter(questions: "Sequence[GoldQuestion]") -> Callable[[object], None]:
    progress, done = ProgressLine(), 0

    def count(_row: object) -> None:
        nonlocal done
        done += 1
        progress("questions", done, len(questions))

    return count


def _read(path: Path, *, leave_out: Sequence[Path]) -> "tuple[Article, ...]":
    """The articles at the path; gold files may lie beside them."""
    from vectorstore.readers.files import files, read_files
    from vectorstore.readers.read import Unreadable

    gold = {file.resolve() for file in leave_out}
    readings = list(read_files([file for file in files([path]) if file.resolve() not in gold]))
    if bad := [f"{reading.where}: {reading.reason}" for reading in readings if isinstance(reading, Unreadable)]:
        raise InputError("these articles can't be read:\n  " + "\n  ".join(bad))
    return tuple(reading for reading in readings if not isinstance(reading, Unreadable))


def _as_it_came(article: "Article") -> str:
    """All that the article's author wrote: gold may quote a headline, or what a reader takes for no reporting."""
    source = Path(article.source)
    raw = source.read_text("utf-8", "replace") if source.suffix == ".txt" and source.is_file() else ""
    return "\n".join([article.title or "", article.text, raw])


@contextmanager
def _target(url: str | None, articles: "Sequence[Article]") -> "Iterator[Target]":
    """The server at the address, or an answerer of our own over these articles and no others."""
    from evals.target import in_process, over_http
    from qa.settings import read_settings

    if url:
        with over_http(url) as target:
            yield target
    else:
        with in_process(articles, settings=read_settings(), progress=ProgressLine()) as target:
            yield target
