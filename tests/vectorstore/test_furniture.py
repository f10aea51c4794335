"""Copied pages without their furniture, and with all of their reporting."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_samples import AGENCY_COPY, CLEAN_COPY, NUMBERED_LIVE, ONE_POST_LIVE, REPOST

from vectorstore.article import Article
from vectorstore.readers.read import Unreadable, clean
from vectorstore.readers.text import read_text


def _read(page: str) -> Article | Unreadable:
    (read,) = read_text(page.encode(), name="page", source="page.txt")
    return read


def _article(page: str) -> Article:
    read = _read(page)
    assert isinstance(read, Article)
    return read


def test_agency_copy_loses_captions_and_promotion() -> None:
    """A caption that stands twice round a credit, other articles' headlines, widgets, and what the end left behind."""
    article = _article(AGENCY_COPY)

    assert article.text == (
        "Harbour talks go on as ferry strike nears\n\n"
        "Both sides hope for a deal before Friday, with Mara Quint in Porthaven and Jon Vell in Skerrow.\n\n"
        "Ferry crews and their employers have met three times this week to avert a strike.\n\n"
        "'Tense mood'\n\n"
        '"We are not far apart ," Quint said.\n\n'
        "Crews in talks with the mayor\n\n"
        "The mayor said that 1,200 passengers a day would be stranded."
    )
    caption = (
        'In her meeting with the union, Mara Quint called for "an answer that is useful for crews and for passengers".'
    )
    assert article.removed == (
        caption,
        "AFP",
        caption,
        "READ MORE: Why the ferry to Skerrow may never sail again",
        "Loading...",
        "READ MORE: Union thanks mayor for ‘active support’ in ferry row",
        "Loading...",
        "READ MORE: Will the ferry be replaced by a bridge?",
        "Gate 4",
    )
    assert (article.title, article.published_at, article.authors, article.publisher, article.posts) == (
        "Harbour talks go on as ferry strike nears",
        None,
        (),
        None,
        (),
    )


def test_a_repost_loses_credit_and_footer() -> None:
    """The source line, the label under it, and all of the sign-up and consent text."""
    article = _article(REPOST)

    assert article.text == (
        "Ferry Strike Live Updates: Latest News on Skerrow Talks\n\n"
        "With the strike a day away, union leaders have been working to project a united front.\n\n"
        "“We will not blink,” Mr. Vell said. He noted that the last strike, in June, had lasted a week."
    )
    assert [piece.split()[0] for piece in article.removed] == [
        "Credit…Ida",
        "Source:",
        "Related",
        "Sign",
        "Subscribers",
    ]
    assert article.title == "Ferry Strike Live Updates: Latest News on Skerrow Talks"


def test_a_clean_copy_stays_as_it_is() -> None:
    """One paragraph a line, no headline, nothing removed."""
    article = _article(CLEAN_COPY)

    assert article.text == CLEAN_COPY
    assert (article.title, article.removed) == (None, ())


_BODY = "The ferry stopped on Monday after crews walked out.\n\n{line}\n\nIt will sail again on Friday, the mayor said."


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Why the ferry may never sail again",
        "READ MORE Why the ferry may never sail again",
        "ALSO READ | Ferry crews walk out",
        "WATCH: Ferry crews walk out, and the mayor is not amused by it.",
        "Watch: the moment the ferry stopped",
        "RELATED: Ferry crews walk out",
        "Loading…",
        "Advertisement",
        "Share this article",
        "12 comments",
        "3 min read",
        "Map of the ferry's route",
        "A graphic showing the ferry's route",
        "Image source, Ida Brand/Reuters",
        "The ferry at the quayImage source, Getty Images",
        "Image caption, The ferry was full when it stopped.",
        "The ferry at the quay on Monday. (Ida Brand/Reuters)",
        "The ferry at the quay on Monday [File: Ida Brand/Reuters]",
        "The ferry at the quay. Photograph: Ida Brand/Marl Images",
        "Photo by Ida Brand for The Harbour Times",
        "Getty Images",
        "Source: HT > Top Stories",
        "Sign up for our newsletter and get the news by email.",
        "By clicking, you agree to our terms of service.",
        "© 2021 The Harbour Times. All rights reserved.",
        "Reporting by Ida Brand in Skerrow; Editing by Tom O'Dell",
        "(Reporting by Ida Brand and Max Marr; Editing by Tom O'Dell)",
    ],
)
def test_a_line_of_furniture_is_removed(line: str) -> None:
    """It is listed as removed; what stands round it stays."""
    article = _article(_BODY.format(line=line))

    assert article.removed == (line,)
    assert article.text == _BODY.format(line="\n\n").replace("\n\n\n\n\n\n", "\n\n")


@pytest.mark.parametrize(
    "line",
    [
        "A tense mood",
        "Crews in talks with the mayor",
        "What happens next?",
        "“We wait,” he said.",
        "The photo showed the ferry at the quay, she said.",
        "By Monday the crews had walked out.",
        "The paper's source, a docker, read more into the letter than the mayor did.",
        "Subscribers to the ferry's newsletter were told of the alerts by email, the company said.",
        "By offering free crossings the company hopes to win its passengers back.",
        "Watch: that was all that the captain said to the crew before he left.",
        "The crossing was closed. (Associated Press)",
        "Sources: the mayor, the company and the union spoke on Monday, and none of them agreed.",
        "The mayor, Jane Doe, editor of the town's paper until June, said nothing.",
        "Reporting by the town's own paper showed that the owners knew.",
        "The map of the harbour, which shows the old quay, was drawn in 1850.",
        "Credit: that is what the company needs most, the mayor said on Monday.",
    ],
)
def test_a_line_of_reporting_stays(line: str) -> None:
    """Subheadings and sentences, whatever words they share with furniture."""
    page = _BODY.format(line=line)

    assert _article(page).text == page


def test_a_sentence_that_stands_twice_is_left_once() -> None:
    """Without a credit it may be reporting; it is not lost."""
    article = _article(
        "Ferry stops\n\nThe ferry has stopped for good now.\n\n" + "All of the crews have walked out.\n\n" * 2
    )

    assert article.text.count("crews") == 1
    assert article.removed == ("All of the crews have walked out.",)


def test_titles_under_a_label_go_with_it() -> None:
    """As far as they are titles; the report goes on below."""
    article = _article(_BODY.format(line="Read more:\n• Ferry crews walk out\n• Is the bridge safe?"))

    assert article.removed == ("Read more:", "Ferry crews walk out", "Is the bridge safe?")
    assert article.text.endswith("\n\nIt will sail again on Friday, the mayor said.")


@pytest.mark.parametrize(
    ("byline", "authors", "publisher"),
    [
        ("By Nell Abara", ("Nell Abara",), None),
        ("By Nell Abara and Mike de la Cruz, HNN", ("Nell Abara", "Mike de la Cruz"), "HNN"),
        ("By NELL ABARA, Associated Press", ("NELL ABARA",), "Associated Press"),
        ("By Nell Abara in Skerrow", ("Nell Abara",), None),
        ("By The Harbour Times", (), "The Harbour Times"),
        ("Nell Abara\nHBC political correspondent", ("Nell Abara",), "HBC"),
        ("Nell Abara\nEU correspondent", ("Nell Abara",), None),
        ("Nell Abara\nHBC News, Skerrow", ("Nell Abara",), "HBC News"),
        ("Nell Abara, Diplomatic editor", ("Nell Abara",), None),
        ("Nell Abara\n3 May 2021", ("Nell Abara",), None),
        ("Dr Nell Abara", (), None),
    ],
)
def test_a_byline_is_read_and_removed(byline: str, authors: tuple[str, ...], publisher: str | None) -> None:
    """Names, and the outlet where it is named; a name alone is a caption."""
    article = _article(f"Ferry stops\n\n{byline}\n\nThe ferry stopped on Monday, the mayor said.")

    assert article.text == "Ferry stops\n\nThe ferry stopped on Monday, the mayor said."
    assert article.removed == tuple(byline.split("\n"))
    assert (article.authors, article.publisher) == (authors, publisher)


_pieces = st.sampled_from(
    [
        *(line for page in (AGENCY_COPY, REPOST, NUMBERED_LIVE, ONE_POST_LIVE) for line in page.split("\n")),
        "10.35am GMT",
        "9:02 a.m. ET - Crews leave",
        "Published",
        "3 May 2021",
        "•",
    ]
)
_pages = st.one_of(st.text(max_size=300), st.lists(_pieces | st.text(max_size=20), max_size=30).map("\n".join))


_BULLETS = "•●▪‣◦■·"


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace() and char not in _BULLETS)


@given(page=_pages)
def test_every_letter_is_kept_or_removed_once(page: str) -> None:
    """Nothing is lost and nothing is both, but for blanks and bullets; what is kept stands in the page's order."""
    read = _read(page.encode("utf-8", "replace").decode())
    if isinstance(read, Unreadable):
        assert "has no text" in read.reason
        return

    written = clean(page.encode("utf-8", "replace").decode().removeprefix("\ufeff"))
    assert _letters(read.text) + _letters("".join(read.removed)) == _letters(written)
    letters = iter(written)
    assert all(char in letters for char in read.text if not char.isspace())


@given(page=_pages)
def test_posts_fit_the_text(page: str) -> None:
    """In order, apart, each with its heading first where it has one, and no blanks at its ends."""
    read = _read(page.encode("utf-8", "replace").decode())
    for post in read.posts if isinstance(read, Article) else ():
        body = read.text[post.start : post.end] if isinstance(read, Article) else ""
        assert body == body.strip()
        assert body.startswith(post.heading or "")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "line",
    ["READ MORE", "Sort by" + "a" * 380, "By " + "Anna Bell and " * 20, "published at " * 25, "Photo: " + "Aa " * 120],
)
def test_a_megabyte_of_one_line_is_soon_read(line: str) -> None:
    """The work grows with the page, not with its square."""
    read = _read(f"{line}!\n" * (1_000_000 // (len(line) + 2)))

    assert isinstance(read, Article | Unreadable)
