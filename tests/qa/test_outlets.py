"""The outlets that a question names."""

import pytest

from qa.outlets import outlets_in

_OUTLETS = ("HBN News", "Lantern", "The Roke Gazette", "Brandsby Times (sample)", "Skerrow.com", "Tide News")


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("what did the HBN report?", {"HBN News"}),
        ("what did the hbn report?", {"HBN News"}),
        ("what did HBN News report?", {"HBN News"}),
        ("What does Lantern write?", {"Lantern"}),
        ("what did The Roke Gazette report?", {"The Roke Gazette"}),
        ("what did the roke gazette's reporter see?", {"The Roke Gazette"}),
        ("according to the Brandsby Times, who paid?", {"Brandsby Times (sample)"}),
        ("What does Skerrow.com say?", {"Skerrow.com"}),
        ("What does Skerrow say?", {"Skerrow.com"}),
        ("What does Tide News say?", {"Tide News"}),
        ("What does Tide say?", {"Tide News"}),
        ("Do the Roke Gazette and the Lantern agree?", {"The Roke Gazette", "Lantern"}),
    ],
)
def test_an_outlet_is_named_as_people_name_it(question: str, outlets: set[str]) -> None:
    """Without its article, `News` or `.com`; initials and names of several words in any case."""
    assert outlets_in(question, _OUTLETS) == outlets


@pytest.mark.parametrize(
    "question",
    [
        "who lit the lantern?",
        "when does the tide turn?",
        "Lanterns and Tidelands",
        "the hbnx and the xhbn",
        "the Brandsby Timesheet",
        "what is the news of the times?",
        "",
    ],
)
def test_another_word_is_no_outlet(question: str) -> None:
    """A name of one word wants its capital, and no name is found within a word."""
    assert outlets_in(question, _OUTLETS) == frozenset()


def test_a_name_is_no_pattern() -> None:
    """What means something in a regular expression is a letter like any other."""
    assert outlets_in("What does R+K (Roke) say?", ["R.K", "R+K"]) == {"R+K"}
