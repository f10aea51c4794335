"""Who holds an office."""

from datetime import UTC, datetime

import pytest

from qa.candidates import Candidate, Closeness
from qa.holders import latest_holder, office_asked
from qa.reply import Hit
from vectorstore.article import Article, Passage

MARCH, JUNE = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)


def told(text: str, on: datetime, *, support: float = 0.5, title: str = "Roke town council") -> Candidate:
    """A sentence that is an article of its own."""
    article = Article(
        id=text[:20],
        title=title,
        publisher="The Roke Gazette",
        authors=(),
        published_at=on,
        updated_at=None,
        url=None,
        language="en",
        text=text,
        posts=(),
        source="-",
    )
    passage = Passage(id="p", article_id=article.id, post_id=None, start=0, end=len(text), text=text)
    return Candidate(
        hit=Hit(passage, article, 1.0, {}),
        start=0,
        end=len(text),
        speaker=None,
        closeness=Closeness(0, 0, 0),
        support=support,
    )


def holder(question: str, *candidates: Candidate) -> str | None:
    asked = office_asked(question, beside=frozenset())
    named = latest_holder(asked, candidates) if asked else None
    return named.text if named else None


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Alice Hale opened the fair.",
        "The mayor, Alice Hale, opened the fair.",
        "Alice Hale, the mayor, opened the fair.",
        "Alice Hale, mayor of Roke since May, opened the fair.",
        "Alice Hale was sworn in as mayor on Monday.",
        "Alice Hale, who took over from Edwin Strake as mayor on 18 May, opened the fair.",
    ],
)
def test_a_holder_is_named_in_several_forms(text: str) -> None:
    """In front of the office or behind it."""
    assert holder("Who is the mayor of Roke?", told(text, JUNE)) == text


@pytest.mark.parametrize(
    "text",
    [
        "The former mayor, Alice Hale, opened the fair.",
        "The mayor opened the fair with Alice Hale.",
        "Alice Hale, the deputy mayor, opened the fair.",
        "Cinder Lane, the mayor said, would be closed.",
        "Brandsby Mayor Alice Hale opened the fair.",
    ],
)
def test_whoever_does_not_hold_it_is_no_holder(text: str) -> None:
    """A former one, a deputy, a bystander, a street, and the mayor of another town."""
    assert holder("Who is the mayor of Roke?", told(text, JUNE)) is None


def test_the_latest_to_be_told_tells() -> None:
    """However well the older sentence fits the question."""
    old = told("Edwin Strake, the leader of Roke council, spoke.", MARCH, support=0.9)
    new = told("Alice Hale, the council leader, spoke.", JUNE, support=0.5)

    assert holder("who leads Roke council?", old, new) == new.text


def test_of_the_latest_holder_the_best_supported_sentence_is_given() -> None:
    """Though it was told before."""
    clear = told("Alice Hale has chaired the Roke club since 2016.", MARCH, support=0.9)
    vague = told("Chair Alice Hale declined.", JUNE, support=0.4, title="Roke club")

    assert holder("Who chairs the Roke club?", clear, vague) == clear.text


@pytest.mark.parametrize(
    "question",
    [
        "Who said the mayor of Roke was late?",
        "Who was the former mayor of Roke?",
        "Who won the fair?",
        "What does the mayor of Roke earn?",
        "Who called the leader of Roke council a fool for what he did?",
    ],
)
def test_other_questions_ask_for_no_office(question: str) -> None:
    """A speaker, a former holder, a winner, a fact about the holder."""
    assert office_asked(question, beside=frozenset()) is None


def test_a_text_of_nothing_but_names_takes_no_time() -> None:
    """Without a bound it would grow by the square of its length, to hours: the time limit of tests would end it."""
    text = "The mayor. " + "Aa " * 30_000 + "mayor " * 5_000

    assert holder("Who is the mayor of Roke?", told(text, JUNE)) is None
