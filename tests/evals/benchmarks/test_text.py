"""Answers are compared with references as the data sets' authors do it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.benchmarks.text import (
    contains_any,
    content_recall,
    exact_match,
    rouge_1_recall,
    rouge_l,
    squad_normal,
    token_f1,
)

words = st.lists(st.sampled_from("the heron left two grey nests at dusk".split()), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("The Grey-Heron's  nest!", "greyherons nest"),
        ("a heron, an egret\nand the ibis", "heron egret and ibis"),
        ("theatre anthem", "theatre anthem"),
        ("$4,100.", "4100"),
        ("The", ""),
    ],
)
def test_the_normal_form_is_squads(text, normal):
    """Lower case, no punctuation, no articles, single blanks; an article within a word stays."""
    assert squad_normal(text) == normal


def test_an_exact_match_is_with_any_reference():
    """Case, articles and the full stop don't count; a further word does."""
    assert exact_match("The heron.", ["egret", "heron"])
    assert not exact_match("grey heron", ["egret", "heron"])


@pytest.mark.parametrize(
    ("answer", "references", "f1"),
    [
        ("the old red kite", ["red kite flies"], 4 / 6),
        ("red red kite", ["red kite kite"], 4 / 6),
        ("the old red kite", ["sparrow", "an old red kite"], 1.0),
        ("sparrow", ["red kite"], 0.0),
        ("", ["red kite"], 0.0),
        ("", [], 0.0),
    ],
)
def test_token_f1_is_of_the_words_in_common_each_as_often_as_in_both(answer, references, f1):
    """Twice what is common by the words of both, against the best reference."""
    assert token_f1(answer, references) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("answer", "references", "contained"),
    [
        ("It was the Red Kite, she said.", ["a red kite"], True),
        ("It was a sparrow.", ["red kite", "sparrow"], True),
        ("The kites are red.", ["kite"], False),
        ("Red, then a kite.", ["red kite"], False),
        ("Anything.", ["the"], False),
        ("", ["red kite"], False),
    ],
)
def test_an_answer_contains_a_reference_as_whole_words_in_a_row(answer, references, contained):
    """A part of a word is not contained, and a reference of nothing but articles never is."""
    assert contains_any(answer, references) is contained


@pytest.mark.parametrize(
    ("answer", "references", "score"),
    [
        ("The ferry left early", ["the ferry has left"], 6 / 8),
        ("left ferry", ["ferry left"], 2 / 4),
        ("ferry-left, early!", ["Ferry left early."], 1.0),
        ("ferry", ["bridge", "ferry left"], 2 / 3),
        ("", ["ferry"], 0.0),
        ("ferry", [], 0.0),
    ],
)
def test_rouge_l_is_of_the_longest_common_subsequence(answer, references, score):
    """Twice its words by the words of both, against the best reference."""
    assert rouge_l(answer, references) == pytest.approx(score)


def test_rouge_1_recall_counts_each_word_of_the_reference_as_often_as_it_stands_there():
    """Of three ferries and one left, two ferries and the left are in the answer."""
    assert rouge_1_recall("ferry left ferry early", "ferry ferry ferry left") == 3 / 4
    assert rouge_1_recall("ferry", "") == 0.0


def test_content_recall_counts_stems_and_no_function_words():
    """Of council, raise, moor and fee, the last two are in the answer."""
    assert content_recall("Two mooring fees went up", "The council raised the mooring fee") == 2 / 4
    assert content_recall("Two mooring fees went up", "the") == 0.0


@given(words, words)
def test_every_comparison_is_from_0_to_1(answer, reference):
    """Whatever was answered."""
    values = [
        token_f1(answer, [reference]),
        rouge_l(answer, [reference]),
        rouge_1_recall(answer, reference),
        content_recall(answer, reference),
    ]

    assert all(0 <= value <= 1 for value in values)


@given(words)
def test_what_is_the_reference_word_for_word_is_matched_in_full(text):
    """By every measure for which there is something to match."""
    assert exact_match(text, [text])
    assert token_f1(text, [text]) == 1.0
    assert rouge_l(text, [text]) == float(bool(text))
    assert contains_any(text, [text]) is bool(squad_normal(text))
