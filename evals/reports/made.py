"""How a run was made, line by line, with the baseline's where it differs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from evals.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One thing that the answers may depend on."""

    name: str
    value: str
    before: str | None
    """The baseline's, where it is another."""


def made(record: Record, *, baseline: Record | None) -> tuple[Made, ...]:
    """All of the run's provenance, and what only the baseline's has."""
    now, before = _flat(record), _flat(baseline) if baseline else {}
    return tuple(
        Made(name=name, value=now.get(name, "–"), before=_other(now.get(name), before.get(name)) if baseline else None)
        for name in {**now, **before}
    )


def _other(now: str | None, before: str | None) -> str | None:
    return None if now == before else before or "–"


def _flat(record: Record) -> Mapping[str, str]:
    of = record.provenance
    return {
        "commit": of.commit or "not known",
        "gold questions": of.gold,
        "articles": of.corpus,
        "model": of.model or "not known",
        "model files": of.model_files or "not known",
        **{name: json.dumps(value) for name, value in (of.settings or {}).items()},
        **of.versions,
        "processor": of.processor,
        "cores": str(of.cores),
        "answers": record.answers,
    }
