"""The measures of a ranking are trec_eval's."""

import random
from math import log2

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, RR, Qrel, R, ScoredDoc, nDCG

from evals.ranking import average_precision, each_once, ndcg, recall, reciprocal_rank

IDS = [f"a{number:02}" for number in range(30)]

rankings = st.lists(st.sampled_from(IDS), unique=True)
judgements = st.dictionaries(st.sampled_from(IDS), st.integers(0, 4))
depths = st.integers(1, 12)


def measured(ranking, gains, *, k):
    """All four measures; what has a gain is relevant."""
    relevant = {ranked for ranked, gain in gains.items() if gain > 0}
    return {
        "nDCG": ndcg(ranking, gains, k=k),
        "R": recall(ranking, relevant, k=k),
        "RR": reciprocal_rank(ranking, relevant, k=k),
        "AP": average_precision(ranking, relevant, k=k),
    }


def test_gains_are_discounted_by_rank_and_set_against_the_best_order():
    """A gain of 1 at rank 1 and of 2 at rank 3, where 2 before 1 were best."""
    assert ndcg(["one", "none", "two"], {"one": 1, "two": 2}, k=3) == pytest.approx((1 + 2 / 2) / (2 + 1 / log2(3)))


def test_the_best_order_is_no_longer_than_k():
    """With two relevant ids and one place, the one place is all there is."""
    assert ndcg(["one"], {"one": 1, "other": 1}, k=1) == 1.0


def test_recall_counts_all_that_is_relevant():
    """Two of four are among the first three."""
    assert recall(["r1", "x", "r2", "r3"], ["r1", "r2", "r3", "r4"], k=3) == 0.5


@pytest.mark.parametrize(("k", "value"), [(1, 0.0), (2, 0.5), (5, 0.5)])
def test_the_reciprocal_rank_is_of_the_first_relevant_id(k, value):
    """It stands at rank 2, beyond which nothing counts."""
    assert reciprocal_rank(["x", "r1", "r2"], ["r1", "r2"], k=k) == value


def test_average_precision_is_over_all_that_is_relevant():
    """Precision 1 at rank 1 and 2/3 at rank 3, of three relevant ids."""
    assert average_precision(["r1", "x", "r2"], ["r1", "r2", "r3"], k=3) == pytest.approx((1 + 2 / 3) / 3)


def test_where_nothing_is_relevant_everything_is_nought():
    """No measure divides by nothing."""
    assert set(measured(["x"], {"x": 0}, k=3).values()) == {0.0}


@pytest.mark.parametrize("measure", [recall, reciprocal_rank, average_precision])
def test_an_id_that_stands_there_twice_is_refused(measure):
    """Counted twice, it would lift a measure over 1."""
    with pytest.raises(ValueError, match="twice"):
        measure(["r1", "r1"], ["r1"], k=2)


def test_an_article_stands_where_its_first_passage_does():
    """Later passages of it are passed over."""
    assert each_once(["b", "a", "b", "c", "a"]) == ("b", "a", "c")


@given(rankings, judgements, depths)
def test_every_measure_is_from_0_to_1(ranking, gains, k):
    """Whatever is ranked and however it is judged."""
    assert all(0 <= value <= 1 for value in measured(ranking, gains, k=k).values())


@given(rankings, judgements, depths, st.sampled_from(IDS))
def test_the_best_id_put_first_lowers_nothing(ranking, gains, k, first):
    """Of the ids with the highest gain, one moves to the top."""
    gains = {**gains, first: max(gains.values(), default=0) + 1}
    before = measured(ranking, gains, k=k)
    after = measured([first, *(ranked for ranked in ranking if ranked != first)], gains, k=k)

    assert all(after[name] >= before[name] - 1e-12 for name in before)


@given(rankings, st.sets(st.sampled_from(IDS)), depths, st.sampled_from(IDS))
def test_a_relevant_id_put_first_lowers_nothing(ranking, relevant, k, first):
    """Where all that is relevant is worth the same."""
    gains = dict.fromkeys(relevant | {first}, 1)
    before = measured(ranking, gains, k=k)
    after = measured([first, *(ranked for ranked in ranking if ranked != first)], gains, k=k)

    assert all(after[name] >= before[name] - 1e-12 for name in before)


def test_ir_measures_gives_the_same_values():
    """Of 300 random rankings, scored so that there are no ties, each with something relevant."""
    chance = random.Random(7)  # noqa: S311 - rankings, not secrets
    for _ in range(300):
        ranking = chance.sample(IDS, chance.randint(1, len(IDS)))
        gains = {ranked: chance.choice([0, 0, 1, 2, 3]) for ranked in chance.sample(IDS, chance.randint(1, 12))}
        gains[chance.choice(IDS)] = 1
        k = chance.randint(1, 15)
        judged = [Qrel("q", ranked, gain) for ranked, gain in gains.items()]
        scored = [ScoredDoc("q", ranked, -float(place)) for place, ranked in enumerate(ranking)]
        reference = ir_measures.calc_aggregate([nDCG @ k, R @ k, RR @ k, AP @ k], judged, scored)

        assert measured(ranking, gains, k=k) == pytest.approx(
            {measure.NAME: value for measure, value in reference.items()}, abs=1e-9
        )
