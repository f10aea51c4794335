"""Odd texts take no longer than others of their length, and every statement stays within its text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.article import Article
from vectorstore.statements.find import find_statements


@pytest.mark.timeout(110)
@pytest.mark.parametrize("unit", ['"', "“", "”", "'", '"a ', "Aa ", "said "], ids=repr)
def test_a_megabyte_of_one_thing_is_read(article: Article, unit: str) -> None:
    """A rule that took quadratic time would need hours for it."""
    text = unit * (1_000_000 // len(unit))

    find_statements(replace(article, text=f"x {text}"))


@given(
    st.lists(
        st.sampled_from("“ ” \" ' ’ « » , . ? : — said says Quist Ada he she The mayor \n not would that".split(" "))
    )
)
def test_statements_of_any_text_lie_within_it(words: list[str]) -> None:
    """In order, with content, and a confidence that is nought only where nobody is known."""
    text = "Ada " + " ".join(words)
    empty = dict.fromkeys(("title", "publisher", "published_at", "updated_at", "url", "language"))
    found = find_statements(Article(id="a", authors=(), text=text, posts=(), source="-", **empty))

    assert [s.start for s in found] == sorted(s.start for s in found)
    for s in found:
        assert s.content
        assert all(0 <= s.start <= start < end <= s.end <= len(text) for start, end in s.content)
        assert (s.speaker is None) == (s.confidence == 0)
