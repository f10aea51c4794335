"""CANARD's rewrites as searches: whether each finds its turn's own answer among those of all conversations.

The answer of a turn stands in the history of a later turn of its conversation, where there is one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from pydantic import Field

from evals.benchmarks.benchmark import DataRow, Figure, Lab, plain_article
from evals.benchmarks.found import articles_found, search_each
from evals.benchmarks.resample import estimated
from evals.ranking import recall, reciprocal_rank
from evals.statistics import NOTHING, Estimate, mean
from evals.target import Target
from qa.wire import HitBody, SearchRequest

_MIN_WORDS = 6
"""A shorter answer, such as "I don't know.", is the answer of many turns."""
_DEPTH = 40
"""Passages that are searched for: enough that ten answers are left without those of a history."""
_TOP = 10

Measures = Mapping[str, float]
"""How one search did, by measure, each 0 to 1."""


class FollowUp(DataRow):
    """A later turn of a conversation and what a person made of it."""

    of: str = Field(alias="set")
    conversation: str
    history: tuple[str, ...]
    question: str
    rewrite: str

    @property
    def has_answers(self) -> bool:
        """Whether the history alternates question and answer, as CANARD's does; CAsT's has questions only."""
        return self.of == "canard"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A turn with what a system made of it."""

    turn: FollowUp
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How a turn's answer was found by the system's rewrite, by the raw question and by the person's rewrite."""

    conversation: str
    ours: Measures
    raw: Measures
    human: Measures


def measure_search(
    rewritten: Sequence[Rewritten], *, turns: Iterable[FollowUp], lab: Lab
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """How well each rewrite finds the turn's own answer, where that is among the answers of `turns`; and the errors."""
    corpus = answers(turns)
    ours = {one.turn.id: one.text for one in rewritten}
    asked = [one.turn for one in rewritten if one.turn.has_answers and _own_answer(one.turn) in corpus]
    if not asked:
        return figures([]), ()
    with lab.answerer(plain_article(answer_id, text) for answer_id, text in corpus.items()) as target:
        searches = [
            _search(asked, query=lambda turn: ours[turn.id], target=target, lab=lab),
            _search(asked, query=lambda turn: turn.question, target=target, lab=lab),
            _search(asked, query=lambda turn: turn.rewrite, target=target, lab=lab),
        ]
    by_ours, by_raw, by_human = (by_turn for by_turn, _ in searches)
    scored = [
        Scored(conversation=turn.conversation, ours=by_ours[turn.id], raw=by_raw[turn.id], human=by_human[turn.id])
        for turn in asked
        if turn.id in by_ours.keys() & by_raw.keys() & by_human.keys()
    ]
    return figures(scored), tuple(error for _, errors in searches for error in errors)


def answers(turns: Iterable[FollowUp]) -> Mapping[str, str]:
    """By id: each answer of at least six words in the longest history of each conversation that has answers."""
    longest: dict[str, tuple[str, ...]] = {}
    for turn in turns:
        if turn.has_answers:
            longest[turn.conversation] = max(longest.get(turn.conversation, ()), turn.history, key=len)
    return {
        _answer_id(conversation, place): history[place]
        for conversation, history in longest.items()
        for place in range(1, len(history), 2)
        if len(history[place].split()) >= _MIN_WORDS
    }


def measures(turn: FollowUp, hits: Iterable[HitBody]) -> Measures:
    """At what rank the turn's own answer was found once the answers that its history already has are taken out."""
    found = articles_found(hits)
    own = found.relevant([_own_answer(turn)])
    known = found.relevant(_answer_id(turn.conversation, place) for place in range(1, len(turn.history), 2)) - own
    left = [answer_id for answer_id in found.ranking if answer_id not in known]
    return {"MRR@10": reciprocal_rank(left, own, k=_TOP), "recall@10": recall(left, own, k=_TOP)}


def figures(scored: Sequence[Scored]) -> tuple[Figure, ...]:
    """The two measures of the system, the raw question and the person's rewrite, and how much of the gap is closed."""
    systems: Mapping[str, Callable[[Scored], Measures]] = {
        "": lambda one: one.ours,
        " of the raw question": lambda one: one.raw,
        " of the person's rewrite": lambda one: one.human,
    }
    clusters = [one.conversation for one in scored]

    def found(name: str, system: Callable[[Scored], Measures]) -> Estimate:
        return mean([system(one)[name] for one in scored], clusters=clusters)

    def gap(name: str) -> Estimate:
        values = [(one.ours[name], one.raw[name], one.human[name]) for one in scored]
        return gap_recovered(values, clusters=clusters)

    return (
        *(
            Figure(f"canard answers: {name}{of}", found(name, system), in_percent=in_percent)
            for of, system in systems.items()
            for name, in_percent in (("MRR@10", False), ("recall@10", True))
        ),
        Figure("canard answers: gap recovered (MRR@10)", gap("MRR@10")),
        Figure("canard answers: gap recovered (recall@10)", gap("recall@10")),
    )


def gap_recovered(values: Sequence[tuple[float, float, float]], *, clusters: Sequence[str]) -> Estimate:
    """Of rows `(ours, raw, human)`: (ours - raw) / (human - raw) of their sums, each row of the cluster beside it.

    It is negative where ours is worse than the raw question and above 1 where it is better than the person's rewrite.
    Where that finds no more than the raw question there is no number; such a resample counts as nothing recovered.
    """
    if _gap(values) <= 0:
        return NOTHING
    return estimated(values, clusters=clusters, statistic=_recovered)


def _recovered(values: Sequence[tuple[float, float, float]]) -> float:
    gap = _gap(values)
    return (fsum(ours for ours, _, _ in values) - fsum(raw for _, raw, _ in values)) / gap if gap > 0 else 0.0


def _gap(values: Sequence[tuple[float, float, float]]) -> float:
    return fsum(human for _, _, human in values) - fsum(raw for _, raw, _ in values)


def _search(
    turns: Sequence[FollowUp], *, query: Callable[[FollowUp], str], target: Target, lab: Lab
) -> tuple[Mapping[str, Measures], Sequence[str]]:
    """By turn how its search did, and the errors of the searches that failed."""
    found, errors = search_each(
        turns,
        request=lambda turn: SearchRequest(query=query(turn), limit=_DEPTH),
        target=target,
        progress=lab.progress,
    )
    return {turn.id: measures(turn, hits) for turn, hits in found}, errors


def _own_answer(turn: FollowUp) -> str:
    return _answer_id(turn.conversation, len(turn.history) + 1)


def _answer_id(conversation: str, place: int) -> str:
    return f"{conversation}:{place}"
