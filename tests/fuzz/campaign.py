"""Schemathesis against a running server: cases made from its OpenAPI document, and what was wrong with the answers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from math import ceil
from typing import Any

import schemathesis
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.hooks import HookContext
from schemathesis.specs.openapi.checks import EnsureResourceAvailability

_ROUND = 300
"""Random cases of each operation, at most, in a round."""
_LEAST = 10
_VARIED = 10
"""About so many operations take a body or parameters, of which there is more than one case."""
_SECONDS = 60
"""For one answer: a bound for what hangs, on a machine that is busy."""
_REFUSALS = (400, 404, 405, 413, 415, 422)
_ADDS = "POST /v1/articles"
_SAYS_ALL = ("search", "list_statements", "read_model", "list_models", "health", "ready")
"""The operations whose schema says all that their routes ask for: there, what fits the schema is to be taken."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that failed a check, or a case that had none."""

    operation: str
    check: str
    what: str
    request: str
    """As a command of curl."""


@dataclass(slots=True)
class Tally:
    """What was sent and what came back."""

    operations: frozenset[str]
    cases: Counter[str] = field(default_factory=Counter)
    """By operation, as in `GET /health`."""
    statuses: Counter[int] = field(default_factory=Counter)
    streams: int = 0
    """Answers that were streams of events."""
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All cases."""
        return self.cases.total()


def fuzz(base_url: str, *, cases: int, seed: int) -> Tally:
    """Sends so many cases or more; the first round goes through examples, edges and sequences, the others are random.

    The same seed makes the same cases of the same document; answers, which later cases are made from, may differ.
    """
    tally = Tally(operations=frozenset())
    for number in count():
        if tally.total >= cases:
            return tally
        examples = min(_ROUND, max(_LEAST, ceil((cases - tally.total) / _VARIED)))
        _play(base_url, tally, seed=seed + number, examples=examples, phases=_phases(first=number == 0))
    return tally


def _phases(*, first: bool) -> dict[str, object]:
    """Ids are made up: of those that were seen there are few, and when these have run out no more cases are made."""
    made_up = {"fuzzing": {"extra-data-sources": {"responses": False}}}
    if first:
        return {**made_up, "stateful": {"generation": {"max-examples": _ROUND // 5}}}
    return {**made_up, **{phase: {"enabled": False} for phase in ("examples", "coverage", "stateful")}}


def _play(base_url: str, tally: Tally, *, seed: int, examples: int, phases: dict[str, object]) -> None:
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "request-timeout": _SECONDS,
            "continue-on-failure": True,
            "generation": {"max-examples": examples, "no-shrink": True, "database": "none"},
            "phases": phases,
            "checks": {
                "positive_data_acceptance": {"enabled": False},
                "negative_data_rejection": {"expected-statuses": list(_REFUSALS)},
                "ignored_auth": {"enabled": False},  # the server has no keys
            },
            "operations": [
                {"include-operation-id": list(_SAYS_ALL), "checks": {"positive_data_acceptance": {"enabled": True}}}
            ],
        }
    )
    schema = schemathesis.openapi.from_url(f"{base_url}/openapi.json", config=config)
    tally.operations = frozenset(found.ok().label for found in schema.get_all_operations())
    for event in from_schema(schema).execute():
        match event:
            case events.ScenarioFinished():
                _count(event.recorder, tally)
            case events.NonFatalError():
                tally.wrong.append(Wrong(event.label, "error", repr(event.value), ""))
            case events.FatalError():
                raise event.exception


_turns = count()


@schemathesis.hook
def before_call(_context: HookContext, case: Case, _arguments: dict[str, Any]) -> None:
    """Every third question asks for a stream; the name is schemathesis's."""
    if case.operation.label == "POST /v1/ask" and next(_turns) % 3 == 0:
        case.headers["Accept"] = "text/event-stream"


def _count(recorder: ScenarioRecorder, tally: Tally) -> None:
    for case_id, interaction in recorder.interactions.items():
        tally.cases[recorder.cases[case_id].value.operation.label] += 1
        if (response := interaction.response) is not None:
            tally.statuses[response.status_code] += 1
            tally.streams += response.headers.get("content-type", [""])[0].startswith("text/event-stream")
    tally.wrong.extend(_wrong(recorder))


def _wrong(recorder: ScenarioRecorder) -> Iterator[Wrong]:
    for case_id, checks in recorder.checks.items():
        operation = recorder.cases[case_id].value.operation.label
        for check in checks:
            if (info := check.failure_info) and not _is_right(info.failure, check.name, recorder, case_id):
                yield Wrong(operation, check.name, f"{info.failure.title}: {info.failure.message}", info.code_sample)


def _is_right(failure: Failure, check: str, recorder: ScenarioRecorder, case_id: str) -> bool:
    """Of several articles a bad one fails alone: 201 doesn't say that all are taken, but that some are."""
    if isinstance(failure, EnsureResourceAvailability):
        return failure.created_with == _ADDS
    response = recorder.interactions[case_id].response
    if check != "negative_data_rejection" or response is None or recorder.cases[case_id].value.operation.label != _ADDS:
        return False
    return any(result["status"] == "failed" for result in response.json()["results"])
