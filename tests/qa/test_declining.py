"""Why a question is declined."""

import pytest

from qa.declining import why_declined
from qa.question import Question
from qa.reply import Abstention
from qa.service import Service
from qa.understand import understand
from qa.wire import AskRequest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("When does the mill open?", "The articles don't say when."),
        ("How many sheep graze on the moor?", "The articles don't give the number."),
        ("Who said “the tide waits for no one”?", "The articles don't say whose words these are."),
        ("What did Marta Quill say about sheep?", "No article quotes Marta Quill on this."),
        ("Why is the mill shut?", "The articles don't say."),
    ],
)
def test_it_is_said_what_is_missing(text: str, message: str) -> None:
    """By the kind of answer asked for."""
    assert why_declined(understand(Question(text=text), speakers=("Marta Quill",))) == message


def test_words_that_no_article_has_are_named(newsroom: Service) -> None:
    """As they are written, two at most; common words are none of them."""
    request = AskRequest(question="Did Grizelda of Malmö outrun Zorblatt?")
    outcome = newsroom.ask(request).outcome

    assert isinstance(outcome, Abstention)
    assert outcome.message == "No article mentions “Grizelda” or “Malmö”."
    assert outcome.nearest
