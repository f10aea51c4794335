"""A run on file, and what changed since the one before."""

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from evals.row import Row, passed
from evals.run import Run
from evals.summary import Summary
from vectorstore.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Ids of questions, in the order of the later run."""

    regressed: tuple[str, ...]
    """Passed before, not now."""
    fixed: tuple[str, ...]
    """Pass now, not before."""
    unpaired: tuple[str, ...]
    """Asked in one of the runs only, so not compared; those of the earlier run come last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What `run.json` holds. The summary is there to be read; it follows from the rows."""

    summary: Summary
    rows: tuple[Row, ...]


_RECORD = TypeAdapter(_Record)


def to_json(run: Run) -> str:
    """The run with its summary as one JSON object; `from_json` gives the run back."""
    return _RECORD.dump_json(_Record(summary=run.summary(), rows=run.rows), indent=1).decode() + "\n"


def from_json(text: str, *, source: str) -> Run:
    """The run that `to_json` wrote; `source` names the file to people.

    Raises:
        InputError: it is no run, or one of another version.
    """
    try:
        return Run(_RECORD.validate_json(text).rows)
    except ValidationError as exc:
        raise InputError(
            f"{source} is no run of this version ({exc.error_count()} faults, first: {exc.errors()[0]['msg']}): "
            "write one with 'onrecord eval --out DIR'"
        ) from exc


def compare(baseline: Run, run: Run) -> Comparison:
    """The questions whose outcome differs between the two runs, paired by id."""
    before = {row.question.id: passed(row) for row in baseline.rows}
    after = {row.question.id: passed(row) for row in run.rows}
    paired = [asked for asked in after if asked in before]
    return Comparison(
        regressed=tuple(asked for asked in paired if before[asked] and not after[asked]),
        fixed=tuple(asked for asked in paired if after[asked] and not before[asked]),
        unpaired=tuple(asked for asked in (*after, *before) if (asked in before) != (asked in after)),
    )
