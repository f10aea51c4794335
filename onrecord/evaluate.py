"""The command that measures answers against gold questions."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.benchmark import measure
from onrecord.eval_show import show_question
from onrecord.terminal import CommandWithDefault, Json, ProgressLine, note, show
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from evals.reports.report import Report
    from evals.subject import Subject
    from evals.target import Target
    from qa.settings import Settings

_INVALID_RUN = 3
_Files = list[Path] | None

evaluate = typer.Typer(cls=CommandWithDefault, help="Measure answers; `eval show RUN ID` shows one question of a run.")
evaluate.command("show")(show_question)


@evaluate.command("run")
def run_eval(
    more_gold: Annotated[_Files, typer.Argument(help="More gold files.", metavar="[FILE]...")] = None,
    *,
    gold: Annotated[_Files, typer.Option(help="A gold file (default: the samples').", metavar="FILE...")] = None,
    articles: Annotated[Path | None, typer.Option(help="What the gold is about (default: the samples).")] = None,
    url: Annotated[str | None, typer.Option(help="Ask this running server, which must hold the articles.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Ask only the question of this id.", metavar="ID")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Questions asked at a time; more blur latency.")] = 1,
    baseline: Annotated[Path | None, typer.Option(help="An earlier run.json: fail where this run is worse.")] = None,
    out: Annotated[Path | None, typer.Option(help="A folder to write the reports and the run into.")] = None,
    benchmark: Annotated[str | None, typer.Option(help="Measure on this public data set instead.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of the data set's files.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="A fixed sample of so many of its questions.")] = None,
    as_json: Json = False,
) -> None:
    """Ask every gold question and report what passed, what failed and why.

    Exits with 1 where the run is worse than the baseline, with 3 where a question ended in an error or has no score.
    'onrecord eval show RUN ID' shows one question of a run with all that was found for it.
    """
    if benchmark:
        if measure(benchmark, data=data, limit=limit, out=out, as_json=as_json):
            raise typer.Exit(_INVALID_RUN)
        return
    from evals.record import to_json
    from evals.reports.text import text
    from evals.subject import read_subject

    subject = _only(read_subject([*(gold or []), *(more_gold or [])], articles), only or ())
    report = _report(subject, url=url, workers=workers, baseline=baseline)
    if out:
        from evals.reports.files import write

        write(report, out)
        note(f"written: {out / 'report.html'}")
    show(to_json(report.record) if as_json else text(report))
    _judge(report)


def _report(subject: "Subject", *, url: str | None, workers: int, baseline: Path | None) -> "Report":
    from evals.provenance import provenance
    from evals.record import read_record, record
    from evals.reports.files import rows_beside
    from evals.reports.report import Report
    from evals.run import run
    from qa.settings import read_settings

    before = read_record(baseline) if baseline else None
    settings = None if url else read_settings()
    counter = _counter(len(subject.questions))
    with _target(url, subject, settings) as target:
        rows = run(subject.questions, target=target, articles=subject.articles, workers=workers, progress=counter)
    made_with = provenance(subject.questions, subject.articles, settings=settings)
    return Report(
        rows=rows,
        record=record(rows, provenance=made_with, baseline=before),
        baseline=before,
        baseline_rows=rows_beside(baseline) if baseline else (),
        articles=subject.articles,
    )


def _target(url: str | None, subject: "Subject", settings: "Settings | None") -> "AbstractContextManager[Target]":
    """The server at the address, or an answerer of our own over these articles and no others."""
    from evals.target import in_process, over_http
    from qa.settings import read_settings

    if settings is None:
        return over_http(url or "", key=read_settings().server_key)
    return in_process(subject.articles, settings=settings, progress=ProgressLine())


def _only(subject: "Subject", ids: Sequence[str]) -> "Subject":
    from evals.subject import Subject

    if unknown := sorted({*ids} - {question.id for question in subject.questions}):
        raise InputError(f"--only {' '.join(unknown)}: no such question")
    return Subject(tuple(q for q in subject.questions if not ids or q.id in ids), subject.articles)


def _judge(report: "Report") -> None:
    """Exits unless the run is valid and no worse than the baseline."""
    from evals.gate import findings

    summary = report.record.summary
    if summary.errors or summary.unscored:
        note(
            f"{summary.errors} questions ended in an error, {summary.unscored} have no score: this run decides nothing"
        )
        raise typer.Exit(_INVALID_RUN)
    if report.baseline is None or report.comparison is None:
        return
    flips = report.comparison
    for name, ids in (
        ("regressed", flips.regressed),
        ("fixed", flips.fixed),
        ("in one run only", flips.unpaired),
    ):
        note(f"{name}: {len(ids)} {' '.join(ids)}".rstrip())
    note(f"still failing: {len(flips.still_failing)}, unchanged: {len(flips.unchanged)}, p {flips.p:.3f}")
    if found := findings(report.baseline, report.record):
        note("worse than the baseline:\n  " + "\n  ".join(found))
        raise typer.Exit(1)


def _counter(of: int) -> Callable[[object], None]:
    progress, done = ProgressLine(), 0

    def count(_row: object) -> None:
        nonlocal done
        done += 1
        progress("questions", done, of)

    return count
