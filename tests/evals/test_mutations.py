"""Every way of spoiling a good reply is noticed by the measure that is there for it."""

from dataclasses import dataclass
from functools import cache

import pytest
from mutators import MUTATORS
from oracle import oracle_rows, subject, visible

from evals.gold import GoldQuestion
from evals.metrics import Score, score
from evals.row import Scored

LEAST_KILLED = 0.99


def marks(question: GoldQuestion, got: Score) -> dict[str, float]:
    """Every measure that the summary takes of the question, by name, higher better; without those of nothing."""
    shares = {name: getattr(got, name).value for name in ("citation_validity", "coverage", "support", "okay_recall")}
    if question.answerable:
        shares |= {"nugget_recall": got.nugget_recall.value, "evidence_hit": got.evidence_hit.value}
    rest = {
        "violations": -len(got.violations),
        "attribution": got.attribution,
        "abstained": got.abstained != question.answerable,
        "passed": got.passed,
    }
    return {name: float(value) for name, value in (shares | rest).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Case:
    """What a mutator did to the oracle's reply to a question."""

    mutator: str
    question: str
    killed: bool
    """Its aim was lowered."""
    raised: tuple[str, ...]


@cache
def cases() -> tuple[Case, ...]:
    """Every mutator on every one of the oracle's replies, where it applies."""
    return tuple(case for row in oracle_rows() if isinstance(row, Scored) for case in _cases(row))


def _cases(row: Scored) -> list[Case]:
    articles = subject().articles
    texts = {article.id: article.text for article in visible(articles, until=row.question.visible_until)}
    before = marks(row.question, row.score)
    found = []
    for mutator in MUTATORS:
        if spoilt := mutator.spoil(row.question, row.reply, articles):
            after = marks(row.question, score(row.question, spoilt, texts=texts))
            killed = after.get(mutator.aim, 1.0) < before[mutator.aim]
            raised = tuple(name for name in before if after.get(name, 0.0) > before[name])
            found.append(Case(mutator.name, row.question.id, killed, raised))
    return found


def table() -> str:
    """A line for each mutator: on how many replies it was used, and in how many of these it was noticed."""
    lines = [f"{'mutator':32} {'aims at':18} applied killed  survivors"]
    for mutator in MUTATORS:
        own = [case for case in cases() if case.mutator == mutator.name]
        survivors = " ".join(case.question for case in own if not case.killed)
        killed = sum(case.killed for case in own)
        lines.append(f"{mutator.name:32} {mutator.aim:18} {len(own):7} {killed:6}  {survivors}".rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("mutator", MUTATORS, ids=lambda mutator: mutator.name.replace(" ", "-"))
def test_a_spoiled_reply_loses_the_mark_that_the_fault_is_about(mutator):
    """In 99 of 100 cases or more, over all of the project's own gold."""
    own = [case for case in cases() if case.mutator == mutator.name]

    assert own
    assert sum(case.killed for case in own) >= LEAST_KILLED * len(own), f"\n{table()}"


def test_no_fault_is_ever_rewarded():
    """A spoiled reply has no mark that is better than the good reply's."""
    assert [case for case in cases() if case.raised] == [], f"\n{table()}"
