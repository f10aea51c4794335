"""Whose words stand in an answer."""

import pytest
from benchmark_data import citation, reply

from evals.benchmarks.polnear_scoring import (
    Annotations,
    Attribution,
    bears_out,
    given,
    long_quotes,
    names_only,
    occurrences,
    overlapping,
    quoted,
)

TEXT = "Ida Brock said: “We will mend the pier before the spring\ntides come.” Lem Okoro disagreed with all of that."
PIER = TEXT.index("We"), TEXT.index(".”") + 1
REST = TEXT.index("disagreed"), len(TEXT)


def annotations(*sources):
    """The text with a source for the quote and one for what stands behind it."""
    spans = (PIER, REST)
    return Annotations(
        {"a": TEXT},
        tuple(
            Attribution(id=f"a-{place}", doc_id="a", content_spans=(span,), direct=True, source_names=names)
            for place, (span, names) in enumerate(zip(spans, sources, strict=False))
        ),
    )


@pytest.mark.parametrize(
    ("text", "strings"),
    [
        ("“One,” she said. “Two.”", ("One,", "Two.")),
        ('"One," she said. "Two."', ("One,", "Two.")),
        ("''One,'' she said.", ("One,",)),
        ("One,” she said.", ("One,",)),
        ('One," she said, "and two', ("One,", "and two")),
        ("She said: “One. “Two.”", ("Two.",)),
        ('("One")', ("One",)),
        ("It's one o'clock.", ()),
        ("", ()),
    ],
)
def test_what_stands_in_quotation_marks_is_found(text, strings):
    """Curly, straight or doubled; a quote that the text cuts runs to its end, or from its beginning."""
    assert quoted(text) == strings


def test_only_quotes_of_six_words_are_long():
    """Shorter ones could be anybody's."""
    assert long_quotes("“One two three four five,” and “one two three four five six.”") == (
        "one two three four five six.",
    )


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Brock’s", True),
        ("BROCK: no", True),
        ("brock", False),
        ("Brockton", False),
        ("Brock, Pike", False),
        ("", False),
    ],
)
def test_a_name_is_a_whole_word_as_written_or_in_capitals(text, right):
    """The speaker is Brock, another speaker is Pike."""
    assert names_only(text, right=["Brock"], others=["Pike"]) is right


def test_a_quote_is_found_whatever_its_blanks_and_ends():
    """The text has a line break in it and a full stop behind it; another case is another wording."""
    assert occurrences("mend the pier before the spring tides come,", TEXT) == [(PIER[0] + 8, PIER[1] - 1)]
    assert occurrences("Mend the pier", TEXT) == []
    assert occurrences(" ... ", TEXT) == []


@pytest.mark.parametrize(
    ("sources", "verdict"),
    [
        ([["Ida Brock"]], "the speaker's"),
        ([["Brock", "Okoro"]], "the speaker's"),
        ([["Lem Okoro"]], "someone else's"),
        ([[]], "of no named source"),
        ([], "not in the gold"),
    ],
)
def test_a_quote_is_whose_the_gold_says(sources, verdict):
    """Asked for are Brock's words; any source with that last name counts."""
    found = annotations(*sources).verdict("We will mend the pier before", doc_ids=["a"], speaker="Ida Brock")

    assert found == verdict


def test_a_quote_that_is_not_verbatim_or_not_all_inside_is_not_in_the_gold():
    """One changes a word, one begins before the gold span."""
    gold = annotations(["Ida Brock"])

    assert gold.verdict("We will mend the wall", doc_ids=["a"], speaker="Brock") == "not in the gold"
    assert gold.verdict("Brock said: “We will", doc_ids=["a"], speaker="Brock") == "not in the gold"


def test_spans_with_only_blanks_between_them_are_one_stretch():
    """The annotators part a quote at its sentences; the third span stands apart."""
    spans = [(0, 3), (4, 7), (9, 12)]

    parted = Attribution(id="a-0", doc_id="a", content_spans=spans, direct=True, source_names=[])

    assert parted.stretches("One two, three") == [(0, 7), (9, 12)]


def test_the_speakers_of_an_article_are_known_by_last_name():
    """And the places of an attribution by its id."""
    gold = annotations(["Ida Brock"], ["Lem Okoro"])

    assert gold.speakers("a") == {"Brock", "Okoro"}
    assert gold.speakers("b") == frozenset()
    assert gold.places(["a-1"]) == [("a", REST)]


def test_a_statement_is_given_with_seven_tenths_of_its_content_words():
    """Of ten words seven are in the answer, of the second six."""
    answer = "red blue green black white brown pink"

    assert given(answer, ["red blue green black white brown pink grey teal mauve"]) == 1
    assert given(answer, ["red blue green black white brown plum grey teal mauve"]) == 0


def test_a_quote_is_borne_out_by_a_citation_of_that_speaker():
    """Not by one of another's words, nor by one of another quote."""
    quote = "We will mend the pier."
    theirs = citation(f"“{quote}”", speaker="Ida Brock")

    assert bears_out(reply("-", theirs), speaker="Brock", quote=quote)
    assert not bears_out(reply("-", theirs), speaker="Okoro", quote=quote)
    assert not bears_out(reply("-", citation("Rye bread is sold.", speaker="Ida Brock")), speaker="Brock", quote=quote)
    assert not bears_out(reply("-", citation(quote)), speaker="Brock", quote=quote)
    assert not bears_out(reply(""), speaker="Brock", quote=quote)


def test_citations_overlap_where_they_share_a_character():
    """The first ends where the gold begins, the second shares a character with it, the third is of another article."""
    cited = [citation("x" * 5, start=5), citation("x" * 6, start=5), citation("x" * 9, article_id="b", start=10)]

    assert overlapping(cited, gold=[("a", (10, 20))]) == 1
