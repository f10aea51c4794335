"""The sentences that an answer can be made of."""

from qa.candidates import CandidateFinder, Sentences
from qa.question import Question
from qa.service import Service


def read(service: Service, text: str) -> Sentences:
    """The sentences of what is found for the question."""
    question = Question(text=text)
    understood = service.questions.read(question)
    hits = service.retriever.hits(question, understood, limit=12)
    return CandidateFinder(store=service.store, encoder=service.store.encoder).sentences(understood, hits)


def test_of_many_sentences_those_with_the_words_of_the_question_are_read(sample_service: Service) -> None:
    """The one that has them is among them, each with its vector."""
    found = read(sample_service, "Who counted the damaged hangers of the Tern Bridge?")

    assert len(found.units) == len(found.vectors) == 24
    assert any("damaged hangers" in unit.text for unit in found.units)


def test_whoever_is_asked_for_is_read_whatever_their_words(sample_service: Service) -> None:
    """A sentence of hers may have no word of the question."""
    found = read(sample_service, "What did Marta Quill say about the lorries?")

    assert {"Marta Quill"} < {unit.speaker for unit in found.units}


def test_a_question_for_several_things_has_all_sentences_read(sample_service: Service) -> None:
    """What has few words of the whole may have those of one thing."""
    found = read(sample_service, "Tern Bridge: who counted the hangers, who closed the road and who paid?")

    assert len(found.units) > 24
