"""Misspelt words of a question are put right by the words of the articles, and no others."""

import pytest

from qa.service import Service
from qa.spelling import Speller
from qa.wire import AskRequest, reply_body


@pytest.fixture
def speller(newsroom: Service) -> Speller:
    """Over the articles of the newsroom."""
    return newsroom.questions.speller


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("wil the fery sail in wintr", "wil the ferry sail in winter"),
        ("who runs the libary", "who runs the library"),
        ("what did Strakke say", "what did strake say"),
        ("the horn of the lighthose", "the horn of the lighthouse"),
    ],
)
def test_a_word_near_one_of_the_articles_becomes_it(speller: Speller, written: str, right: str) -> None:
    """One letter off in up to seven, two in longer ones; words of three letters are left alone."""
    assert speller.corrected(written) == right


@pytest.mark.parametrize(
    "text",
    [
        "Will the Roke ferry sail in winter?",
        "which submarine did the mayor buy",
        "Did Marta Quill say: “wil the fery sail”?",
        'who said "wil the fery sail"',
        "what did Strokker say",
        "xq 12,000 wqx zzyzzx",
        "WINTR ferry2go Fery1 x-fery",
        "Mille and Brede",
        "the xerry",
        "",
    ],
)
def test_what_is_right_unknown_or_quoted_stays(speller: Speller, text: str) -> None:
    """A common word that no article has is no misspelling, and a name two letters off is another name."""
    assert speller.corrected(text) == text


def test_a_question_of_misspelt_words_is_answered(newsroom: Service) -> None:
    """What was asked is shown as it was asked, and as it was understood."""
    asked = "how many visiters came to the fare in Roke in 2023"

    reply = reply_body(newsroom.ask(AskRequest(question=asked)), with_passages=False)

    assert reply.question == asked
    assert reply.standalone_question == "how many visitors came to the fare in Roke in 2023"
    assert "6,500" in reply.answer
