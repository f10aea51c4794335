"""The language of an article."""

from dataclasses import replace

import pytest

from vectorstore.article import Article
from vectorstore.readers.language import with_language

ENGLISH = (
    "The ferry across the sound will stop in May, the harbour office said on Monday. "
    "It has run for forty years, and the people on the quay say that nobody asked them."
)
GERMAN = (
    "Die Fähre über den Sund stellt im Mai ihren Betrieb ein, teilte das Hafenamt am Montag mit. "
    "Sie fährt seit vierzig Jahren, und die Leute am Kai sagen, niemand habe sie gefragt."
)
UKRAINIAN = (
    "Пором через протоку припинить роботу в травні, повідомила в понеділок адміністрація порту. "
    "Він ходить сорок років, а люди на набережній кажуть, що їх ніхто не питав."
)


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), (UKRAINIAN, "uk")])
def test_the_text_shows_the_language(article: Article, text: str, language: str) -> None:
    """Where the source doesn't say."""
    assert with_language(replace(article, language=None, text=text)).language == language


@pytest.mark.parametrize(
    ("given", "language"), [("en-GB", "en"), ("EN_us", "en"), (" de ", "de"), ("zh-Hans-CN", "zh")]
)
def test_a_given_code_is_made_plain(article: Article, given: str, language: str) -> None:
    """What the source says counts, without region and script."""
    assert with_language(replace(article, language=given, text=UKRAINIAN)).language == language


@pytest.mark.parametrize("given", ["English", "x", "und", "", "12", None])
def test_what_is_no_code_says_nothing(article: Article, given: str | None) -> None:
    """The text shows it then."""
    assert with_language(replace(article, language=given, text=GERMAN)).language == "de"


@pytest.mark.parametrize("text", ["The ferry stops.", "12 34 56 " * 50, "…" * 500])
def test_too_few_letters_leave_it_unknown(article: Article, text: str) -> None:
    """A guess would be worse."""
    assert with_language(replace(article, language=None, text=text)).language is None


def test_what_is_known_is_left_alone(article: Article) -> None:
    """The very same article."""
    known = replace(article, language="en")

    assert with_language(known) is known
