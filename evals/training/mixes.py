"""What is read at each stage of the training, and how much of it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal

from evals.benchmarks.benchmark import read_rows
from evals.training.groups import Group, PassageRow, passages, ranked, ranked_under_title
from evals.training.near_misses import names_in, swapped
from evals.training.who_said import who_said

Stage = Literal["plain", "hard", "joined"]
"""The sets as they are; with questions besides that are a name, a number or a speaker off; all of both, and more."""

_ALL = sys.maxsize


@dataclass(frozen=True, slots=True)
class Part:
    """At most so many groups of one file of the training data."""

    file: str
    """Its path within the folder, without `.jsonl.gz`."""
    read: Callable[[Path], list[Group]]
    most: int = _ALL


PARTS: dict[Stage, tuple[Part, ...]] = {
    "plain": (
        Part("wiki_digests/sentences", ranked, 20_000),
        Part("selqa/train", ranked_under_title),
        Part("squad_sentences/train", ranked, 9_000),
        Part("qed/sentences", ranked),
        Part("fool_me_twice/train", ranked, 2_500),
        Part("wice_train/train", ranked),
        Part("squad2_more/train", passages),
        Part("squadshifts/new_wiki", passages),
        Part("squadshifts/new_wiki_negatives", passages, 4_000),
        Part("squadshifts/reddit", passages, 4_000),
        Part("squadshifts/reddit_negatives", passages, 2_000),
        Part("squadshifts/amazon_reviews", passages, 2_000),
        Part("squadshifts/amazon_reviews_negatives", passages, 1_000),
        Part("nq_passages/train", passages),
        Part("nq_passages/negatives", passages, 2_000),
        Part("wiki_digests/wikinews_near_misses", passages, 7_000),
        Part("wiki_digests/wikipedia_near_misses", passages, 2_000),
        Part("condaqa/train", passages),
        Part("timeqa/train", passages),
    ),
    "hard": (
        Part("wiki_digests/sentences", ranked, 20_280),
        Part("selqa/train", ranked_under_title),
        Part("squad_sentences/train", ranked, 4_000),
        Part("qed/sentences", ranked),
        Part("fool_me_twice/train", ranked, 2_500),
        Part("wice_train/train", ranked),
        Part("squad2_more/train", passages),
        Part("squadshifts/new_wiki", passages),
        Part("squadshifts/new_wiki_negatives", passages, 3_000),
        Part("squadshifts/reddit", passages, 3_000),
        Part("squadshifts/reddit_negatives", passages, 1_500),
        Part("nq_passages/train", passages),
        Part("nq_passages/negatives", passages, 1_000),
        Part("wiki_digests/wikinews_near_misses", passages, 6_000),
        Part("wiki_digests/wikipedia_near_misses", passages, 2_000),
        Part("condaqa/train", passages),
        Part("timeqa/train", passages),
    ),
}
PARTS["joined"] = (*PARTS["plain"], *PARTS["hard"], Part("multihop/hotpotqa_sentences", ranked_under_title))
SPOKEN = ("wiki_digests/wikinews", "wiki_digests/wikinews_near_misses", "qamr/wikinews")
"""The files whose passages are asked for what somebody said."""

_SEEDS: dict[Stage, int] = {"plain": 7, "hard": 11, "joined": 5}
_NOT_SWAPPED = ("squad_sentences/train", "fool_me_twice/train", "wice_train/train")
"""In lower case, or claims, which a page of other claims may yet support."""
_TYPED = 0.2
"""The share of the questions of the last stage that are put as people type them."""
_NAMING, _NAMED = 6_000, 4
"""Groups, and sentences of each, that the strangers' names are from."""


def mix(stage: Stage, folder: Path) -> list[Group]:
    """The groups of the stage, in a random order that is always the same one.

    Raises:
        InputError: a file of the stage is missing in the folder, or can't be read.
    """
    rng = Random(_SEEDS[stage])  # noqa: S311 - no secret
    groups: list[Group] = []
    for part in PARTS[stage]:
        found = part.read(_file(folder, part.file))
        rng.shuffle(found)
        groups += found[: part.most]
    if stage != "plain":
        groups += _off(groups, folder, rng)
    if stage == "joined":
        once = {(group.question, group.labels, group.sentences): group for group in groups}
        groups = [_typed(group) if rng.random() < _TYPED else group for group in once.values()]
    rng.shuffle(groups)
    return groups


def _typed(group: Group) -> Group:
    """The question in lower case and without its mark."""
    return replace(group, question=group.question.lower().rstrip("?"))


def _off(groups: Sequence[Group], folder: Path, rng: Random) -> list[Group]:
    """The groups that are made."""
    named = [group for group in groups if group.answerable and group.source not in _NOT_SWAPPED]
    strangers = [
        name
        for group in rng.sample(named, min(_NAMING, len(named)))
        for sentence in group.sentences[:_NAMED]
        for name in names_in(sentence.text)
    ]
    made = [other for group in named if (other := swapped(group, strangers=strangers, rng=rng))]
    rows = [row for file in SPOKEN for row in read_rows(_file(folder, file), PassageRow)]
    once = {row.passage_id: row for row in reversed(rows)}
    for row in reversed(once.values()):
        made += who_said(row, strangers=strangers, rng=rng)
    return made


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.jsonl.gz"
