"""Markdown with front matter into articles."""

from datetime import UTC, datetime

import pytest

from vectorstore.article import Article
from vectorstore.readers.markdown import read_markdown
from vectorstore.readers.read import Unreadable, derived_id


def _read(written: str) -> Article | Unreadable:
    (read,) = read_markdown(written.encode(), name="ferry", source="ferry.md")
    return read


def _article(written: str) -> Article:
    read = _read(written)
    assert isinstance(read, Article), read
    return read


def _reason(written: str) -> str:
    read = _read(written)
    assert isinstance(read, Unreadable), read
    return read.reason


def test_front_matter_tells_all_about_the_article() -> None:
    """The names are those of JSONL, with `date` and `author` beside them."""
    written = (
        "---\ntitle: Ferry stops\nid: 12\ndate: 2026-02-15\nupdated_at: 2026-02-16T10:00:00+01:00\nauthor: Nell Abara\n"
        "publisher: Tern Post\nurl: https://tern.example/ferry\nlanguage: en\ntags: [a, {b: c}]\n"
        "---\n\nThe ferry stops.\n"
    )

    assert _article(written) == Article(
        id="12",
        title="Ferry stops",
        publisher="Tern Post",
        authors=("Nell Abara",),
        published_at=datetime(2026, 2, 15, tzinfo=UTC),
        updated_at=datetime(2026, 2, 16, 9, tzinfo=UTC),
        url="https://tern.example/ferry",
        language="en",
        text="The ferry stops.",
        posts=(),
        source="ferry.md",
    )


def test_the_id_is_given_or_from_the_address_or_the_files_name() -> None:
    """In this order."""
    assert _article("---\nid: f\nurl: https://tern.example/f\n---\nText.").id == "f"
    assert _article("---\nurl: https://tern.example/f\n---\nText.").id == derived_id(
        url="https://tern.example/f", title=None, publisher=None, text=""
    )
    assert _article("Text.").id == "ferry"


def test_marks_are_left_out_and_every_word_stays() -> None:
    """Headings and list entries are lines; a link is its text; what is quoted or code is kept."""
    written = (
        '## What *next*\n\nThe **ferry** [stops](https://tern.example/ferry "t") in `May`,\nsays <b>she</b>.\n\n'
        "- Buses run\n- Boats wait\n\n> “It has to be done.”\n\n| Day | Runs |\n|---|---|\n| Mon | 4 |\n\n"
        "~~Gone~~ &amp; back.\n"
    )

    assert _article(written).text == (
        "What next\n\nThe ferry stops in May, says she.\n\nBuses run\n\nBoats wait\n\n“It has to be done.”\n\n"
        "Day | Runs\nMon | 4\n\nGone & back."
    )


def test_images_go_to_what_was_removed() -> None:
    """With what they say and where they are."""
    article = _article("The ferry.\n\n![The old ferry](ferry.jpg)\n\nIt stops.")

    assert article.text == "The ferry.\n\nIt stops."
    assert article.removed == ("image: The old ferry ferry.jpg",)


def test_a_heading_at_the_top_is_the_title() -> None:
    """Where the front matter gives none; another title leaves the heading in the text."""
    assert (_article("# Ferry stops\n\nIt does.").title, _article("# Ferry stops\n\nIt does.").text) == (
        "Ferry stops",
        "It does.",
    )
    other = _article("---\ntitle: Boats\n---\n# Ferry stops\n\nIt does.")
    assert (other.title, other.text) == ("Boats", "Ferry stops\n\nIt does.")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    """A text may begin with a line of hyphens."""
    assert _article("---\n\nThe ferry stops.").text == "The ferry stops."


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: a\nauthor: [b", "front matter, line 4: not plain YAML"),
        ("title: a: b", "front matter, line 2: not plain YAML (mapping values are not allowed here)"),
        ("title: !!python/object/apply:os.system ['id']", "front matter, line 2: not plain YAML (could not determine"),
        ("a: &x [1]\nb: [*x, *x]", "front matter, line 3: the alias '*x': write out what it stands for"),
        ("a: " + "[" * 100, "front matter, line 2: nested more than 20 deep"),
        ("- a\n- b", "front matter that is no list of 'name: value' lines"),
        ("date: 2026-02-15T10:00:00", "published_at: 2026-02-15T10:00:00 has no time zone: add one, such as 'Z'"),
        ("date: 2026-02-31", "front matter, not plain YAML (day is out of range for month)"),
        ("date: soon", "published_at: Input should be a valid datetime"),
        ("title: [a]", "title: Input should be a valid string"),
        (f"id: 0x{'f' * 9_000}", "front matter, not plain YAML (Exceeds the limit"),
        ("a: " + "x" * 100_001, "front matter of 100,006 characters, more than the 100,000 that are read"),
    ],
)
def test_bad_front_matter_is_refused_with_its_line(front: str, reason: str) -> None:
    """No object of Python's is ever made from it, and no alias multiplies it."""
    assert _reason(f"---\n{front}\n---\nThe ferry stops.").startswith(reason)


def test_front_matter_that_never_ends_is_refused() -> None:
    """Else all of it would be taken for the text."""
    assert (
        _reason("---\ntitle: a\n\nThe ferry stops.") == "line 1 begins front matter that no '---' ends: add that line"
    )


def test_front_matter_alone_is_no_article() -> None:
    """There is nothing to cite."""
    assert _reason("---\ntitle: a\n---\n") == "'text' is missing or empty"
