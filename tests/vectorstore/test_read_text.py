"""Plain text into articles."""

from datetime import UTC, datetime

import pytest

from vectorstore.article import Article
from vectorstore.readers.read import Unreadable
from vectorstore.readers.text import read_text


def _read(content: bytes) -> Article | Unreadable:
    (read,) = read_text(content, name="ferry", source="in/ferry.txt")
    return read


def _article(content: bytes) -> Article:
    read = _read(content)
    assert isinstance(read, Article)
    return read


def test_the_file_gives_id_text_and_source_and_nothing_is_guessed() -> None:
    """What plain text does not say stays unknown."""
    article = _article(b"Ferry stops\n\nThe ferry stops on Monday.\n")

    assert article == Article(
        id="ferry",
        title="Ferry stops",
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language=None,
        text="Ferry stops\n\nThe ferry stops on Monday.",
        posts=(),
        source="in/ferry.txt",
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ferry stops\n\nBody.", "Ferry stops"),
        ("\n\n  Ferry stops  \n \nBody.", "Ferry stops"),
        ("Will the ferry stop?\n\nBody.", "Will the ferry stop?"),
        ("The ferry stops.\n\nBody.", None),
        ("The ferry stops:\n\nBody.", None),
        ("Ferry stops\nBody.", None),
        ("Ferry stops", None),
        ("Ferry " * 40 + "\n\nBody.", None),
        ("Loading...\nFerry stops\n\nBody.", "Ferry stops"),
        ("Ferry stops\nBy Nell Abara\n\nBody.", "Ferry stops"),
        ("Summary\n\n• The ferry stops\n\n• It may sail", None),
    ],
)
def test_a_headline_is_a_short_first_line_with_a_blank_line_after_it(text: str, title: str | None) -> None:
    """A first line that is long, ends a sentence or runs on is no headline."""
    assert _article(text.encode()).title == title


@pytest.mark.parametrize(
    ("page", "published", "updated"),
    [
        ("Ferry stops\n\n3 May 2021\n\nBody.", "2021-05-03T00:00", None),
        ("Ferry stops\n\nPublished: 10:08 GMT 3 May 2021\n\nBody.", "2021-05-03T10:08", None),
        (
            "Ferry stops\n\nPublished\n3 May 2021\nUpdated\n10:08 GMT 4 May 2021\n\nBody.",
            "2021-05-03T00:00",
            "2021-05-04T10:08",
        ),
        (
            "Ferry stops\n\nPublished 3 May 2021 | Updated 4 May 2021 10:08 GMT\n\nBody.",
            "2021-05-03T00:00",
            "2021-05-04T10:08",
        ),
        ("Ferry stops\n\nBody.\n\nLast updated at 10:08 GMT 4 May 2021", None, "2021-05-04T10:08"),
        ("Ferry stops\n\nUpdated 4 May 2021\n\nBody.", None, None),
        ("Ferry stops\n\nOne. Body.\n\nTwo. Body.\n\n3 May 2021\n\nThree.", None, None),
        ("Ferry stops\n\nSKERROW, May 3, 2021 (Reuters) - The ferry stops.", "2021-05-03T00:00", None),
        ("Ferry stops\n\nSKERROW, May 3 (Reuters) - The ferry stops.", None, None),
    ],
)
def test_dates_are_those_that_the_page_states_of_itself(page: str, published: str | None, updated: str | None) -> None:
    """A day is its 00:00 UTC, of publication only; a heading of a date within the report is not the page's."""
    article = _article(page.encode())

    stated = (article.published_at, article.updated_at)
    assert stated == tuple(at and datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (published, updated))


def test_blanks_indents_and_bullets_are_layout() -> None:
    """A citation begins with a word and has single, ordinary blanks."""
    article = _article("Ferry stops\n\n    The\u00a0 ferry\tstops.\n    • It   rains.\n\n\n\nIt snows.\n".encode())

    assert article.text == "Ferry stops\n\nThe ferry stops.\nIt rains.\n\nIt snows."


def test_a_byte_order_mark_is_no_text() -> None:
    """Windows puts one in front."""
    assert _article("\ufeffFähre".encode()).text == "Fähre"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_unix_ones(end: str) -> None:
    """Offsets are the same wherever the file was written."""
    assert _article(f"Ferry stops{end}{end}Body.".encode()).text == "Ferry stops\n\nBody."


def test_nul_becomes_a_replacement_character() -> None:
    """Nothing goes in that can't be stored, and the length stays."""
    assert _article(b"a\0b").text == "a\ufffdb"


def test_what_is_not_utf_8_is_refused_with_advice() -> None:
    """The byte, where it is, and how to convert the file."""
    read = _read("Fähre".encode("windows-1252"))

    assert read == Unreadable(
        "in/ferry.txt",
        "not UTF-8: byte 0xe4 at offset 1: convert it, for example with 'iconv -f windows-1252 -t utf-8'",
    )


@pytest.mark.parametrize("content", [b"", b" \r\n\t", "\ufeff".encode()])
def test_an_empty_file_is_refused(content: bytes) -> None:
    """There is nothing in it to cite."""
    read = _read(content)

    assert isinstance(read, Unreadable)
    assert "has no text" in read.reason
