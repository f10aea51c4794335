"""The whole way of a question over the sample articles."""

import pytest

from qa.build import open_service
from qa.question import Question
from qa.reply import Abstention, Answer, Reply
from qa.service import Service
from qa.settings import Settings
from qa.wire import AskRequest, Turn, reply_body
from vectorstore.errors import InputError


def answer(reply: Reply) -> Answer:
    assert isinstance(reply.outcome, Answer), reply.outcome
    return reply.outcome


QUESTIONS = (
    "what did Scholz say about Nord Stream 2",
    "how many hangers were damaged",
    "when does the Tern Bridge open?",
    "Who said the steel will not wait?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_is_a_verbatim_span_of_a_stored_article(sample_service: Service, question: str) -> None:
    """What is quoted stands in the archive where the citation says."""
    citations = answer(sample_service.ask(AskRequest(question=question))).citations
    stored = sample_service.store.archive.articles([citation.article.id for citation in citations])

    assert citations
    assert all(stored[c.article.id].text[c.start : c.end] == c.quote for c in citations)


def test_what_somebody_said_is_only_what_that_person_said(sample_service: Service) -> None:
    """Biden's and Borrell's remarks on the pipeline stand beside Scholz's name and are not presented as his."""
    cited = answer(sample_service.ask(AskRequest(question="what did Scholz say about Nord Stream 2"))).citations

    assert {citation.speaker for citation in cited} == {"Olaf Scholz"}
    assert any("Nord Stream 2" in citation.quote for citation in cited)


def test_a_speaker_who_is_not_named_in_the_sentence_is_named_before_it(sample_service: Service) -> None:
    """A quotation that says only "he said" comes under its speaker's name."""
    segments = answer(sample_service.ask(AskRequest(question="Who said the steel will not wait?"))).segments

    assert "The steel will not wait" in segments[0].text
    assert segments[0].text.split(":")[0] == "Edwin Strake"


def test_what_one_of_a_family_said_is_not_anothers(newsroom: Service) -> None:
    """Edwin Strake will miss the ferry; Nora Strake is not known to have said anything."""
    edwin = reply_body(
        newsroom.ask(AskRequest(question="What did Edwin Strake say of the ferry?")), with_passages=False
    )
    nora = reply_body(newsroom.ask(AskRequest(question="What did Nora Strake say of the ferry?")), with_passages=False)

    assert {citation.speaker for citation in edwin.citations} == {"Edwin Strake"}
    assert not nora.answered
    assert nora.citations == ()


@pytest.mark.parametrize(
    "question", ["what did Angela Merkel say about the Tern Bridge", "Who won the Eurovision song contest in Malmö?"]
)
def test_what_the_articles_do_not_say_is_declined(sample_service: Service, question: str) -> None:
    """An abstention gives a reason and what was nearest, and cites nothing."""
    body = reply_body(sample_service.ask(AskRequest(question=question)), with_passages=False)

    assert (body.answered, body.answer, body.segments, body.citations) == (False, "", (), ())
    assert body.abstention is not None
    assert body.abstention.reason == "not_in_articles"
    assert body.nearest


def test_an_empty_archive_says_how_to_fill_it(settings: Settings) -> None:
    """No articles is another reason than no answer."""
    service = open_service(settings)
    outcome = service.ask(AskRequest(question="what did Scholz say")).outcome
    service.close()

    assert isinstance(outcome, Abstention)
    assert outcome.reason == "no_articles"
    assert "onrecord ingest" in outcome.message


def test_the_same_question_gets_the_same_answer(sample_service: Service) -> None:
    """Two runs differ in nothing but the reply's id and the times."""
    first, second = (sample_service.ask(AskRequest(question=QUESTIONS[0])) for _ in range(2))

    assert first.outcome == second.outcome
    assert first.hits == second.hits


def test_max_citations_is_kept(sample_service: Service) -> None:
    """One citation when one is asked for."""
    reply = sample_service.ask(AskRequest(question=QUESTIONS[0], max_citations=1))

    assert len(answer(reply).citations) == 1


def test_the_chain_is_a_langchain_runnable(sample_service: Service) -> None:
    """`batch` answers as `invoke` does."""
    questions = [Question(text=text) for text in QUESTIONS]

    assert [reply.outcome for reply in sample_service.chain.batch(questions)] == [
        sample_service.chain.invoke(question).outcome for question in questions
    ]


def test_history_is_taken_into_account(sample_service: Service) -> None:
    """A follow-up is answered as the question that it stands for."""
    history = (Turn(role="user", content="How long is the detour by Sallow Ford?"),)
    reply = sample_service.ask(AskRequest(question="and what will it cost him in diesel?", history=history))

    assert reply.standalone_question.startswith("How long is the detour")


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (AskRequest(question=" \n"), "empty"),
        (AskRequest(question="x" * 10_000), "10,000 characters, the limit is 2,000"),
        (AskRequest(question="who?", mode="generative"), "no chat model"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_advice(
    sample_service: Service, request_: AskRequest, says: str
) -> None:
    """What was wrong, the value, the next step."""
    with pytest.raises(InputError, match=says):
        sample_service.ask(request_)


def test_an_answer_carries_the_days_that_its_evidence_spans(sample_service: Service) -> None:
    """From the first to the last that is cited; an abstention has none."""
    reply = sample_service.ask(AskRequest(question=QUESTIONS[0]))
    body = reply_body(reply, with_passages=False)
    told = [citation.told_at for citation in answer(reply).citations]
    declined = reply_body(sample_service.ask(AskRequest(question="Who won the song contest?")), with_passages=False)

    assert (body.evidence_from, body.evidence_to) == (min(told), max(told))
    assert body.evidence_from < body.evidence_to
    assert (declined.evidence_from, declined.evidence_to) == (None, None)
