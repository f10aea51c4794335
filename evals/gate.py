"""Whether a run is worse than the baseline; it finds nothing between two runs of one system."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.record import BASELINES, Record
from evals.statistics import mcnemar

SIGNIFICANT = 0.05
MOST_POINTS_LOST = 2
MOST_POINTS_LOST_OF_A_KIND = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Ids of questions, in the order of the later run."""

    regressed: tuple[str, ...]
    """Passed before, not now."""
    fixed: tuple[str, ...]
    """Pass now, not before."""
    still_failing: tuple[str, ...]
    unchanged: tuple[str, ...]
    """Pass in both."""
    unpaired: tuple[str, ...]
    """Asked in one of the runs only, so not compared; those of the earlier run come last."""

    @property
    def paired(self) -> tuple[str, ...]:
        """The questions of both runs."""
        return (*self.regressed, *self.fixed, *self.still_failing, *self.unchanged)

    @property
    def p(self) -> float:
        """The chance of flips at least as uneven between equal systems: McNemar's exact test, two-sided."""
        return mcnemar(worse=len(self.regressed), better=len(self.fixed))


def compare(before: Record, after: Record) -> Comparison:
    """The questions of both runs, paired by id."""
    paired = [asked for asked in after.outcomes if asked in before.outcomes]
    was = {asked for asked in paired if before.passed(asked)}
    now = {asked for asked in paired if after.passed(asked)}
    return Comparison(
        regressed=tuple(asked for asked in paired if asked in was - now),
        fixed=tuple(asked for asked in paired if asked in now - was),
        still_failing=tuple(asked for asked in paired if asked not in was | now),
        unchanged=tuple(asked for asked in paired if asked in was & now),
        unpaired=tuple(asked for asked in {**after.outcomes, **before.outcomes} if asked not in set(paired)),
    )


def findings(before: Record, after: Record) -> tuple[str, ...]:
    """Why the later run is a regression, a line each; none where it isn't.

    Latency is no reason: two runs at two times on two machines say nothing about speed.
    """
    flips = compare(before, after)
    return (
        *_invariants(before, after),
        *_must_pass(before, flips),
        *_significant(flips),
        *_points(flips),
        *_kinds(flips, after),
    )


def must_pass(before: Record) -> frozenset[str]:
    """The questions that passed in the last five baselines, or in all that there have been since they were asked."""
    return frozenset(asked for asked, outcomes in before.outcomes.items() if all(outcomes[-BASELINES:]))


def _invariants(before: Record, after: Record) -> list[str]:
    lines = []
    if after.summary.citation_validity.value not in {None, 1.0}:
        lines.append("not every citation stands in its article")
    if after.provenance.is_known and before.provenance == after.provenance and before.answers != after.answers:
        lines.append("the same code, articles, questions and settings gave other answers")
    return lines


def _must_pass(before: Record, flips: Comparison) -> list[str]:
    lost = [asked for asked in flips.regressed if asked in must_pass(before)]
    return [f"passed in every baseline so far, and fail now: {' '.join(lost)}"] if lost else []


def _significant(flips: Comparison) -> list[str]:
    worse, better = len(flips.regressed), len(flips.fixed)
    p = mcnemar(worse=worse, better=better, one_sided=True)
    return [f"{worse} regressed, {better} fixed: no chance (p {p:.3f})"] if p < SIGNIFICANT else []


def _points(flips: Comparison) -> list[str]:
    lost = _points_lost(flips, flips.paired)
    return [f"{lost:.1f} points fewer pass"] if lost > MOST_POINTS_LOST else []


def _kinds(flips: Comparison, after: Record) -> list[str]:
    lost = {
        kind: _points_lost(flips, [asked for asked in flips.paired if after.kinds[asked] == kind])
        for kind in sorted({after.kinds[asked] for asked in flips.paired})
    }
    return [
        f"{kind}: {points:.1f} points fewer pass"
        for kind, points in lost.items()
        if points > MOST_POINTS_LOST_OF_A_KIND
    ]


def _points_lost(flips: Comparison, asked: Sequence[str]) -> float:
    worse, better = len(set(asked).intersection(flips.regressed)), len(set(asked).intersection(flips.fixed))
    return 100 * (worse - better) / len(asked) if asked else 0.0
