"""What the cited articles tell differently."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from qa.conflicts import conflicts
from qa.question import Question
from qa.reply import Citation
from qa.understand import understand
from vectorstore.article import Article

MAY, JUNE = datetime(2024, 5, 2, tzinfo=UTC), datetime(2024, 6, 20, tzinfo=UTC)


def cited(*quotes: tuple[str, datetime | None]) -> Sequence[Citation]:
    """Each sentence cited from an article of its own, of an outlet called by its letter."""
    return [
        Citation(
            marker=marker,
            article=Article(
                id=f"article {marker}",
                title=None,
                publisher=f"Paper {'ABC'[marker - 1]}",
                authors=(),
                published_at=published_at,
                updated_at=None,
                url=None,
                language="en",
                text=quote,
                posts=(),
                source="-",
            ),
            post_id=None,
            passage_id="p",
            start=0,
            end=len(quote),
            quote=quote,
            speaker=None,
        )
        for marker, (quote, published_at) in enumerate(quotes, start=1)
    ]


def told(question: str, *quotes: tuple[str, datetime | None]) -> tuple[str, ...]:
    return conflicts(understand(Question(text=question), speakers=()), cited(*quotes))


def test_a_number_that_changed_is_told_with_outlets_and_days() -> None:
    """The earliest first, whatever the order of the citations."""
    found = told(
        "How many passengers has the ferry carried?",
        ("By June the free ferry had carried 61,000 passengers.", JUNE),
        ("The free ferry has carried nine thousand passengers.", MAY),
    )

    assert found == (
        "The number changed, or is told differently: 9,000 (Paper B, 2 May 2024) [2]; "
        "61,000 (Paper A, 20 June 2024) [1].",
    )


def test_a_sum_that_differs_on_one_day_did_not_change() -> None:
    """Two papers of the same day."""
    found = told(
        "How much does the new pier cost?",
        ("The new pier will cost the council £3.2 million.", MAY),
        ("The council says the new pier will cost £4 million.", MAY),
    )

    assert found == (
        "The number is told differently: £3,200,000 (Paper A, 2 May 2024) [1]; £4,000,000 (Paper B, 2 May 2024) [2].",
    )


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "How many passengers has the ferry carried?",
            "The free ferry has carried 61,000 passengers.",
            "The free ferry carried 61 thousand passengers.",
        ),
        (
            "How many members voted?",
            "In the town hall 395 members voted for her.",
            "Of the club, 1,912 members voted on Gannet Park.",
        ),
        (
            "How much does the new pier cost?",
            "The new pier will cost the council £3.2 million.",
            "The council paid £900 for flags.",
        ),
        (
            "How many passengers has the ferry carried?",
            "The free ferry has carried 61,000 passengers.",
            "The free ferry carried passengers in 9 storms.",
        ),
        ("What has the ferry carried?", "The free ferry has carried 61,000 passengers.", "It carried 9 passengers."),
    ],
)
def test_other_things_contradict_nothing(question: str, first: str, second: str) -> None:
    """The same value, another vote, another thing that is paid for or counted, a question for no number."""
    assert told(question, (first, MAY), (second, JUNE)) == ()


def test_an_article_without_a_date_is_told_without_one() -> None:
    """And comes last."""
    found = told(
        "How many passengers has the ferry carried?",
        ("The free ferry has carried 7 passengers.", None),
        ("The free ferry has carried 8 passengers.", MAY),
    )

    assert found[0].endswith("8 (Paper B, 2 May 2024) [2]; 7 (Paper A) [1].")
