"""The command that shows one question of a run."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, show
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from evals.row import Row, Scored


def show_question(
    run: Annotated[Path, typer.Argument(help="The folder that 'onrecord eval --out' wrote.")],
    asked: Annotated[str, typer.Argument(help="The question's id.", metavar="ID")],
    *,
    as_json: Json = False,
) -> None:
    """Show one question of a run: its gold, the reply, and everything that was retrieved for it."""
    from evals.record import read_rows
    from evals.row import row_json

    row = next((row for row in read_rows(run / "rows.jsonl") if row.question.id == asked), None)
    if row is None:
        raise InputError(f"{run} has no question {asked!r}: see the ids in {run / 'report.md'}")
    show(row_json(row) if as_json else "\n".join(_lines(row)))


def _lines(row: "Row") -> Iterator[str]:
    from evals.reports.report import reasons
    from evals.row import Failed, Scored, passed

    question = row.question
    yield f"{question.id} [{question.kind}] {'passed' if passed(row) else 'not passed'}"
    yield from (f"  {turn.role}: {turn.content}" for turn in question.history)
    yield f"  {question.question}"
    yield from (f"  {reason}" for reason in reasons(row))
    yield ""
    yield f"gold: {question.answer}"
    yield from (f"  must say: {' | '.join(nugget)}" for nugget in question.must_include)
    yield from (f"  must not say: {wording}" for wording in question.must_not_include)
    yield from (f"  {evidence.doc}: {evidence.quote!r}" for evidence in question.evidence)
    if not isinstance(row, Failed):
        yield ""
        yield f"reply: {row.reply.answer or 'declined'}"
        yield from (f"  [{c.marker}] {c.article_id}[{c.start}:{c.end}] {c.speaker or '-'}" for c in row.reply.citations)
    if isinstance(row, Scored):
        yield from _retrieved(row)


def _retrieved(row: "Scored") -> Iterator[str]:
    """Every passage that was found, best first: `>` was read for the answer, `*` holds gold evidence."""
    yield from (f"  lost: {loss.nugget} ({loss.stage})" for loss in row.losses)
    if row.found is None:
        return
    read = {hit.passage_id for hit in row.reply.passages or ()}
    bearing = row.retrieval.bearing if row.retrieval else ()
    yield ""
    yield f"understood as: {row.reply.standalone_question}"
    yield "retrieved (> read for the answer, * holds gold evidence):"
    for rank, hit in enumerate(row.found, start=1):
        marks = (">" if hit.passage_id in read else " ") + ("*" if hit.passage_id in bearing else " ")
        why = ", ".join(f"{name} {place}" for name, place in hit.why.items())
        yield f"{marks}{rank:>4} {hit.score:.4f} {hit.article_id}[{hit.start}:{hit.end}] ({why})"
        yield f"         {' '.join(hit.text.split())}"
