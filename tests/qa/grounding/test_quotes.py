"""A quotation is exact only where it stands so, in whole words and numbers, in the passage that is cited."""

import time

import pytest
from grounding_data import hit
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.grounding.folding import fold
from qa.grounding.quotes import Located, locate

TEXT = (
    "Seven ministers met in Roke. “It’s got to be done—now, before winter,” said Ms Quill, who wasn’t\u00a0 happy: it "
    "cost $1.5 million… They\u00ad left at 1,300 feet -- in a hurry. No. The anti-war group of seventeen people marched"
    " through the old town on Sunday and then went home without a word."
)
CITED = hit(TEXT, before="Fog. ", after=" Rain fell.")


def located(quote: str) -> str | None:
    """The verbatim span of an exact quote, else None."""
    found = locate(quote, cited=CITED, others=[])
    return found.hit.article.text[found.start : found.end] if found.hit else None


@pytest.mark.parametrize(
    ("quote", "verbatim"),
    [
        ("Seven ministers met in Roke.", "Seven ministers met in Roke."),
        ("seven ministers met", "Seven ministers met"),
        ("It's got to be done-now", "It’s got to be done—now"),
        ("\"It's got to be done – now", None),
        ("“It’s got to be done—now.”", "It’s got to be done—now"),
        ("who wasn't happy: it cost", "who wasn’t\u00a0 happy: it cost"),
        ("it cost $1.5 million...", "it cost $1.5 million…"),
        ("... it cost $1.5 million", "it cost $1.5 million"),
        ("They left at 1,300 feet", "They\u00ad left at 1,300 feet"),
        ("1,300 feet – in a hurry", "1,300 feet -- in a hurry"),
        ("then went\nhome without a word,", "then went home without a word"),
    ],
)
def test_a_quote_is_exact_whatever_its_marks_dashes_and_blanks(quote, verbatim):
    """What comes back is what the article has; a blank where it has none is another wording."""
    assert located(quote) == verbatim


@pytest.mark.parametrize(
    "quote",
    [
        "even ministers met in Roke",
        "Seven ministers met in Rok",
        "Seven Ministers met in Roke",
        "it cost $1.5",
        "it cost $1",
        "5 million… They left",
        "300 feet -- in a hurry",
        "war group of seventeen people",
        "anti-war group of seven",
        "Ms Quill, who was",
        "left at 1,301 feet",
        "went home with a word",
        "",
        "“…”",
    ],
)
def test_part_of_a_word_or_a_number_and_another_wording_are_absent(quote):
    """`even` does not stand in `seven`, nor `300` in `1,300`, nor `1.5` in `1.5 million`, nor `war` in `anti-war`."""
    assert locate(quote, cited=CITED, others=[]) == Located("absent", None, 0, 0)


@pytest.mark.parametrize(("quote", "status"), [("No.", "exact"), ("no", "exact"), ("ministers met", "absent")])
def test_fewer_than_three_words_are_a_quote_only_as_a_whole_sentence(quote, status):
    """Two words stand somewhere in any text."""
    assert locate(quote, cited=CITED, others=[]).status == status


def test_a_quote_is_looked_for_in_the_passage_and_not_around_it():
    """The article goes on, but that was not shown."""
    assert located("a word. Rain fell") is None
    assert located("Fog. Seven ministers met") is None


def test_a_passage_that_begins_within_a_number_does_not_make_it_another_one():
    """The article has 1,300; the passage begins at 300."""
    cut = hit("300 feet of rope were sold", before="About 1,")

    assert locate("300 feet of rope", cited=cut, others=[]).status == "absent"


def test_a_quote_of_another_passage_is_misattributed():
    """It comes back with the passage where it stands."""
    other = hit("Nobody sails in January, she said.", article_id="b")

    found = locate("nobody sails in January", cited=CITED, others=[hit("Fog lies.", article_id="c"), other])

    assert (found.status, found.hit) == ("misattributed", other)
    assert other.article.text[found.start : found.end] == "Nobody sails in January"


def test_the_cited_passage_comes_before_the_others():
    """The same words may stand in both."""
    assert locate("Seven ministers met", cited=CITED, others=[hit(TEXT, article_id="b")]).status == "exact"


@pytest.mark.parametrize(
    ("quote", "status"),
    [
        ("The anti-war group of seventeen people … went home without a word", "stitched"),
        ("The anti-war group of seventeen people went home without a word", "stitched"),
        ("Seven ministers met in Roke ... They left at 1,300 feet ... without a word", "stitched"),
        ("went home without a word ... Seven ministers met in Roke", "absent"),
        ("Seven ministers met ... a word", "absent"),
        ("Seven ministers met in Roke and went home by bus", "absent"),
    ],
)
def test_pieces_of_three_words_in_the_passages_order_are_stitched(quote, status):
    """With an ellipsis between them or without; in another order, or with a piece of two words, it is absent."""
    assert locate(quote, cited=CITED, others=[]).status == status


def test_an_ellipsis_that_the_article_has_itself_is_no_stitch():
    """Nothing was left out of what was printed."""
    printed = hit("He said: “We will … see what comes of it.”")

    assert locate("We will ... see what comes of it", cited=printed, others=[]).status == "exact"


WORDS = st.lists(
    st.sampled_from("the Ferry sailed 1,300 people “home” wasn’t—so late… 2.5 of Roke’s anti-war".split()), min_size=6
)


@given(WORDS, st.data())
def test_a_span_cut_from_a_passage_is_exact_and_given_back(words, data):
    """Whole words, three at least: the offsets are those of the same words."""
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, len(words)))
    quote, cited = " ".join(words[first:last]), hit(" ".join(words), before="¶ ", after=" end")
    assume(not words[last - 1].endswith("2.5") and words[first] != "people")

    found = locate(quote, cited=cited, others=[])

    assert found.status == "exact"
    assert fold(cited.article.text[found.start : found.end]).text == fold(quote).text


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_another_number_is_never_exact(written, said):
    """Off by one digit or by many."""
    assume(written != said)
    cited = hit(f"It was counted that {written} people sailed.")

    assert locate(f"counted that {said} people sailed", cited=cited, others=[]).status == "absent"


VARIANTS = {" ": ("  ", "\n", "\u00a0"), "'": ("’", "‘"), "-": ("–", "—"), "...": ("…",)}


@given(st.data())
def test_what_is_typed_otherwise_is_exact(data):
    """Any blank, mark, dash or ellipsis for any other, and unseen characters anywhere."""
    quote = "the crew's boat - an old one - won't sail... again"
    for written, others in VARIANTS.items():
        quote = quote.replace(written, data.draw(st.sampled_from((written, *others))))
    place = data.draw(st.integers(0, len(quote)))
    assume(quote[place - 1 : place + 1] != "..")
    cited = hit("Then the crew’s boat – an old one – won’t sail… again, she said.")

    found = locate(quote[:place] + "\u200b" + quote[place:], cited=cited, others=[])

    assert cited.article.text[found.start : found.end] == "the crew’s boat – an old one – won’t sail… again"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("word and other things, “quoted” — here. " * 25_000, "nothing of that at all here"),
        ("a " * 500_000, "a " * 3_000 + "b"),
        ("a" * 1_000_000, "a" * 1_000 + " b c"),
        ("x y z " * 160_000, "x y z x y x y z"),
    ],
)
def test_a_megabyte_is_searched_in_linear_time(text, quote):
    """Also one that repeats itself, which takes a naive search hours."""
    began = time.monotonic()

    locate(quote, cited=hit(text), others=[])

    assert time.monotonic() - began < 20
