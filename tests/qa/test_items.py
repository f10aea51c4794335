"""The several things that a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.items import Item, items
from qa.words import content_words


def texts(question: str) -> list[str]:
    return [item.text for item in items(question)]


@pytest.mark.parametrize(
    ("question", "things"),
    [
        (
            "How many sheep drowned, who owned them and when did the dam break?",
            ["How many sheep drowned", "who owned them", "when did the dam break"],
        ),
        (
            "In the Roke papers, who runs a mill, who a bakery and who a pub?",
            ["who runs a mill", "who a bakery", "who a pub"],
        ),
        (
            "What did the ferry cost: at first, in June, at the end?",
            ["at first", "in June", "at the end"],
        ),
        (
            "Roke pier, Brandsby mill, Skerrow school: what was each to cost?",
            ["Roke pier", "Brandsby mill", "Skerrow school"],
        ),
        (
            "Quill on the ferry: what did she say in May, and what did she say in June?",
            ["what did she say in May", "what did she say in June"],
        ),
        (
            "Sum up the warning in Roke, in Brandsby and in Skerrow",
            ["Roke", "in Brandsby", "in Skerrow"],
        ),
        ("Put Quill, Strake and Pike side by side on the ferry", ["Quill", "Strake", "Pike"]),
        (
            "How long did they talk: Quill and Pike in May, Quill and Strake in June",
            ["Quill and Pike in May", "Quill and Strake in June"],
        ),
        ("Will the ferry sail? Roke and Brandsby don't see it the same way", ["Roke", "Brandsby"]),
        (
            "Costs, votes for it, votes against it... how did the meeting end?",
            ["Costs", "votes for it", "votes against it"],
        ),
    ],
)
def test_several_things_are_told_apart(question: str, things: list[str]) -> None:
    """In order, whether they are questions in a row, a list on one side of a colon, names in a row or two sides."""
    assert texts(question) == things


@pytest.mark.parametrize(
    "question",
    [
        "What did Quill say about the ferry?",
        "What do Quill and Strake say about the ferry?",
        "Back in May 2024, how did Quill describe the ferry?",
        "If the ferry stays in port, who brings bread and milk to Skerrow?",
        "Who said “it sails, it sinks, it rusts”?",
        "Was the fair of 2022 fuller, yes or no?",
        "How many of the 12,000 letters came from Roke?",
        "",
        ", and : ?",
    ],
)
def test_a_question_for_one_thing_has_no_items(question: str) -> None:
    """A clause that says when, a condition and a quotation ask for nothing of their own."""
    assert items(question) == ()


def test_what_goes_for_all_of_them_is_their_frame() -> None:
    """What stands outside the row, or in front of it."""
    assert items("Will it sail? Put Quill, Strake and Pike next to each other")[1] == Item(
        "Strake", "Will it sail? Put next to each other"
    )


def test_a_later_question_leaves_out_what_the_first_one_names() -> None:
    """In it, “what Strake” is what Strake answered."""
    first, second = items("What did Pike answer Quill, and what Strake?")

    assert first.frame == ""
    assert second.whole == "what Strake What did Pike answer Quill"


@given(st.lists(st.sampled_from("what who and or ferry Roke Pike Quill each , : ? . in May did".split()), max_size=30))
def test_every_item_has_words_of_the_question(words: list[str]) -> None:
    """Two to six, or none, each with something to be sought."""
    question = " ".join(words)
    found = items(question)

    assert len(found) in {0, 2, 3, 4, 5, 6}
    assert all(content_words(item.text) and item.text in " ".join(question.split()) for item in found)
