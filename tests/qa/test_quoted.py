"""Whose words a quotation is, is looked up, and confirmed or put right."""

import pytest

from evals.benchmarks.benchmark import plain_article
from qa.build import open_service
from qa.question import Question
from qa.service import Service
from qa.settings import Settings
from qa.understand import understand
from qa.wire import AskRequest, reply_body


@pytest.mark.parametrize(
    ("text", "kind", "quotation"),
    [
        ("Who said “a sticking plaster on a broken leg”?", "who-said", "a sticking plaster on a broken leg"),
        ('Did Strake say "a sticking plaster on a broken leg"?', "did-say", "a sticking plaster on a broken leg"),
        (
            "Was “a sticking plaster on a broken leg” something Strake said?",
            "did-say",
            "a sticking plaster on a broken leg",
        ),
        ("Did Strake say it was “a pity”?", "other", None),
        ("What did Quill say of “a sticking plaster on a broken leg”?", "what-said", None),
    ],
)
def test_a_quotation_is_asked_about_where_its_speaker_is(text: str, kind: str, quotation: str | None) -> None:
    """Four words or more; fewer may be a term."""
    understood = understand(Question(text=text), speakers=("Marta Quill", "Edwin Strake"))

    assert (understood.kind, understood.quotation) == (kind, quotation)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Who said “a sticking plaster on a broken leg”?", "Marta Quill. "),
        ("Did Marta Quill say: “a sticking plaster on a broken leg”?", "Yes. Marta Quill: "),
        ("Was “a sticking plaster on a broken leg” something Edwin Strake said?", "No. Marta Quill: "),
        ("Did Edwin Strake say: “a sticking plaster on a broken leg”?", "No. Marta Quill: "),
    ],
)
def test_the_words_are_given_with_whose_they_are(sample_service: Service, text: str, answer: str) -> None:
    """Only they, verbatim; asked whether they are somebody's, yes or no leads."""
    reply = reply_body(sample_service.ask(AskRequest(question=text)), with_passages=False)

    assert reply.answer.startswith(answer)
    assert "a sticking plaster on a broken leg" in reply.citations[0].quote
    assert reply.citations[0].speaker == "Marta Quill"


def test_the_right_speaker_is_found_among_all_articles(sample_service: Service) -> None:
    """Not only where the one asked about speaks."""
    asked = AskRequest(question="Did Biden say: “Berlin and Kyiv saw Nord Stream 2 differently”?")

    assert reply_body(sample_service.ask(asked), with_passages=False).answer.startswith("No. Olaf Scholz: ")


@pytest.mark.parametrize(
    "text", ["denied that the ferry would stop for good", "would say the ferry would stop for good"]
)
def test_what_was_denied_or_only_may_be_said_is_not_confirmed(settings: Settings, text: str) -> None:
    """Their words are not those of whoever denies them."""
    service = open_service(settings)
    list(service.ingest([plain_article("ferry", f"Ada Quist {text}. She left at noon.")]))
    asked = AskRequest(question="Did Ada Quist say: “the ferry would stop for good”?")
    reply = reply_body(service.ask(asked), with_passages=False)
    service.close()

    assert not reply.answered


def test_words_that_nobody_said_are_not_confirmed(sample_service: Service) -> None:
    """A quotation that no article has is declined."""
    asked = AskRequest(question="Did Marta Quill say: “the moon is a wheel of green cheese tonight”?")

    assert not reply_body(sample_service.ask(asked), with_passages=False).answered


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Did Ada Quist say that the ferry would stop in the autumn?", "Yes. "),
        ("Did Rolf Tamm say that the ferry would stop in the autumn?", "No. Ada Quist"),
        ("Was it Rolf Tamm who said the pier needs new piles before winter?", "Yes. "),
    ],
)
def test_what_somebody_is_asked_to_have_said_is_confirmed_or_put_right(
    settings: Settings, asked: str, answer: str
) -> None:
    """In the articles' words, without the asker's quotation marks."""
    assert _asked_of_the_ferry(settings, asked).startswith(answer)


@pytest.mark.parametrize(
    "asked",
    [
        "Did Ada Quist say that the ferry would not stop in the autumn?",
        "Did Rolf Tamm say that the harbour fund was empty since May?",
    ],
)
def test_a_denial_and_hearsay_confirm_nothing(settings: Settings, asked: str) -> None:
    """Neither the contrary nor what somebody passes on from another is a yes."""
    assert not _asked_of_the_ferry(settings, asked).startswith(("Yes", "No"))


def _asked_of_the_ferry(settings: Settings, asked: str) -> str:
    text = (
        "Ada Quist said the ferry would stop in the autumn. Rolf Tamm said the pier needs new piles before winter. "
        "Rolf Tamm said Ines Falk told him the harbour fund was empty since May."
    )
    service = open_service(settings)
    list(service.ingest([plain_article("ferry", text)]))
    reply = reply_body(service.ask(AskRequest(question=asked)), with_passages=False)
    service.close()
    return reply.answer
