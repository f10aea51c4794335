"""Illegal answers can't be built."""

import pytest

from qa.reply import Answer, Citation, Segment
from vectorstore.article import Article


def cite(article: Article, *, start: int, end: int, quote: str, marker: int = 1) -> Citation:
    return Citation(
        marker=marker,
        article=article,
        post_id=None,
        passage_id="bridge:0-50",
        start=start,
        end=end,
        quote=quote,
        speaker=None,
    )


def test_a_citation_holds_the_span_it_names(article: Article) -> None:
    """The quote is the article's text from start to end."""
    citation = cite(article, start=4, end=14, quote="old bridge")

    assert citation.article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("start", "end", "quote"), [(5, 15, "old bridge"), (4, 14, "Old bridge"), (4, 4, ""), (9_000, 9_010, "old bridge")]
)
def test_a_citation_whose_quote_is_not_in_its_place_cannot_be_built(
    article: Article, start: int, end: int, quote: str
) -> None:
    """One code point off, another letter case, nothing at all, beyond the text: each is refused."""
    with pytest.raises(ValueError, match="is not"):
        cite(article, start=start, end=end, quote=quote)


@pytest.mark.parametrize(("text", "markers"), [("", (1,)), ("  ", (1,)), ("It will close.", ())])
def test_a_segment_without_text_or_citation_cannot_be_built(text: str, markers: tuple[int, ...]) -> None:
    """Nothing is said without a citation."""
    with pytest.raises(ValueError, match="needs text and a citation"):
        Segment(text, markers)


def test_an_answer_whose_markers_and_citations_differ_cannot_be_built(article: Article) -> None:
    """A marker without its citation, and a citation that no segment uses, are refused."""
    citation = cite(article, start=4, end=14, quote="old bridge")

    with pytest.raises(ValueError, match="every segment needs its citation"):
        Answer(segments=(Segment("old bridge", (2,)),), citations=(citation,))
    with pytest.raises(ValueError, match="every segment needs its citation"):
        Answer(segments=(), citations=())


def test_the_answers_text_carries_its_markers(article: Article) -> None:
    """Each segment is followed by the numbers of its citations."""
    citation = cite(article, start=4, end=14, quote="old bridge")
    answer = Answer(segments=(Segment("old bridge", (1,)),), citations=(citation,))

    assert answer.text == "old bridge [1]"
