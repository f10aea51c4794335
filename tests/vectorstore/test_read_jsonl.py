"""JSON Lines into articles."""

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.article import Article
from vectorstore.readers.jsonl import read_jsonl
from vectorstore.readers.read import Unreadable

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_fields = "id title publisher source authors published_at updated_at url language text body posts start end".split()


def _read(content: bytes | str) -> list[Article | Unreadable]:
    return list(read_jsonl(BytesIO(content if isinstance(content, bytes) else content.encode()), source="in.jsonl"))


def _article(**record: object) -> Article:
    (read,) = _read(json.dumps(record))
    assert isinstance(read, Article), read
    return read


def _refusal(**record: object) -> str:
    (read,) = _read(json.dumps(record))
    assert isinstance(read, Unreadable), read
    assert read.where == "in.jsonl:1"
    return read.reason


def test_every_field_is_read() -> None:
    """Times come out in UTC."""
    article = _article(
        id="f1",
        title="Ferry stops",
        text="The ferry stops.",
        publisher="Post",
        authors=["A", "B"],
        published_at="2026-02-01T10:00:00+02:00",
        updated_at="2026-02-01T12:00:00Z",
        url="https://post.example/f1",
        language="en",
    )

    assert article == Article(
        id="f1",
        title="Ferry stops",
        publisher="Post",
        authors=("A", "B"),
        published_at=datetime(2026, 2, 1, 8, tzinfo=UTC),
        updated_at=datetime(2026, 2, 1, 12, tzinfo=UTC),
        url="https://post.example/f1",
        language="en",
        text="The ferry stops.",
        posts=(),
        source="in.jsonl",
    )


def test_body_and_source_are_taken_for_text_and_publisher() -> None:
    """So other people's dumps can be read; our own names come first."""
    assert _article(body="b").text == "b"
    assert _article(text="t", source="Post").publisher == "Post"
    both = _article(text="t", body="b", publisher="P", source="S")
    assert (both.text, both.publisher) == ("t", "P")


def test_unknown_fields_are_ignored_and_blank_ones_are_unknown() -> None:
    """What we have no use for does no harm; an empty string says nothing."""
    article = _article(text="t", zzz={"a": [1]}, title=" ", publisher="", published_at="", id="")

    assert (article.title, article.publisher, article.published_at) == (None, None, None)
    assert article.id


def test_one_author_may_be_a_string() -> None:
    """A list of one is the same."""
    assert _article(text="t", authors="A").authors == _article(text="t", authors=["A"]).authors == ("A",)


def test_an_id_comes_from_the_url_or_else_from_the_content() -> None:
    """The same article has the same id in every run; another one has another."""
    assert _article(text="t", url="u").id == _article(text="changed", url="u").id
    assert _article(text="t").id == _article(text="t").id != _article(text="s").id
    assert _article(text="t", url="u").id != _article(text="t").id


def test_bom_crlf_and_blank_lines_are_no_content() -> None:
    """Lines count as an editor counts them."""
    reads = _read(b'\xef\xbb\xbf{"text":"one"}\r\n\r\n  \n{"text":"two"}\r\n{oops\r\n')

    assert [read.text if isinstance(read, Article) else read.where for read in reads] == ["one", "two", "in.jsonl:5"]


def test_a_bad_line_leaves_the_others_alone() -> None:
    """It is reported in its place; what is after it is read."""
    reads = _read(b'{"text":"one"}\n{"text":"\xff"}\n{"text":5}\n{"text":"two"}')

    assert [type(read) for read in reads] == [Article, Unreadable, Unreadable, Article]
    assert [read.where for read in reads if isinstance(read, Unreadable)] == ["in.jsonl:2", "in.jsonl:3"]


def test_a_file_cut_in_half_gives_its_whole_lines() -> None:
    """A download broke off in the middle of a line."""
    whole = "\n".join(json.dumps({"id": f"f{n}", "text": "The ferry stops. " * 9}) for n in range(4)).encode()
    reads = _read(whole[: len(whole) * 5 // 8])

    assert [read.id for read in reads if isinstance(read, Article)] == ["f0", "f1"]
    assert isinstance(reads[-1], Unreadable)
    assert reads[-1].where == "in.jsonl:3"
    assert reads[-1].reason.startswith("not JSON (Unterminated string")
    assert reads[-1].reason.endswith("give one whole JSON object a line")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text": 5}, "text: Input should be a valid string"),
        ({"title": "t"}, "'text' is missing or empty"),
        ({"text": " \n"}, "'text' is missing or empty"),
        ({"text": "t", "authors": {"a": 1}}, "authors: Input should be a valid tuple"),
        ({"text": "t", "authors": [None]}, "authors.0: Input should be a valid string"),
        ({"text": "t", "id": 12}, "id: Input should be a valid string"),
        ({"text": "t", "id": "x" * 201}, "give 1 to 200 printable characters"),
        ({"text": "t", "published_at": "yesterday"}, "published_at: Input should be a valid datetime"),
        ({"text": "t", "posts": [5]}, "posts.0: this should be a JSON object"),
        ({"text": "t", "posts": [{"start": "x", "end": 1}]}, "posts.0.start: Input should be a valid integer"),
    ],
)
def test_a_wrong_value_is_named_with_its_field(record: dict[str, object], reason: str) -> None:
    """The reason says where to look."""
    assert reason in _refusal(**record)


@pytest.mark.parametrize("field", ["published_at", "updated_at"])
def test_a_time_without_a_zone_is_refused_with_advice(field: str) -> None:
    """Guessing the zone would put the article on another day for some."""
    assert "has no time zone: add one, such as 'Z'" in _refusal(text="t", **{field: "2026-02-01T10:00:00"})


def test_a_date_alone_is_the_beginning_of_that_day() -> None:
    """In UTC, as in pages and feeds."""
    assert _article(text="t", published_at="2026-02-01").published_at == datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_time_that_is_none_in_utc_is_refused(value: str) -> None:
    """The edges of the calendar are reported like any other wrong value."""
    assert "is outside the years 1 to 9999 in UTC" in _refusal(text="t", published_at=value)


@pytest.mark.parametrize("line", ["[]", "3", '"a"', "null", "{", "[" * 100_000, '{"text":"t","n":' + "1" * 5_000 + "}"])
def test_a_line_that_is_no_object_is_refused(line: str) -> None:
    """Whatever is in a line, it is reported and never raised."""
    (read,) = _read(line)

    assert isinstance(read, Unreadable)


def test_nul_and_lone_surrogates_become_replacement_characters() -> None:
    """JSON can spell what can't be stored."""
    (read,) = _read(b'{"text":"a\\u0000b\\ud800c","title":"\\udfff","authors":["\\u0000"]}')

    assert isinstance(read, Article)
    assert (read.text, read.title, read.authors) == ("a\ufffdb\ufffdc", "\ufffd", ("\ufffd",))


def test_posts_with_their_own_text_make_the_article() -> None:
    """Each under its heading; an empty one is left out; ids count the posts that were given."""
    article = _article(
        title="Live",
        posts=[
            {"heading": "Gate shut", "text": "It was shut.", "author": "A", "published_at": "2026-02-01T10:00:00Z"},
            {"text": "  "},
            {"id": "last", "text": "It opened."},
        ],
    )

    assert article.text == "Gate shut\n\nIt was shut.\n\nIt opened."
    assert [(p.id, p.heading, article.text[p.start : p.end]) for p in article.posts] == [
        ("p1", "Gate shut", "Gate shut\n\nIt was shut."),
        ("last", None, "It opened."),
    ]
    assert article.posts[0].published_at == datetime(2026, 2, 1, 10, tzinfo=UTC)


def test_posts_with_places_mark_the_text() -> None:
    """Offsets are code points, not bytes."""
    article = _article(text="Łódź 🙂 eins zwei", posts=[{"start": 7, "end": 11}, {"id": "b", "start": 12, "end": 16}])

    assert [(post.id, article.text[post.start : post.end]) for post in article.posts] == [("p1", "eins"), ("b", "zwei")]


@pytest.mark.parametrize(
    "posts",
    [
        [{"start": 0, "end": 99}],
        [{"start": 2, "end": 2}],
        [{"start": 0, "end": 3}, {"start": 2, "end": 4}],
        [{"start": 3, "end": 4}, {"start": 0, "end": 1}],
        [{"text": "without a place"}],
    ],
)
def test_posts_that_do_not_fit_the_text_are_refused(posts: list[dict[str, object]]) -> None:
    """Beyond the end, empty, overlapping, backwards or nowhere."""
    assert "post 'p" in _refusal(text="abcdef", posts=posts)


def test_two_posts_of_one_id_are_refused() -> None:
    """A citation names its post by its id."""
    posts = [{"id": "p", "start": 0, "end": 1}, {"id": "p", "start": 2, "end": 3}]

    assert "two posts have the same id" in _refusal(text="abcdef", posts=posts)


@settings(max_examples=150, deadline=None)
@given(record=st.dictionaries(st.sampled_from(_fields), _json | st.just("text") | st.just([{"text": "t"}])))
def test_any_json_is_read_or_reported(record: dict[str, object]) -> None:
    """No value of any field raises."""
    (read,) = _read(json.dumps(record))

    assert isinstance(read, Article | Unreadable)


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_reported(content: bytes) -> None:
    """No file raises."""
    assert all(isinstance(read, Article | Unreadable) for read in _read(content))
