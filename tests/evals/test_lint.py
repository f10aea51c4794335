"""Faults of the gold are found before it is used, and named with their question."""

import pytest
from gold_oracle import GOLD, TEXTS, WHEN, gold_question

from evals.gold import Evidence, MatcherTests
from evals.lint import lint

EVIDENCE = (Evidence(doc="ferry", quote="will stop running on 3 May"),)


def question(**fields):
    """A sound question about the ferry, but for what is given."""
    return gold_question(id="q", must_include=(("3 May",),), evidence=EVIDENCE, **fields)


def test_sound_gold_has_no_faults():
    """Evidence may differ from its article in quotes, dashes, blanks and case."""
    assert lint(GOLD, texts=TEXTS) == ()


def test_every_fault_of_the_gold_is_named():
    """A missing article, a quote nobody printed and an answer without a nugget are one line each."""
    bad = gold_question(
        id="bad", evidence=(Evidence(doc="tram", quote="a tram"), Evidence(doc="ferry", quote="on 4 May"))
    )

    assert lint([WHEN, bad], texts=TEXTS) == (
        "bad: there is no article 'tram'",
        "bad: article 'ferry' does not say 'on 4 May'",
        "bad: is answerable, but 'must_include' is empty: say what a good reply must contain",
    )


def test_an_answerable_question_needs_evidence():
    """What nothing bears out can't be checked."""
    assert lint([gold_question(id="q", must_include=(("3 May",),))], texts=TEXTS) == (
        "q: is answerable, but has no evidence: quote what bears the answer out",
    )


@pytest.mark.parametrize("twin", ["nobody", "q"])
def test_a_twin_is_another_question(twin):
    """It neither is missing nor the question itself."""
    assert lint([question(twin=twin)], texts=TEXTS) == (f"q: its twin {twin!r} is no other question of these files",)


def test_a_matcher_that_misses_a_right_spelling_or_takes_a_wrong_one_is_named():
    """The author's own examples decide."""
    tests = MatcherTests(match=("on May 3rd", "at the start of May"), miss=("on 13 May", "until the 3 May vote"))

    assert lint([question(nugget_tests=(tests,))], texts=TEXTS) == (
        "q: nugget '3 May' is not found in 'at the start of May', and should be",
        "q: nugget '3 May' is found in 'until the 3 May vote', and should not be",
    )


def test_there_is_a_test_for_each_nugget_or_for_none():
    """Tests go with the nuggets by their order."""
    tests = MatcherTests(match=("3 May", "May 3"), miss=("4 May", "3 June"))

    assert lint([question(nugget_tests=(tests, tests))], texts=TEXTS) == ("q: has nugget_tests for 2 of its 1 nuggets",)


def test_what_must_not_be_said_is_tested_with_its_excuses():
    """A sentence that an excuse forgives is no violation."""
    tests = MatcherTests(match=("It stops in 2031.", "Quist said so."), miss=("The bridge opens in 2031.", "It stops."))
    asked = question(must_not_include=("2031",), must_not_unless=("bridge",), must_not_tests=tests)

    assert lint([asked], texts=TEXTS) == ("q: must_not_include is not found in 'Quist said so.', and should be",)
