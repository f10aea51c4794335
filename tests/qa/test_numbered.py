"""Things that a number tells apart."""

import pytest

from qa.numbered import is_another


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("Who switched off Well 6?", "Well 2 was switched off.", True),
        ("who switched off well 6", "Well 6 was switched off, not Well 2.", False),
        ("Who switched off Well 6?", "The well was switched off.", False),
        ("Did the fair of 12 May draw a crowd?", "On May 3 the fair drew a crowd.", False),
        ("How many of the 30,000 came?", "Of 12 came none.", False),
    ],
)
def test_a_text_with_other_numbers_alone_is_of_another_thing(question: str, text: str, *, another: bool) -> None:
    """A day and a count are no such number."""
    assert is_another(question)(text) is another
