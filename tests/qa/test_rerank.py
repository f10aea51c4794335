"""Passages put in order by a cross-encoder: a real one, tiny, with random weights."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import CrossEncoder
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizer, PreTrainedModel

from qa.build import open_service
from qa.question import Question
from qa.reply import Hit
from qa.rerank import CrossEncoderReranker, reranked
from qa.service import Service
from qa.settings import read_settings
from qa.wire import AskRequest, SearchRequest, Turn
from vectorstore.article import Article, Passage, Post
from vectorstore.embedding.model import BUNDLED, find_model
from vectorstore.errors import InputError, OnrecordError

QUERY = "What did Scholz say about Nord Stream 2?"
CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,"
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *CHARACTERS, *(f"##{char}" for char in CHARACTERS)]

Adjust = Callable[[PreTrainedModel], None]


def cross_encoder(
    folder: Path, *, labels: int = 1, kind: type[PreTrainedModel] = BertForSequenceClassification, adjust: Adjust = id
) -> str:
    """A BERT of one layer that reads letter by letter, saved in the folder."""
    torch.manual_seed(7)
    model = kind(
        BertConfig(
            vocab_size=len(PIECES),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            initializer_range=0.5,
            num_labels=labels,
        )
    )
    with torch.no_grad():
        adjust(model)
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(PIECES))
    BertTokenizer(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


def of_equal_scores(model: PreTrainedModel) -> None:
    """Makes the model give every pair 2.5."""
    model.classifier.weight.fill_(0)
    model.classifier.bias.fill_(2.5)


def of_no_number(model: PreTrainedModel) -> None:
    """Makes the model give no pair a number."""
    model.classifier.bias.fill_(float("nan"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a cross-encoder."""
    return cross_encoder(tmp_path_factory.mktemp("reranker"))


@pytest.fixture(scope="module")
def reranking(
    tmp_path_factory: pytest.TempPathFactory, models: Path, samples: tuple[Article, ...], folder: str
) -> Iterator[Service]:
    """A service over the sample articles, set to rerank 6 passages."""
    home = tmp_path_factory.mktemp("reranking")
    service = open_service(read_settings(home=home, models=models, reranker=folder, rerank_passages=6))
    assert all(result.status == "added" for result in service.ingest(samples))
    yield service
    service.close()


def places(hits: Sequence[Hit]) -> list[str]:
    """The ids of the passages, in order."""
    return [hit.passage.id for hit in hits]


def under_headline(hit: Hit) -> str:
    """What a reranker reads of a passage that is in no post."""
    return f"{hit.article.title}\n{hit.passage.text}"


def hit(name: str, *, score: float) -> Hit:
    """A passage that is a whole article."""
    text = f"The {name} is open."
    passage = Passage(id=name, article_id=name, post_id=None, start=0, end=len(text), text=text)
    unknown = {"publisher": None, "published_at": None, "updated_at": None, "url": None, "language": None}
    article = Article(id=name, title=f"Of the {name}", authors=(), text=text, posts=(), source="-", **unknown)
    return Hit(passage, article, score, {"words": 1})


def test_the_best_are_in_the_order_of_the_model_and_the_rest_in_their_own(
    reranking: Service, sample_service: Service, folder: str
) -> None:
    """Six passages follow the scores that sentence-transformers gives them; from the seventh on nothing moves."""
    before = sample_service.search(SearchRequest(query=QUERY, limit=12))
    after = reranking.search(SearchRequest(query=QUERY, limit=12))
    scores = CrossEncoder(folder, device="cpu").predict([(QUERY, under_headline(hit)) for hit in before[:6]])
    by_score = [before[n].passage.id for n in np.argsort(-scores, kind="stable")]

    assert len(before) == 12
    assert by_score != places(before[:6])
    assert places(after) == by_score + places(before[6:])
    assert after[6:] == before[6:]


def test_a_reranked_hit_says_its_rank_and_a_score_that_falls(reranking: Service, sample_service: Service) -> None:
    """`why` has the reranker's rank beside the others; the scores fall from the first hit to the last."""
    before = {hit.passage.id: hit for hit in sample_service.search(SearchRequest(query=QUERY, limit=12))}
    after = reranking.search(SearchRequest(query=QUERY, limit=12))

    assert [hit.why.get("reranker") for hit in after] == [1, 2, 3, 4, 5, 6, *[None] * 6]
    assert all({**before[hit.passage.id].why, "reranker": rank} == hit.why for rank, hit in enumerate(after[:6], 1))
    assert [hit.score for hit in after] == sorted((hit.score for hit in after), reverse=True)
    assert after[5].score == after[6].score + 1


def test_fewer_hits_are_the_first_of_more(reranking: Service) -> None:
    """As many passages are put in order however few are asked for, and their scores are the same."""
    many = reranking.search(SearchRequest(query=QUERY, limit=12))

    assert reranking.search(SearchRequest(query=QUERY, limit=2)) == many[:2]


def test_copies_are_collapsed_before_reranking(reranking: Service, sample_service: Service) -> None:
    """A story in several outlets takes one of the places, and its hit keeps the copies."""
    query = "agency report of the talks"
    before = sample_service.search(SearchRequest(query=query, limit=6))
    after = reranking.search(SearchRequest(query=query, limit=6))

    assert {hit.passage.id: hit.copies for hit in after} == {hit.passage.id: hit.copies for hit in before}
    assert any(hit.copies for hit in after)


def test_a_follow_up_is_reranked_as_it_is_understood(reranking: Service, folder: str) -> None:
    """What the model reads is the question with what it leaves to the conversation put in."""
    history = (Turn(role="user", content=QUERY), Turn(role="assistant", content="Nothing, he said."))
    reply = reranking.ask(AskRequest(question="When did he say it?", history=history))
    pairs = [(reply.standalone_question, under_headline(hit)) for hit in reply.hits[:6]]
    scores = CrossEncoder(folder, device="cpu").predict(pairs)

    assert reply.standalone_question != "When did he say it?"
    assert scores.tolist() == sorted(scores, reverse=True)


def test_equal_scores_change_no_order(tmp_path: Path) -> None:
    """Of a model to which all passages are the same, ties keep their order, and their scores are the same."""
    reranker = CrossEncoderReranker(cross_encoder(tmp_path, adjust=of_equal_scores))
    hits = [hit(f"gate {n}", score=100 - n) for n in range(50)]
    after = reranked("What is open?", hits, reranker=reranker, passages=40)

    assert places(after) == places(hits)
    assert [hit.score for hit in after] == [61] * 40 + [hit.score for hit in hits[40:]]
    assert reranker.scores("What is open?", ["The pool.", "The gate."]).tolist() == [2.5, 2.5]


def test_nothing_found_is_nothing_reranked(folder: str) -> None:
    """No passage, no score."""
    reranker = CrossEncoderReranker(folder)

    assert reranked("What is open?", [], reranker=reranker, passages=3) == ()
    assert (reranker.scores("What is open?", []).shape, reranker.scores("?", []).dtype) == ((0,), np.float32)


def test_a_score_is_the_raw_one_whatever_stands_beside_it(folder: str) -> None:
    """One float32 a passage, in their order, unsquashed, alone or in company; too long a passage is cut."""
    reranker = CrossEncoderReranker(folder)
    passages = ["The pool is open.", "Shut.", "word " * 1000]
    together = reranker.scores("What is open?", passages)
    alone = [reranker.scores("What is open?", [passage])[0] for passage in passages]
    squashed = CrossEncoder(folder, device="cpu").predict([("What is open?", passage) for passage in passages])

    assert (together.dtype, together.shape) == (np.float32, (3,))
    assert together == pytest.approx(alone, abs=1e-4)
    assert 1 / (1 + np.exp(-together)) == pytest.approx(squashed, abs=1e-4)


def test_the_heading_of_a_post_is_read_too(folder: str, article: Article) -> None:
    """Of a live page the model reads headline, post heading and passage; the heading once where the passage has it."""
    reranker = CrossEncoderReranker(folder)
    cut = article.text.index("She added")
    post = Post(id="p1", heading="No other way", author=None, published_at=None, start=0, end=len(article.text))
    live = replace(article, posts=(post,))
    spans = [("first", 0, cut), ("second", cut, len(article.text))]
    passages = [Passage(name, live.id, post.id, start, end, live.text[start:end]) for name, start, end in spans]
    after = reranked(QUERY, [Hit(one, live, 1, {}) for one in passages], reranker=reranker, passages=2)
    score = {hit.passage.id: hit.score for hit in after}
    first, second = reranker.scores(
        QUERY, [f"{live.title}\n{live.text[:cut]}", f"{live.title}: No other way\n{live.text[cut:]}"]
    ).tolist()

    assert score["first"] - score["second"] == pytest.approx(first - second, abs=1e-6)


def test_without_a_reranker_nothing_is_put_in_order(sample_service: Service) -> None:
    """By default there is none, and its number of passages changes nothing."""
    question = Question(text=QUERY)
    understood = sample_service.questions.read(question)
    retriever = sample_service.retriever
    hits = retriever.hits(question, understood, limit=12)

    assert retriever.reranker is None
    assert replace(retriever, rerank_passages=1).hits(question, understood, limit=12) == hits
    assert not any("reranker" in hit.why for hit in hits)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message has the value and the setting, and no home is made for it."""
    missing = tmp_path / "nowhere"
    with pytest.raises(OnrecordError, match=f"reranker '{missing}' can't be loaded: .* set ONRECORD_RERANKER"):
        open_service(read_settings(home=tmp_path / "home", reranker=str(missing)))

    assert not (tmp_path / "home").exists()


def test_two_labels_are_refused(tmp_path: Path) -> None:
    """One score can't be read off two labels."""
    folder = cross_encoder(tmp_path, labels=2)

    with pytest.raises(InputError, match="gives 2 labels a pair, a reranker gives one score: set ONRECORD_RERANKER"):
        CrossEncoderReranker(folder)


def test_a_model_that_scores_no_pairs_is_refused(tmp_path: Path) -> None:
    """An embedding model would get a last layer of random numbers."""
    for folder in (cross_encoder(tmp_path, kind=BertModel), str(find_model(BUNDLED).directory)):
        with pytest.raises(InputError, match="is a BertModel, which has no layer that scores pairs"):
            CrossEncoderReranker(folder)


@pytest.mark.parametrize(
    ("file", "content"),
    [("config.json", None), ("config.json", "{"), ("model.safetensors", None), ("model.safetensors", "torn")],
)
def test_a_damaged_folder_is_named(tmp_path: Path, folder: str, file: str, content: str | None) -> None:
    """A file is gone or cut: no traceback of the library, but what to do."""
    damaged = Path(shutil.copytree(folder, tmp_path / "damaged"))
    (damaged / file).unlink()
    if content is not None:
        (damaged / file).write_text(content)

    with pytest.raises(OnrecordError, match=r"reranker '.*damaged' can't be loaded: .+: set ONRECORD_RERANKER"):
        CrossEncoderReranker(str(damaged))


def test_a_score_that_is_no_number_is_an_error(tmp_path: Path) -> None:
    """Nothing can be put in order by it."""
    reranker = CrossEncoderReranker(cross_encoder(tmp_path, adjust=of_no_number))

    with pytest.raises(OnrecordError, match=r"gave a score of nan: .* set ONRECORD_RERANKER"):
        reranker.scores("What is open?", ["The pool."])


@pytest.mark.parametrize(("name", "value"), [("reranker", ""), ("rerank_passages", 0), ("rerank_passages", 201)])
def test_a_setting_that_cannot_be_is_refused(name: str, value: object) -> None:
    """No name, no passage, and more passages than are found."""
    with pytest.raises(InputError, match=f"{name}: "):
        read_settings(**{name: value})
