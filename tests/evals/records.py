"""Records of runs that nobody made."""

from collections.abc import Sequence
from dataclasses import replace

from evals.provenance import Provenance
from evals.record import Record, record
from evals.row import Row

MADE_WITH = Provenance(
    commit="c0ffee",
    gold="0" * 64,
    corpus="1" * 64,
    model="all-MiniLM-L6-v2",
    model_files="2" * 64,
    settings={"min_probability": 0.4},
    versions={"python": "3.11.0"},
    processor="a processor",
    cores=2,
)


def recorded(rows: Sequence[Row], *, baseline: Record | None = None, commit: str | None = "c0ffee") -> Record:
    """The rows on file."""
    return record(rows, provenance=replace(MADE_WITH, commit=commit), baseline=baseline)
