"""A run on file: `run.json` to compare with, `rows.jsonl` with all that was asked, found and replied."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.provenance import Provenance
from evals.row import Row, Scored, passed, row_json, row_of
from evals.summary import Summary, summarise
from vectorstore.errors import InputError

BASELINES = 5
"""How many baselines are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What of a run another run is compared with: small enough to be committed as a baseline."""

    provenance: Provenance
    answers: str
    """A sha256 over all that was said and cited: the same for the same answers, whenever they were given."""
    summary: Summary
    outcomes: Mapping[str, tuple[bool, ...]]
    """Whether each question passed in the baselines before, the latest ones, and last in this run; in asking order."""
    kinds: Mapping[str, str]
    """By the question's id."""

    def passed(self, asked: str) -> bool:
        """Whether that question passed in this run."""
        return self.outcomes[asked][-1]


_RECORD = TypeAdapter(Record)


def record(rows: Sequence[Row], *, provenance: Provenance, baseline: Record | None) -> Record:
    """The run as it is kept; outcomes of the baseline and of those before it go on being remembered."""
    known = baseline.outcomes if baseline else {}
    return Record(
        provenance=provenance,
        answers=_digest(rows),
        summary=summarise(rows),
        outcomes={row.question.id: (*known.get(row.question.id, ())[-BASELINES:], passed(row)) for row in rows},
        kinds={row.question.id: row.question.kind for row in rows},
    )


def to_json(kept: Record) -> str:
    """The record as one JSON object; `from_json` gives it back."""
    return _RECORD.dump_json(kept, indent=1).decode() + "\n"


def read_record(file: Path) -> Record:
    """The record that `to_json` wrote.

    Raises:
        InputError: there is none, or it is one of another version.
    """
    try:
        return _RECORD.validate_json(file.read_bytes())
    except OSError as exc:
        raise InputError(f"{file} can't be read ({exc}): write one with 'onrecord eval --out DIR'") from exc
    except ValidationError as exc:
        raise InputError(
            f"{file} is no run of this version ({exc.error_count()} faults, first: {exc.errors()[0]['msg']}): "
            "write one with 'onrecord eval --out DIR'"
        ) from exc


def rows_jsonl(rows: Sequence[Row]) -> str:
    """Every row with its question, reply, score and what was found, as one JSON object a line."""
    return "".join(row_json(row) + "\n" for row in rows)


def read_rows(file: Path) -> tuple[Row, ...]:
    """The rows that `rows_jsonl` wrote.

    Raises:
        InputError: there are none, or they are of another version.
    """
    try:
        with file.open("rb") as lines:
            return tuple(row_of(line) for line in lines)
    except OSError as exc:
        raise InputError(f"{file} can't be read ({exc}): write it with 'onrecord eval --out DIR'") from exc
    except ValidationError as exc:
        raise InputError(f"{file} holds no rows of this version: write it anew with 'onrecord eval --out DIR'") from exc


def _digest(rows: Sequence[Row]) -> str:
    said = [_said(row) for row in sorted(rows, key=lambda row: row.question.id)]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _said(row: Row) -> tuple[object, ...]:
    """What a reader sees of the row, without the reply's id and its times."""
    if not isinstance(row, Scored):
        return (row.question.id,)
    cited = [(c.marker, c.passage_id, c.start, c.end, c.speaker) for c in row.reply.citations]
    return row.question.id, [segment.text for segment in row.reply.segments], cited
