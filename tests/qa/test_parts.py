"""The clauses of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.parts import parts
from qa.words import content_words


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        (
            "Which outlet reported the ferry accident, and which engineer inspected the Roke bridge?",
            ("Which outlet reported the ferry accident", "and which engineer inspected the Roke bridge?"),
        ),
        (
            "Who repaired the old pier wall while the ferry sailed to Brandsby?",
            ("Who repaired the old pier wall", "the ferry sailed to Brandsby?"),
        ),
        (
            "The Roke Gazette praised the bridge; the Lantern called it ugly: who designed that new bridge?",
            ("The Roke Gazette praised the bridge", "the Lantern called it ugly", "who designed that new bridge?"),
        ),
    ],
)
def test_clauses_are_sought_one_by_one(question: str, clauses: tuple[str, ...]) -> None:
    """In order, as they are written, the words between them left out."""
    assert parts(question) == clauses


def test_a_short_clause_goes_with_its_neighbour() -> None:
    """Fewer than three words that carry meaning are too few to be sought."""
    question = "Who repaired the old pier wall, in May; which ferry sailed back to Brandsby?"

    assert parts(question) == ("Who repaired the old pier wall, in May", "which ferry sailed back to Brandsby?")


@pytest.mark.parametrize(
    "question",
    [
        "Who repaired the old pier wall?",
        "What did Quill and Strake say?",
        "30,000 letters were sent to the Roke town hall",
        "Did the sand reach the Brandsby mill?",
        ", , ,",
        "",
    ],
)
def test_a_question_of_one_clause_has_no_parts(question: str) -> None:
    """It is sought as a whole."""
    assert parts(question) == ()


@given(st.lists(st.sampled_from(["ferry", "bridge", "sailed", "the", "and", "while", ",", ";", "12,000"]), max_size=20))
def test_parts_lose_no_word_that_carries_meaning(words: list[str]) -> None:
    """There are none, or several that have all of the question's."""
    question = " ".join(words).replace(" ,", ",").replace(" ;", ";")
    found = parts(question)

    assert len(found) != 1
    assert not found or set(content_words(" ".join(found))) == set(content_words(question))
