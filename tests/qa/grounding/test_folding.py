"""Folding takes away what typing changes, and knows where each character stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.grounding.folding import fold, plain

TEXTS = st.text(st.sampled_from("ab 1.,'\"“”‘’–—-…\u00a0\n\u00ad\u200bé"), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“It’s  so”", "'It's so'"),
        ("one\u00a0\n two", "one two"),
        ("a—b –- c -- d", "a-b -- c - d"),
        ("so…", "so..."),
        ("har\u00adbour\u200b", "harbour"),
        ("a \u200b b", "a b"),
        ("Ärger", "Ärger"),
    ],
)
def test_marks_dashes_blanks_and_unseen_characters_are_folded(text, folded):
    """Letters stay as they are, in their case."""
    assert fold(text).text == folded


def test_plain_is_folded_and_in_lower_case():
    """For what is compared without case."""
    assert plain("“Roke’s  FERRY”") == "'roke's ferry'"


@given(TEXTS)
def test_folding_twice_changes_nothing_but_dashes_side_by_side(text):
    """What is folded has nothing left to fold, where no two dashes have come together."""
    once = fold(text).text

    assert "--" in once or "''" in once or fold(once).text == once


@given(TEXTS)
def test_every_character_stems_from_its_span(text):
    """The spans are in order, within the text, and the span of a run folds to the run."""
    folded = fold(text)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


def test_a_span_that_parts_an_ellipsis_is_none():
    """One character was folded to three."""
    assert fold("so…").span(0, 3) is None
    assert fold("so…").span(0, 5) == (0, 3)
