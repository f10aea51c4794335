"""The reader: its rows of word-pieces, its adapter, its two backends, and what it changes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.build import open_service
from qa.candidates import CandidateFinder
from qa.question import Question
from qa.reader.adapter import read_adapter, shipped_adapter, write_adapter
from qa.reader.judge import Judge, Judged, Reading
from qa.reader.network import merged_network
from qa.reader.pairs import CONTEXT_PIECES, QUESTION_PIECES, SENTENCE_PIECES, PairTokenizer, Sentence
from qa.reader.scorer import MIN_AGREEMENT, OpenVinoScorer, Scorer, TorchScorer, load_scorer
from qa.reader.signs import NAMES
from qa.service import Service
from qa.settings import read_settings
from vectorstore.embedding.model import BUNDLED, EmbeddingModel, find_model
from vectorstore.errors import OnrecordError

_QUESTION = "Who runs the ferry from Roke?"
_ANSWER = Sentence("", "“Nobody sails in January,” said Marta Quill, who runs the ferry from Roke.")
_OTHERS = [
    Sentence("", "The Brandsby mill grinds again after the flood of last autumn."),
    Sentence("", "The ferry from Roke leaves at nine."),
    Sentence("The fair.", "It drew 4,000 visitors, the town hall counted."),
]


@pytest.fixture(scope="module")
def model() -> EmbeddingModel:
    """The base model."""
    return find_model(BUNDLED)


@pytest.fixture(scope="module")
def scorer(model: EmbeddingModel, models: Path) -> Scorer:
    """The reader as it is used."""
    return load_scorer(model, shipped_adapter(), backend="openvino", models=models)


def test_a_row_is_question_context_and_sentence(model: EmbeddingModel) -> None:
    """Between the marks that the base model knows, the question of one type and the rest of the other."""
    tokenizer = PairTokenizer(model)
    rows = tokenizer.rows(
        "who ran", [Sentence("the mill", "she ran"), Sentence("", "a much longer sentence is this one")]
    )
    first = rows.input_ids[0][rows.attention_mask[0] == 1]

    assert rows.input_ids.shape == rows.token_type_ids.shape == rows.attention_mask.shape == (2, 16)
    assert [int(first[n]) for n in (0, 3, 6, 9)] == [101, 102, 102, 102]
    assert len(first) == 10
    assert rows.token_type_ids[0].tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_what_is_too_long_is_cut(model: EmbeddingModel) -> None:
    """A question and a sentence keep their beginning, a context its end."""
    rows = PairTokenizer(model).rows("who " * 99, [Sentence("mill " * 99 + "ferry", "boat " * 99)])
    ids = rows.input_ids[0][rows.attention_mask[0] == 1].tolist()
    ends = [n for n, piece in enumerate(ids) if piece == 102]

    assert [ends[0] - 1, ends[1] - ends[0] - 1, ends[2] - ends[1] - 1] == [
        QUESTION_PIECES,
        CONTEXT_PIECES,
        SENTENCE_PIECES,
    ]
    assert ids[ends[1] - 1] != ids[ends[1] - 2]


def test_no_sentence_has_no_score(scorer: Scorer) -> None:
    """An empty result, not an error."""
    assert scorer.scores(_QUESTION, []).shape == (0,)


def test_the_answer_is_told_from_its_neighbours(scorer: Scorer) -> None:
    """Whatever the order and the length of what is read together."""
    forward = scorer.scores(_QUESTION, [_ANSWER, *_OTHERS])
    backward = scorer.scores(_QUESTION, [*_OTHERS[::-1], _ANSWER])

    assert forward.argmax() == 0
    assert np.abs(forward - backward[::-1]).max() < 0.1


def test_the_graph_agrees_with_torch(scorer: Scorer, model: EmbeddingModel) -> None:
    """On sentences that it was not compared on when it was made."""
    reference = TorchScorer(model, read_adapter(shipped_adapter(), model=model))
    sentences = [_ANSWER, *_OTHERS] * 6
    probabilities = [1 / (1 + np.exp(-one.scores(_QUESTION, sentences))) for one in (scorer, reference)]

    assert isinstance(scorer, OpenVinoScorer)
    assert np.abs(probabilities[0] - probabilities[1]).max() <= 1 - MIN_AGREEMENT


def test_an_adapter_without_changes_leaves_the_base_model(model: EmbeddingModel, tmp_path: Path) -> None:
    """What is merged is `b @ a`: with b all zeros the network is the base model with a head."""
    shipped = read_adapter(shipped_adapter(), model=model)
    still = {name: tensor * (not name.endswith(".b")) for name, tensor in shipped.tensors.items()}
    write_adapter(still, tmp_path / "still.safetensors", model=model)
    merged = merged_network(model, read_adapter(tmp_path / "still.safetensors", model=model))
    changed = merged_network(model, shipped)
    weight = "encoder.encoder.layer.0.attention.self.query.weight"
    from transformers import AutoModel

    base = AutoModel.from_pretrained(model.directory).state_dict()["encoder.layer.0.attention.self.query.weight"]

    assert np.array_equal(merged.state_dict()[weight], base)
    assert not np.array_equal(changed.state_dict()[weight], base)


def test_another_models_adapter_is_refused(model: EmbeddingModel, tmp_path: Path) -> None:
    """The message says what to do."""
    file = tmp_path / "adapter.safetensors"
    shipped = read_adapter(shipped_adapter(), model=model)
    write_adapter(shipped.tensors, file, model=replace(model, fingerprint="0" * 64))

    with pytest.raises(OnrecordError, match=r"is for another model than 'all-MiniLM-L6-v2': set ONRECORD_READER=off"):
        read_adapter(file, model=model)


@pytest.mark.parametrize("content", [b"", b"not safetensors at all"])
def test_a_damaged_adapter_is_refused(model: EmbeddingModel, tmp_path: Path, content: bytes) -> None:
    """As is a missing one."""
    file = tmp_path / "adapter.safetensors"
    if content:
        file.write_bytes(content)

    with pytest.raises(OnrecordError, match="can't be read"):
        read_adapter(file, model=model)


def test_the_shipped_adapter_is_small() -> None:
    """At most 8 MB."""
    assert shipped_adapter().stat().st_size <= 8_000_000


def _judged(service: Service, asked: str, scorer: Scorer | None) -> tuple[Judged, Reading]:
    question = Question(text=asked)
    understood = service.questions.read(question)
    finder = CandidateFinder(store=service.store, encoder=service.store.encoder)
    hits = service.retriever.hits(question, understood, limit=12)
    candidates = finder.candidates(understood, finder.sentences(understood, hits))
    judge = Judge(scorer=scorer)
    return (
        judge.judged(understood, candidates, hits=hits, most=8),
        judge.reading(understood, candidates, hits=hits, most=8),
    )


@pytest.mark.parametrize("with_reader", [True, False])
def test_sentences_are_judged_the_likeliest_first(newsroom: Service, scorer: Scorer, *, with_reader: bool) -> None:
    """Each by a probability; the one that tells the number comes first, and there is an answer."""
    judged, reading = _judged(newsroom, "How many visitors came to the fair of Roke?", scorer if with_reader else None)
    probabilities = [one.support for one in judged.candidates]

    assert len(judged.candidates) == len(reading.candidates) == len(reading.signs) <= 8
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 < own < 1 for own in (*probabilities, judged.answered))
    assert "visitors" in judged.candidates[0].text
    assert bool(reading.signs[:, NAMES.index("reading")].any()) == with_reader


def test_what_the_articles_have_is_likelier_answered_than_what_they_have_not(newsroom: Service, scorer: Scorer) -> None:
    """The fair's visitors are counted, its cakes are not."""
    there, _ = _judged(newsroom, "How many visitors did the Roke fair draw?", scorer)
    missing, _ = _judged(newsroom, "Which tenor sang the encore in Verona?", scorer)

    assert there.answered > missing.answered


def test_only_whoever_is_asked_for_is_judged(newsroom: Service, scorer: Scorer) -> None:
    """A sentence of another speaker is no answer, however near it is."""
    judged, _ = _judged(newsroom, "What did Edwin Strake say about the ferry?", scorer)

    assert {one.speaker for one in judged.candidates} == {"Edwin Strake"}


def test_without_a_sentence_there_is_no_answer(newsroom: Service, scorer: Scorer) -> None:
    """Of somebody who says nothing in the articles that are found."""
    understood = newsroom.questions.read(Question(text="What is the mill?"))

    assert Judge(scorer=scorer).judged(understood, (), hits=(), most=8) == Judged((), 0.0)


def test_the_reader_can_be_switched_off(tmp_path: Path, models: Path) -> None:
    """Then nothing of it is loaded; otherwise it is."""
    for reader, is_there in (("off", False), ("on", True)):
        service = open_service(read_settings(home=tmp_path / reader, models=models, reader=reader))
        service.close()
        assert (service.reader.judge.scorer is not None) == is_there


def test_where_no_sentence_may_answer_a_threshold_of_nothing_declines_too(newsroom: Service) -> None:
    """Somebody's words are asked for, and what is read has none."""
    lenient = replace(newsroom.reader, min_probability=0.0)
    understood = newsroom.questions.read(Question(text="What is the mill?"))

    assert lenient.read(understood, (), max_citations=8) == ()
