"""Finds the weights of `qa/grounding/bearing.json`, and what they are worth: `python -m evals.fit_bearing --data DIR`.

A logistic regression with a penalty on the development claims of WiCE. The figures that are printed are cross-validated
in ten folds by page: no claim is judged by weights that its page had a part in. The threshold is the one with
the highest sum of both.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from evals.benchmarks.benchmark import read_rows
from evals.benchmarks.resample import f1
from evals.benchmarks.wice import THRESHOLDS, Claim
from evals.benchmarks.wice_evidence import chosen_evidence
from evals.logistic import fit_logistic
from qa.grounding.bearing import Bearing, Signs, score, signs

_FOLDS = 10
_PENALTY = 1.0
_SIGNS = tuple(field.name for field in fields(Signs))


@dataclass(frozen=True, slots=True)
class Case:
    """A claim's signs, the page it is from, and whether its evidence bears it out."""

    signs: Signs
    page: str
    is_supported: bool


def fit(cases: Sequence[Case], *, threshold: float) -> Bearing:
    """The weights that make the labels likeliest, each penalised by its square in units of its sign's spread."""
    read = np.array([[getattr(case.signs, name) for name in _SIGNS] for case in cases], np.float64)
    labels = np.array([case.is_supported for case in cases])
    found = fit_logistic(read, labels, counting=np.ones(len(cases)), penalty=_PENALTY)
    return Bearing(
        weights={name: round(float(weight), 2) for name, weight in zip(_SIGNS, found.weights, strict=True)},
        bias=round(found.bias, 2),
        threshold=threshold,
    )


def judged(cases: Sequence[Case]) -> Iterator[tuple[float, bool]]:
    """Each case's score by weights fitted without its fold, and its label."""
    folds = [int(hashlib.sha256(case.page.encode()).hexdigest(), 16) % _FOLDS for case in cases]
    for fold in sorted(set(folds)):
        bearing = fit([case for case, n in zip(cases, folds, strict=True) if n != fold], threshold=0.5)
        yield from (
            (score(case.signs, bearing), case.is_supported) for case, n in zip(cases, folds, strict=True) if n == fold
        )


def trade_off(scored: Sequence[tuple[float, bool]]) -> Mapping[float, tuple[float, float]]:
    """By threshold: the accuracy and the F1 of supported."""
    return {
        threshold: (
            float(np.mean([(value >= threshold) == label for value, label in scored])),
            f1([(value >= threshold, label) for value, label in scored]),
        )
        for threshold in THRESHOLDS
    }


def _main(data: Annotated[Path, typer.Option(help="The folder of WiCE's files.")]) -> None:
    claims = read_rows(data / "claims.jsonl.gz", Claim)
    cases = [
        Case(signs(c.claim, chosen_evidence(c.claim, c.evidence)), c.claim_title, c.label == "supported")
        for c in claims
    ]
    reached = trade_off(list(judged(cases)))
    for threshold, (accuracy, of_supported) in reached.items():
        typer.echo(f"{threshold:.2f}: accuracy {accuracy:.3f}, F1 of supported {of_supported:.3f}")
    best = max(reached, key=lambda threshold: sum(reached[threshold]))
    typer.echo(json.dumps(asdict(fit(cases, threshold=best)), indent=2))


if __name__ == "__main__":
    typer.run(_main)
