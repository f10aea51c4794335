"""What a follow-up takes over from the conversation."""

import pytest

from qa.followup import standalone
from qa.question import Question, Turn
from qa.understand import understand

_FERRY = (
    Turn("user", "Who runs the Roke ferry?"),
    Turn("assistant", "Marta Quill runs it; Edwin Strake, a baker, wants it back."),
)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("what did she say about winter?", "what did Marta Quill say about winter?"),
        ("and what did he say?", "and what did Edwin Strake say?"),
        ("what is her plan?", "what is Marta Quill's plan?"),
        ("did anybody ask her?", "did anybody ask Marta Quill?"),
        ("is it still sailing?", "is it still sailing?"),
    ],
)
def test_a_pronoun_is_the_person_who_was_spoken_of(text: str, own: str) -> None:
    """By the first name, whom the last answer names before others; `it` stays."""
    taken = standalone(Question(text=text, history=_FERRY))

    assert (taken.before, taken.own) == ("Who runs the Roke ferry?", own)


def test_nobody_is_made_up_for_a_pronoun() -> None:
    """Where nobody was named, the pronoun stays."""
    history = (Turn("user", "who runs the ferry?"), Turn("assistant", "The articles don't say."))

    assert standalone(Question(text="what did she say?", history=history)).own == "what did she say?"


@pytest.mark.parametrize("text", ["Where does Ines Corrigan keep bees?", "How high is the Brandsby church tower?"])
def test_a_new_topic_takes_nothing_along(text: str) -> None:
    """It leans on nothing, so nothing is carried into it."""
    taken = standalone(Question(text=text, history=_FERRY))

    assert (taken.carried, taken.own, taken.text) == ("", text, text)


@pytest.mark.parametrize("text", ["And on the radio?", "who voted no?", "what about Strake?"])
def test_a_question_of_few_words_goes_on_from_the_last(text: str) -> None:
    """The last question tells what kind of answer is wanted."""
    history = (Turn("user", "What did Marta Quill say in the Gazette?"), Turn("assistant", "Nothing."))
    taken = standalone(Question(text=text, history=history))

    assert taken.text == taken.asking == f"What did Marta Quill say in the Gazette? {text}"
    assert taken.named == ()


def test_what_the_conversation_names_is_taken_along() -> None:
    """The most often named first, the latest among equals, no day, nothing that the questions name; three at most."""
    history = (
        Turn("user", "What is the Gull Rock light?"),
        Turn(
            "assistant", "A lighthouse off Brinsea. On Monday Ada Thorn lit it for the last time, Brinsea Radio said."
        ),
        Turn("user", "who was the first to light it?"),
        Turn("assistant", "It was Thorn's grandfather, in Brinsea, by a lamp from Skerrow."),
    )
    taken = standalone(Question(text="and when was it built?", history=history))

    assert taken.named == ("Brinsea Radio", "Ada Thorn", "Skerrow")
    assert taken.carried == "who was the first to light it? (Brinsea Radio, Ada Thorn, Skerrow)"
    assert taken.text == f"{taken.carried} and when was it built?"
    assert taken.asked == "who was the first to light it? and when was it built?"


def test_names_help_to_find_and_are_not_asked_for() -> None:
    """They are searched for; neither whose words are asked for nor what must be spoken of comes from them."""
    history = (
        Turn("user", "What did Marta Quill say about the ferry?"),
        Turn("assistant", "It will sail again, she told Edwin Strake."),
    )
    understood = understand(
        Question(text="and about the winter?", history=history), speakers=("Marta Quill", "Edwin Strake")
    )

    assert {"edwin", "strake"} <= set(understood.words)
    assert understood.speakers == ("Marta Quill",)
    assert set(understood.topic) == {"ferry", "winter"}


def test_the_words_that_are_carried_are_told_apart() -> None:
    """They count less than the question's own."""
    understood = understand(
        Question(text="what did she say about winter?", history=_FERRY), speakers=("Marta Quill", "Edwin Strake")
    )

    assert understood.carried == {"runs", "roke", "ferry"}
    assert understood.speakers == ("Marta Quill",)
    assert understood.own == "what did Marta Quill say about winter?"
