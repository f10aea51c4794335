"""Passages: nothing of an article is lost, nothing is cut off by the model."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorstore.article import Article, Post
from vectorstore.chunker import Chunker
from vectorstore.embedding.model import EmbeddingModel
from vectorstore.embedding.pieces import load_tokenizer, piece_counter

_MAX_PIECES = 128

_prose = st.lists(
    st.sampled_from(
        [
            "The council met on Tuesday.",
            "“We wait. We see,” said Ines Calder.",
            "Antidisestablishmentarianism-adjacent! ",
            "\n\n",
            "3.5 per cent",
            "北京" * 90,
            "👩‍👩‍👧‍👦🇩🇪",
            "x" * 150,
            "שלום עולם.",
            "e\u0301\u0327" * 20,
            "?!…—" * 30,
            "\u2028\u00a0\t\x1c\x85",
        ]
    ),
    max_size=60,
).map(" ".join)
_texts = st.one_of(st.text(max_size=600), _prose).filter(lambda text: text.strip())
_unhurried = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def _articles(draw: st.DrawFn) -> Article:
    """Articles of any text, cut into posts anywhere."""
    text = draw(_texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False) if start < end]
    return _article(
        text,
        title=draw(st.none() | _texts),
        posts=tuple(
            Post(f"p{n}", draw(st.none() | _texts), None, None, start, end) for n, (start, end) in enumerate(spans)
        ),
    )


def _article(text: str, *, title: str | None = None, posts: tuple[Post, ...] = ()) -> Article:
    return Article(
        id="a",
        title=title,
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language=None,
        text=text,
        posts=posts,
        source="-",
    )


@pytest.fixture(scope="module")
def chunker(model: EmbeddingModel) -> Chunker:
    """A chunker that counts with the real tokenizer."""
    return Chunker(count=piece_counter(model), max_pieces=_MAX_PIECES)


@_unhurried
@given(article=_articles())
def test_passages_hold_every_character_but_white_space_once_and_in_order(chunker: Chunker, article: Article) -> None:
    """What lies between passages is white space; what lies in them is the article, verbatim."""
    passages = chunker.passages(article)
    edges = [0, *(edge for p in passages for edge in (p.start, p.end)), len(article.text)]

    assert edges == sorted(edges)
    assert not any(article.text[edges[n] : edges[n + 1]].strip() for n in range(0, len(edges), 2))
    assert all(article.text[p.start : p.end] == p.text and p.text.strip() for p in passages)


@_unhurried
@given(article=_articles())
def test_no_passage_crosses_the_border_of_a_post(chunker: Chunker, article: Article) -> None:
    """A passage names its post and lies within it; one that names none lies within none."""
    for passage in chunker.passages(article):
        inside = [post.id for post in article.posts if post.start <= passage.start and passage.end <= post.end]
        touched = [post.id for post in article.posts if passage.start < post.end and post.start < passage.end]

        assert touched == inside == ([passage.post_id] if passage.post_id else [])


@_unhurried
@given(article=_articles())
def test_the_model_sees_all_of_every_passage(chunker: Chunker, model: EmbeddingModel, article: Article) -> None:
    """A passage has at most `max_pieces`, and under its headline it still fits into the model."""
    tokenizer = load_tokenizer(model)
    passages = chunker.passages(article)

    assert max(chunker.count([p.text for p in passages])) <= _MAX_PIECES
    assert max(len(tokenizer.encode(chunker.embedded_text(article, p)).ids) for p in passages) <= model.max_pieces


@_unhurried
@given(article=_articles())
def test_the_same_article_is_cut_the_same_way(chunker: Chunker, article: Article) -> None:
    """Ids, and so citations, don't change from run to run."""
    assert chunker.passages(article) == chunker.passages(article)


def test_passage_ids_are_unique(chunker: Chunker, samples: tuple[Article, ...]) -> None:
    """Nothing is written over something else."""
    ids = [passage.id for article in samples for passage in chunker.passages(article)]

    assert len(set(ids)) == len(ids)


def test_sentences_are_packed_until_the_passage_is_full(chunker: Chunker) -> None:
    """Each passage begins and ends with a sentence, and no two neighbours would have fitted into one."""
    article = _article("The harbour master closed the north gate at dawn on Friday. " * 60)
    passages = chunker.passages(article)
    counts = chunker.count([passage.text for passage in passages])

    assert all(p.text.startswith("The harbour") and p.text.endswith("Friday.") for p in passages)
    assert all(a + b > _MAX_PIECES for a, b in pairwise(counts))


def test_the_embedded_text_begins_with_the_headline(chunker: Chunker) -> None:
    """A passage means more under its headline; what is quoted stays the passage."""
    article = _article("The gate is shut.", title="Harbour closed")
    (passage,) = chunker.passages(article)

    assert chunker.embedded_text(article, passage) == "Harbour closed\nThe gate is shut."
    assert passage.text == "The gate is shut."


def test_a_posts_heading_is_not_embedded_twice(chunker: Chunker) -> None:
    """The passage that has the heading in it does not get it in its header too."""
    text = "Gate shut\n\n" + "It was shut at dawn by the harbour master and two men. " * 20
    article = _article(text, title="Live", posts=(Post("p1", "Gate shut", None, None, 0, len(text)),))
    first, second, *_ = (chunker.embedded_text(article, p) for p in chunker.passages(article))

    assert first.startswith("Live\nGate shut")
    assert second.startswith("Live: Gate shut\n")


def test_a_million_characters_without_a_space_end(chunker: Chunker) -> None:
    """A text that is one word is cut into a bounded number of passages."""
    passages = chunker.passages(_article("x" * 1_000_000))

    assert 500 <= len(passages) <= 1_100
    assert "".join(passage.text for passage in passages) == "x" * 1_000_000


@pytest.mark.parametrize("mark", ['"', "“"])
def test_a_run_of_quotation_marks_ends(chunker: Chunker, mark: str) -> None:
    """300,000 marks, each a word-piece, give passages that are near full."""
    passages = chunker.passages(_article(mark * 300_000))

    assert 300_000 / _MAX_PIECES <= len(passages) <= 2 * 300_000 / _MAX_PIECES


def test_another_passage_length_has_another_version(chunker: Chunker) -> None:
    """Passages of two lengths are never taken for each other."""
    assert replace(chunker, max_pieces=64).version != chunker.version
