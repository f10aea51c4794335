"""Texts of articles, as Markdown."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from api.openai.markdown import as_link_text, as_markdown

_RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_TEXTS = st.text(
    st.sampled_from("a1 \n\t\\`*_~[]()<>#+-=:|.!&;$^{}/\"'")
    | st.characters(exclude_categories=["Cs"], min_codepoint=1),
    max_size=60,
)


class _Shown(HTMLParser):
    """The elements of a page, and its words."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.elements = set[str]()
        self._text = ""
        self.feed(_RENDERER.render(markdown))
        self.close()

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self._text += data

    def words(self) -> list[str]:
        return self._text.split()


@given(_TEXTS)
def test_a_text_is_shown_as_it_is(text):
    """The same characters, up to white space, and nothing but paragraphs, whatever it holds."""
    shown = _Shown(as_markdown(text))

    assert shown.words() == text.split()
    assert shown.elements <= {"p"}


@given(_TEXTS)
def test_a_title_stays_within_its_link(text):
    """The link leads where it should, and the whole title is its text."""
    title = " ".join(text.split())

    rendered = _RENDERER.render(f"1. [{as_link_text(title)}](https://news.example/a/1)")

    assert rendered.count("<a ") == 1
    assert '<a href="https://news.example/a/1">' in rendered
    assert _Shown(f"1. [{as_link_text(title)}](https://news.example/a/1)").words() == title.split()


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5, and then $6 (R&D alone took £2m). #MeToo, 3.5 million people, a_b and so on.",
        "“We [the council] will mend it,” said Marta Quill.",
        "-5C in Tarn",
    ],
)
def test_what_news_is_made_of_stays_as_it_is(text):
    """Nothing is escaped that needn't be: what is copied out of a chat is the text."""
    assert as_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("see [1] and [1, 2] and [3#x]", r"see [1\] and [1\, 2] and [3\#x]"),
        ("a note [^1]", r"a note [\^1]"),
        ("{{user}} said", r"\{\{user}} said"),
        ("between A$ and US$, or $$x$$", r"between A\$ and US\$, or \$$x\$\$"),
        ("<think>no</think>, 4 < 5", r"&lt;think>no&lt;/think>, 4 \< 5"),
        (r"\[x\] and \(x\)", r"&#92;[x&#92;] and &#92;(x&#92;)"),
    ],
)
def test_what_is_more_than_markdown_to_chat_pages_is_none(text, markdown):
    """Open WebUI's markers, notes, names and formulas, and the tags that it cuts out."""
    assert as_markdown(text) == markdown
