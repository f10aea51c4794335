"""Live pages: every entry a post, at its own time."""

from datetime import UTC, datetime

import pytest
from page_samples import NUMBERED_LIVE, ONE_POST_LIVE

from vectorstore.article import Article
from vectorstore.readers.text import read_text


def _article(page: str) -> Article:
    (read,) = read_text(page.encode(), name="page", source="page.txt")
    assert isinstance(read, Article)
    return read


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2021, 5, day, hour, minute, tzinfo=UTC)


def test_a_numbered_live_page_keeps_its_reporting_and_nothing_else() -> None:
    """Times, numbers, labels, captions and credits are cut; the paragraph that a label announces stays."""
    assert _article(NUMBERED_LIVE).text == (
        "The ferry company says some crews are returning to work\n\n"
        "The mayor says she has seen no agreement yet\n\n"
        "Crews watch the docks closely\n\n"
        "There's no sense of relief here… yet.\n\n"
        "Officials are waiting to see whether the crews return.\n\n"
        "Owners brew a storm, expert says\n\n"
        "Prof Ivo Lund says the owners' story has never changed.\n\n"
        "We'll believe it when we see it, union says\n\n"
        "Owners must pull back the letters, union leader Jon Vell says.\n\n"
        "Company announces return\n\n"
        "In comments carried by local radio, spokesman Otto Reye says:\n\n"
        "Crews that have completed their shifts have already begun boarding.\n\n"
        "But some shifts are still open, Reye says.\n\n"
        "Live coverage concludes\n\n"
        "We're pausing for now, but here are the latest lines:\n\n"
        "Mayor Mara Quint held a phone call with the owners\n"
        "Jon Vell said agreement was still possible\n\n"
        "Where are the ferries?\n\n"
        "An estimated 30 ferries are moored near Skerrow."
    )


def test_every_entry_of_a_numbered_live_page_is_a_post() -> None:
    """In page order, newest first here, each with its heading, its author and its time in UTC."""
    article = _article(NUMBERED_LIVE)

    assert [(post.id, post.heading, post.author, post.published_at) for post in article.posts] == [
        ("p1", "Crews watch the docks closely", "Nell Abara", _at(3, 9, 35)),
        ("p2", "Owners brew a storm, expert says", None, _at(3, 9, 24)),
        ("p3", "We'll believe it when we see it, union says", None, _at(3, 8, 55)),
        ("p4", "Company announces return", None, _at(3, 8, 1)),
        ("p5", "Live coverage concludes", None, _at(2, 19, 17)),
        ("p6", "Where are the ferries?", None, _at(2, 18, 39)),
    ]
    assert article.text[article.posts[0].start : article.posts[0].end] == (
        "Crews watch the docks closely\n\nThere's no sense of relief here… yet.\n\n"
        "Officials are waiting to see whether the crews return."
    )


def test_what_a_numbered_live_page_says_of_itself_is_read() -> None:
    """Authors and outlet from the bylines; published when its first entry was; no headline over a summary."""
    article = _article(NUMBERED_LIVE)

    assert (article.title, article.publisher, article.authors) == (None, "HBC", ("Nell Abara",))
    assert (article.published_at, article.updated_at) == (_at(2, 18, 39), None)


def test_what_was_removed_from_a_numbered_live_page_is_listed_in_order() -> None:
    """Line by line, and of a cut line what was cut."""
    assert _article(NUMBERED_LIVE).removed == (
        "Summary",
        "1. Analysis",
        "published at 10:35 British Summer Time 3 May 2021",
        "Nell Abara",
        "HBC Porthaven correspondent",
        "2.",
        "published at 10:24 British Summer Time 3 May 2021",
        "Professor Ivo Lund",
        "Graphic showing the ferry's route",
        "3.",
        "published at 09:55 British Summer Time 3 May 2021",
        "Breaking",
        "Ferry at the quay in SkerrowImage source, Marl Pictures",
        "Ferry at the quay in SkerrowImage source, Marl Pictures",
        "4.",
        "published at 09:01 British Summer Time 3 May 2021",
        "Quote Message",
        "5.",
        "published at 20:17 British Summer Time 2 May 2021",
        "Our coverage was provided by: Anna Bell, Tom O'Dell and Max Marr.",
        "6.",
        "published at 19:39 British Summer Time 2 May 2021",
        "Josef MarrImage source, EPA",
    )


def test_a_live_page_of_one_post_has_two_dates() -> None:
    """The page was updated later than its post was published."""
    article = _article(ONE_POST_LIVE)

    assert article.text == (
        "The latest on the Skerrow ferry strike\n\n"
        "Weekend of talks fails to achieve breakthrough\n\n"
        "Jon Vell will make a fresh attempt on Monday.\n\n"
        "“We expect signs of movement. I agree with our allies on this.”"
    )
    assert (article.title, article.publisher) == ("The latest on the Skerrow ferry strike", "HNN")
    assert article.authors == ("Nell Abara", "Lars Said-Holm", "Mike Hale")
    assert (article.published_at, article.updated_at) == (_at(2, 9, 43), _at(3, 12, 9))
    (post,) = article.posts
    assert (post.heading, post.published_at) == ("Weekend of talks fails to achieve breakthrough", _at(2, 9, 43))
    assert article.text[post.start :].startswith("Weekend of talks")
    assert post.end == len(article.text)


_CLOCKS = (
    "Ferry strike: live\n\n{date}\n\n10.35am BST\n\nCrews return\n\nThe first crews are back.\n\n"
    "10.05am BST\n\nThe mayor is on her way to the quay, she told reporters.\n\n"
    "9.50am BST\n\nWelcome\n\nGood morning.\n"
)


def test_entries_that_give_the_time_alone_are_of_the_pages_day() -> None:
    """The day stands elsewhere on the page; an entry that begins with a sentence has no heading."""
    article = _article(_CLOCKS.format(date="Monday 3 May 2021"))

    assert [(post.heading, post.published_at) for post in article.posts] == [
        ("Crews return", _at(3, 9, 35)),
        (None, _at(3, 9, 5)),
        ("Welcome", _at(3, 8, 50)),
    ]


@pytest.mark.parametrize("date", ["", "Published 2 May 2021\nUpdated 3 May 2021"])
def test_the_day_of_entries_is_not_guessed(date: str) -> None:
    """A page of no day, or of two, leaves its entries without a time."""
    article = _article(_CLOCKS.format(date=date))

    assert len(article.posts) == 3
    assert {post.published_at for post in article.posts} == {None}


def test_entries_over_midnight_are_of_no_one_day() -> None:
    """A clock that jumps back up shows that the page's day is not every entry's."""
    article = _article(
        "Live\n\n3 May 2021\n\n00:20 GMT - Crews go home\nThey left.\n\n23:50 GMT - Talks end\nNo deal.\n\n"
        "23:10 GMT - Talks begin\nThey met.\n\n23:40 GMT - Correction\nNot so.\n"
    )

    assert [post.heading for post in article.posts] == ["Crews go home", "Talks end", "Talks begin", "Correction"]
    assert {post.published_at for post in article.posts} == {None}


def test_a_time_below_each_heading_is_its_time() -> None:
    """The shape of newer live pages."""
    article = _article(
        "Crews return\nPublished at 10:35 GMT 3 May 2021\n\nThe first crews are back.\n\n"
        "Welcome\nPublished at 09:00 GMT 3 May 2021\n\nGood morning.\n"
    )

    assert [(post.heading, post.published_at) for post in article.posts] == [
        ("Crews return", _at(3, 10, 35)),
        ("Welcome", _at(3, 9, 0)),
    ]


def test_times_in_reporting_make_no_live_page() -> None:
    """Somebody's day is told in sentences."""
    text = "Strike\n\nAt 10:35 GMT the crews left.\n\nThe list was published at 11:00 GMT on 3 May 2021.\n\nIt rained."

    article = _article(text)

    assert article.posts == ()
    assert article.text == text
