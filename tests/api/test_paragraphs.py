"""Paragraphs of an article and what of them is cited."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from api.paragraphs import paragraph_number, sections
from vectorstore.article import Article, Post

_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("\n\n\r\u2028 "), min_size=1, max_size=80)
_OFFSET = st.integers(0, 90)


def _article(text: str) -> Article:
    return Article(
        id="a",
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language=None,
        text=text,
        posts=(),
        source="-",
    )


@given(text=_TEXT.filter(str.strip), start=_OFFSET, end=_OFFSET)
def test_paragraphs_hold_all_text_and_mark_the_span_alone(text, start, end):
    """Whatever the text and the span; ends of lines apart."""
    pieces = [
        piece
        for section in sections(_article(text), cited=(start, end))
        for paragraph in section.paragraphs
        for piece in paragraph.pieces
    ]

    kept = "".join(piece.text for piece in pieces)
    cited = "".join(piece.text for piece in pieces if piece.is_cited)
    assert "".join(kept.split()) == "".join(text.split())
    assert "".join(cited.split()) == "".join(text[start : max(start, end)].split())
    assert all(piece.text for piece in pieces)


@given(text=_TEXT.filter(str.strip), offset=_OFFSET)
def test_the_number_of_an_offset_is_that_of_its_paragraph(text, offset):
    """A character that isn't blank stands in the paragraph that its offset is said to be in."""
    article = _article(text)
    paragraphs = {p.number: p for section in sections(article, cited=(0, 0)) for p in section.paragraphs}

    number = paragraph_number(article, offset)

    assert number in paragraphs
    if offset < len(text) and not text[offset].isspace():
        marked = sections(article, cited=(offset, offset + 1))
        assert [p.number for s in marked for p in s.paragraphs if any(x.is_cited for x in p.pieces)] == [number]


def test_posts_are_sections_and_their_headings_are_known():
    """What stands before the first post is a section of its own."""
    text = "Before.\n\nRelit\n\nThe lamps went on.\n\nCrowd\n\nPeople came."
    first, second = text.index("Relit"), text.index("Crowd")
    posts = (
        Post(id="1", heading="Relit", author=None, published_at=None, start=first, end=second - 2),
        Post(id="2", heading="Crowd", author=None, published_at=None, start=second, end=len(text)),
    )

    found = sections(replace(_article(text), posts=posts), cited=(0, 0))

    assert [section.post for section in found] == [None, *posts]
    assert [[p.is_heading for p in section.paragraphs] for section in found] == [[False], [True, False], [True, False]]
    assert [p.number for section in found for p in section.paragraphs] == [1, 2, 3, 4, 5]
