"""Finds the weights of `qa/reader/fitted.json`, and what they are worth.

`python -m evals.fit_reader [--gold F --articles DIR] [--data DIR] [--out FILE]`: over the sample questions, those
of `F` on the articles in `DIR`, and of the public data sets those that are there.

Two logistic regressions with a penalty: whether a sentence answers, learnt from gold questions that the articles
answer; and whether the articles answer at all, by their best sentences. From the public sets the second learns too,
each with an intercept of its own that is not kept: how often their questions have no answer tells nothing of ours. So
it does from some of their questions asked of the sample articles, which have nothing of them.
Both with the reader's scores and without. What is printed is cross-validated: no question is judged by weights
that its story had a part in, and the second regression learns from log odds that are.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from evals.logistic import Floats, Weighing, fit_logistic, reliability
from evals.ranking import auc
from evals.reader_cases import Case, cases, gold_set, public_sets, strangers
from evals.samples import sample_articles, sample_questions
from qa.reader.answered import ANSWER_NAMES, answer_signs
from qa.reader.signs import NAMES, READ
from qa.settings import read_settings

_FOLDS = 8
_PENALTY, _PENALTY_OF_ANSWERED = 1.0, 10.0
_PUBLIC = 110.0
"""What a public set counts, in gold questions."""
_BINS = 8


@dataclass(frozen=True, slots=True)
class Judgements:
    """What cross-validated weights made of cases."""

    log_odds: tuple[Floats, ...]
    """Of each case, that each of its sentences answers."""
    answered: Floats
    """Of each case, the probability that the articles answer it."""


class _Part:
    """The places of a fold's cases, and of all others."""

    def __init__(self, folds: Sequence[int], fold: int) -> None:
        self.inside = [n for n, own in enumerate(folds) if own == fold]
        self.outside = [n for n, own in enumerate(folds) if own != fold]


def cross_validated(known: Sequence[Case]) -> Judgements:
    """Each case judged by weights that its story had no part in."""
    folds = [int(hashlib.sha256(case.story.encode()).hexdigest(), 16) % _FOLDS for case in known]
    parts = [_Part(folds, fold) for fold in sorted(set(folds))]
    log_odds = [np.zeros(0)] * len(known)
    for part in parts:
        weighing = _sentences([known[n] for n in part.outside])
        for n in part.inside:
            log_odds[n] = weighing.log_odds(known[n].signs)
    answered = np.zeros(len(known))
    for part in parts:
        weighing = _answered([known[n] for n in part.outside], [log_odds[n] for n in part.outside])
        rows = _answer_rows([known[n] for n in part.inside], [log_odds[n] for n in part.inside])
        answered[part.inside] = 1 / (1 + np.exp(-weighing.log_odds(rows)))
    return Judgements(tuple(log_odds), answered)


def fitted_weights(known: Sequence[Case]) -> Mapping[str, object]:
    """What `qa/reader/fitted.json` keeps of one of its two."""
    answered = _answered(known, cross_validated(known).log_odds)
    return {"sentence": _kept(_sentences(known), NAMES), "answered": _kept(answered, ANSWER_NAMES)}


def unread(case: Case) -> Case:
    """As it is without the reader."""
    return replace(case, signs=np.where([name in READ for name in NAMES], 0, case.signs))


def _sentences(known: Sequence[Case]) -> Weighing:
    learnt = [case for case in known if case.answerable and not case.of.is_public]
    rows, labels = np.concatenate([case.signs for case in learnt]), np.concatenate([case.answers for case in learnt])
    return fit_logistic(rows, labels, counting=np.ones(len(labels)), penalty=_PENALTY)


def _answered(known: Sequence[Case], log_odds: Sequence[Floats]) -> Weighing:
    sizes = Counter(case.of.name for case in known if case.of.is_public)
    intercepts = np.array([[case.of.name == name for name in sizes] for case in known], np.float64)
    fitted = fit_logistic(
        np.c_[_answer_rows(known, log_odds), intercepts],
        np.array([case.answerable for case in known]),
        counting=np.array([_PUBLIC / sizes[case.of.name] if case.of.is_public else 1.0 for case in known]),
        penalty=_PENALTY_OF_ANSWERED,
    )
    return replace(fitted, weights=fitted.weights[: len(ANSWER_NAMES)])


def _answer_rows(known: Sequence[Case], log_odds: Sequence[Floats]) -> Floats:
    rows = [
        answer_signs(
            case.understood, case.candidates, log_odds=own.astype(np.float32), read=case.signs.astype(np.float32)
        )
        for case, own in zip(known, log_odds, strict=True)
    ]
    return np.array(rows, np.float64)


def _kept(weighing: Weighing, names: Sequence[str]) -> Mapping[str, object]:
    weights = {name: round(float(weight), 4) for name, weight in zip(names, weighing.weights, strict=True)}
    return {"weights": {name: weight for name, weight in weights.items() if weight}, "bias": round(weighing.bias, 4)}


def _show(name: str, known: Sequence[Case], judged: Judgements) -> None:
    typer.echo(f"{name}: an answering sentence first, AUC of being answered")
    answerable = np.array([case.answerable for case in known])
    for own in dict.fromkeys(case.of.name for case in known):
        places = [n for n, case in enumerate(known) if case.of.name == own]
        first = [known[n].answers[judged.log_odds[n].argmax()] for n in places if known[n].answers.any()]
        inside = np.isin(np.arange(len(known)), places)
        area = auc(judged.answered[inside & answerable].tolist(), judged.answered[inside & ~answerable].tolist())
        right = f"{np.mean(first):.3f} of {len(first)}" if first else "none has one"
        typer.echo(f"  {own}: {right}, {area:.3f} of {len(places)}")
    ours = [n for n, case in enumerate(known) if not case.of.is_public]
    for part in reliability(judged.answered[ours].tolist(), answerable[ours].tolist(), bins=_BINS):
        typer.echo(f"  predicted {part.predicted:.2f}, answerable {part.held:.2f} of {part.count}")


def _main(
    gold: Annotated[Path | None, typer.Option(help="Further gold questions.")] = None,
    articles: Annotated[Path | None, typer.Option(help="The articles that they are about.")] = None,
    data: Annotated[Path | None, typer.Option(help="A folder of public data sets.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the weights go; else they are printed.")] = None,
) -> None:
    sets = [gold_set("samples", sample_questions(), [sample_articles()])]
    if gold and articles:
        sets.append(gold_set("gold", [gold], [articles]))
    if data:
        sets += [strangers(data, [sample_articles()]), *public_sets(data)]
    settings, known = read_settings(), list[Case]()
    for one in sets:
        typer.echo(f"{one.name}: {len(one.asked)} questions…", err=True)
        known += cases(one, settings=settings)
    fitted = {}
    for name, own in (("read", known), ("unread", list(map(unread, known)))):
        _show(name, own, cross_validated(own))
        fitted[name] = fitted_weights(own)
    written = json.dumps(fitted, indent=2)
    if out:
        out.write_text(f"{written}\n", "utf-8")
    else:
        typer.echo(written)


if __name__ == "__main__":
    typer.run(_main)
