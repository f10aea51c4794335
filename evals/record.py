"""A run on file: `run.json` to compare with, `rows.jsonl` to read."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from evals.row import Row, passed
from evals.run import Run
from evals.summary import Summary
from vectorstore.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What of a run another run is compared with: small enough to be committed as a baseline."""

    summary: Summary
    passed: Mapping[str, bool]
    """By the question's id, in the order they were asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Ids of questions, in the order of the later run."""

    regressed: tuple[str, ...]
    """Passed before, not now."""
    fixed: tuple[str, ...]
    """Pass now, not before."""
    unpaired: tuple[str, ...]
    """Asked in one of the runs only, so not compared; those of the earlier run come last."""


_RECORD = TypeAdapter(Record)
_ROW: TypeAdapter[Row] = TypeAdapter(Row)


def record(run: Run) -> Record:
    """The run as it is kept."""
    return Record(summary=run.summary(), passed={row.question.id: passed(row) for row in run.rows})


def to_json(kept: Record) -> str:
    """The record as one JSON object; `from_json` gives it back."""
    return _RECORD.dump_json(kept, indent=1).decode() + "\n"


def from_json(text: str, *, source: str) -> Record:
    """The record that `to_json` wrote; `source` names the file to people.

    Raises:
        InputError: it is none, or one of another version.
    """
    try:
        return _RECORD.validate_json(text)
    except ValidationError as exc:
        raise InputError(
            f"{source} is no run of this version ({exc.error_count()} faults, first: {exc.errors()[0]['msg']}): "
            "write one with 'onrecord eval --out DIR'"
        ) from exc


def rows_jsonl(run: Run) -> str:
    """Every row with its question, reply and score, as one JSON object a line."""
    return "".join(_ROW.dump_json(row).decode() + "\n" for row in run.rows)


def compare(before: Record, after: Record) -> Comparison:
    """The questions whose outcome differs between the two runs, paired by id."""
    paired = [asked for asked in after.passed if asked in before.passed]
    return Comparison(
        regressed=tuple(asked for asked in paired if before.passed[asked] and not after.passed[asked]),
        fixed=tuple(asked for asked in paired if after.passed[asked] and not before.passed[asked]),
        unpaired=tuple(
            asked for asked in {**after.passed, **before.passed} if (asked in before.passed) != (asked in after.passed)
        ),
    )
