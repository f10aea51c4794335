"""A wording is found where a reader would find it, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.match import contains, locate, normalise, sentences

FOUND = [
    ("All options are ON the table.", "all options"),
    ("full-scale removal", "full scale removal"),
    ("“All options”", "all options"),
    ("the options\u00a0are\n open", "options are open"),
    ("It isn’t expected to", "isn't expected"),
    ("It isn't expected to", "isn’t expected"),
    ("a 3–5 million range", "3-5 million"),
    ("non\u2011essential staff", "non-essential"),
    ("the hour-long call", "hour"),
    ("the Russia-to-Germany pipeline", "Germany"),
    ("30,000-strong", "30,000"),
    ("up to 30,000.", "30,000"),
    ("£30,000, they said", "30,000"),
    ("(30,000)", "30,000"),
    ("3, 4 and 5", "3"),
    ("There were 3.", "3"),
    ("There were 3.", "3."),
    ("worth £3.2 million", "£3.2 million"),
    ("worth £3.2 million", "3.2"),
    ("up 3.5% since", "3.5%"),
    ("on Feb. 7 they met", "Feb. 7"),
    ("on Feb. 7, 2022", "Feb. 7"),
    ("in Feb. they met", "Feb"),
    ("in Feb they met", "Feb."),
    ("at 09:51, he", "09:51"),
    ("published at 09:51.", "09:51"),
    ("Scholz’s trip", "Scholz"),
    ("the leaders’ call", "leaders"),
    ("he'll go", "he"),
    ("“Yes,” he said", "yes"),
    ("He said yes", '"Yes."'),
    ("rewards for aggression", "(rewards)"),
    ("the U.S. said", "U.S."),
    ("the Straße is closed", "STRASSE"),
    ("so… no deal", "so... no deal"),
    ("in\u200bvisible co\u00adoperation", "invisible cooperation"),
    ("It was in 2022.The end", "2022"),
    ("the plan of 2022.Yes it", "yes"),
    ("Nord Stream 2’s owner", "Nord Stream 2"),
    ("NATO/EU talks", "EU"),
]

NOT_FOUND = [
    ("130,000 troops", "30,000"),
    ("30,000,000 people", "30,000"),
    ("30,000.5 tonnes", "30,000"),
    ("3.5 million", "3"),
    ("3.5 million", "5 million"),
    ("3,000 troops", "3"),
    ("3,000 troops", "000"),
    ("0.25", "25"),
    ("at 09:51", "51"),
    ("at 09:51", "9:51"),
    ("on 9/11", "11"),
    ("24/7", "24"),
    ("the 3rd post", "3"),
    ("3½ hours", "3"),
    ("5m people", "5"),
    ("yesterday", "yes"),
    ("in his eyes", "yes"),
    ("February", "Feb."),
    ("they won't go", "won"),
    ("they can’t go", "can"),
    ("Mr O’Brien", "Brien"),
    ("Mr O'Brien", "O"),
    ("a full removal", "full-scale removal"),
    ("snake_case", "snake"),
    ("anything at all", ""),
    ("anything? at all.", "?"),
    ("", "yes"),
]


@pytest.mark.parametrize(("text", "wording"), FOUND)
def test_a_wording_is_found_whatever_its_quotes_dashes_blanks_and_case(text, wording):
    """What a reader would call the same words is found."""
    assert contains(text, wording)


@pytest.mark.parametrize(("text", "wording"), NOT_FOUND)
def test_a_part_of_a_word_or_number_is_not_the_wording(text, wording):
    """A longer word, another number or nothing at all is no match."""
    assert not contains(text, wording)


@given(st.from_regex(r"\w+([ .,:'’–-]\w+)*", fullmatch=True))
def test_every_wording_is_found_in_itself(wording):
    """Words and numbers, however joined, contain themselves."""
    assert contains(wording, wording)


@given(st.from_regex(r"[a-z]{1,8}( [a-z]{1,8})*", fullmatch=True), st.text(max_size=40), st.text(max_size=40))
def test_a_wording_between_blanks_is_found_in_any_text(wording, before, after):
    """What stands before and after a wording, blanks between, does not hide it."""
    assert contains(f"{before} {wording} {after}", wording)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    """A normalised text is its own normal form."""
    once = normalise(text)

    assert normalise(once) == once


@given(st.text(max_size=60), st.text(min_size=1, max_size=30), st.text(max_size=60))
def test_a_quote_is_located_where_it_stands(before, quote, after):
    """One of the places found covers the quote's letters, in offsets of the text as given."""
    text = f"{before} {quote} {after}"
    start = len(before) + 1

    places = locate(text, quote)

    assert all(normalise(text[begin:end]) == normalise(quote) for begin, end in places)
    if normalise(quote):
        first = start + len(quote) - len(quote.lstrip())
        assert any(begin < start + len(quote) and end > first for begin, end in places)


def test_offsets_count_the_code_points_of_the_text_as_given():
    """Letters that grow and blanks that shrink on the way don't move the place."""
    text = "Straße…  \u00a0“Yes”,\tshe said"

    places = locate(text, '"yes", she')

    assert [text[start:end] for start, end in places] == ["“Yes”,\tshe"]


def test_a_quote_that_stands_twice_has_two_places():
    """Every place counts, since a citation may be of either."""
    assert locate("no, no", "No") == ((0, 2), (4, 6))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He came. She went.", ("He came.", "She went.")),
        ("“No.” Then “Yes!” Then?", ("“No.”", "Then “Yes!”", "Then?")),
        ("Mr. Putin met Lloyd J. Austin on Feb. 7.", ("Mr. Putin met Lloyd J. Austin on Feb. 7.",)),
        ("The U.S. Army left.", ("The U.S. Army left.",)),
        ("No. She did not.", ("No.", "She did not.")),
        ("3.5 million came", ("3.5 million came",)),
        ("A heading\nA sentence", ("A heading", "A sentence")),
        (" \n ", ()),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, parts):
    """Full stops of short forms and numbers don't end a sentence; line breaks do."""
    assert sentences(text) == parts
