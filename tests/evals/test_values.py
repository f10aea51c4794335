"""Values are compared as values, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.match import contains


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("about fourteen crew", "14"),
        ("twenty-one people", "21"),
        ("one million people", "1,000,000"),
        ("1.5 million crowns", "1,500,000"),
        ("2.5bn crowns", "2.5 billion"),
        ("it cost £2.5m", "£2.5 million"),
        ("50 per cent of it", "50%"),
        ("May 3rd, 2022 it was", "3 May 2022"),
        ("the 3rd of May", "May 3"),
        ("on 2022-05-03.", "May 3"),
        ("Sept. 30", "30 September"),
        ("at 9.40pm", "21:40"),
        ("at 12 a.m. sharp", "12am"),
        ("two weeks", "2 weeks"),
        ("a sticking-plaster", "sticking plaster"),
    ],
)
def test_one_value_in_two_spellings_is_the_same(text, wording):
    """A reader takes the two for the same, and so does a matcher."""
    assert contains(text, wording)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("2.5 million", "5 million"),
        ("3.5 million", "3 million"),
        ("14 May 2024", "4 May"),
        ("in March 2022", "20 March"),
        ("Nord Stream 2", "two"),
        ("5m tall", "5 million"),
        ("a score of 2-1", "21"),
        ("at 9.40pm", "9:40am"),
        ("1,500 in 2022", "500"),
        ("he may, 3 times", "3 May"),
    ],
)
def test_another_value_is_not_taken_for_it(text, wording):
    """Part of a number, a unit and a verb are no such value."""
    assert not contains(text, wording)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They halted the certification.", True),
        ("Certification was halting.", True),
        ("They halted it. Certification went on.", False),
        ("The asphalted road has a certificate.", False),
    ],
)
def test_parts_of_a_wording_stand_in_one_sentence_in_any_order(text, found):
    """`*` stands for the end of a word, ` + ` joins parts."""
    assert contains(text, "halt* + certif*") is found


@given(st.from_regex(r"[0-9.,:/ abmnpt%£-]{0,30}[0-9a-t][0-9.,:/ abmnpt%£-]{0,10}", fullmatch=True))
def test_a_text_of_any_values_is_found_in_itself(text):
    """However odd its numbers, reading them as values loses nothing."""
    assert contains(text, text)
