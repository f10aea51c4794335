"""Sentences as news has them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.sentences import sentences


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, start=0, end=len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param("Gov. Marla Newsom signed the bill in Dunmere.", id="a title with a stop"),
        pytest.param("Lt. Gen. Oda Varga and Mr. Pike met Dr. Lund.", id="several titles"),
        pytest.param("The polls close at 9 p.m. Monday in both counties.", id="an hour with stops"),
        pytest.param('"Where is he?" she asked.', id="a question in quotes and who asked it"),
        pytest.param("“Stop that now!” he shouted at the driver.", id="a shout in quotes and who shouted"),
        pytest.param("Prices rose 3.5 per cent to £1.20 a litre.", id="decimals"),
        pytest.param("J. R. Holt and A.B. Reyes wrote the report.", id="initials"),
        pytest.param("The U.S. envoy arrived at 7 a.m. on Sunday.", id="a country with stops"),
        pytest.param("„Wir warten ab. Es eilt nicht“, sagte Anke Vogt.", id="a German quotation"),
        pytest.param("«Nous attendons. Rien ne presse», a dit Luc Moreau.", id="a French quotation"),
    ],
)
def test_one_sentence_stays_whole(whole: str) -> None:
    """A stop that ends no sentence does not cut it."""
    assert _split(whole) == [whole]


def test_a_quotation_of_several_sentences_is_not_broken() -> None:
    """Whoever quotes it can quote it whole, with who said it."""
    text = "“We are ready. We have been for weeks. Nobody asked,” said Ines Calder. The room fell silent."

    assert _split(text) == [
        "“We are ready. We have been for weeks. Nobody asked,” said Ines Calder.",
        "The room fell silent.",
    ]


def test_plain_sentences_are_parted() -> None:
    """A stop before a new sentence cuts, whatever mark it is."""
    assert _split("It rained. It stopped! Did it? Yes.") == ["It rained.", "It stopped!", "Did it?", "Yes."]


def test_a_line_break_ends_a_sentence() -> None:
    """Headings and captions have no full stop."""
    assert _split("Bridge to close\n\nThe council met\nToday") == ["Bridge to close", "The council met", "Today"]


def test_only_the_stretch_asked_for_is_split() -> None:
    """Offsets count from the beginning of the text, not of the stretch."""
    text = "Zero. One. Two. Three."

    assert [text[slice(*span)] for span in sentences(text, start=6, end=15)] == ["One.", "Two."]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_every_character_but_white_space_is_in_one_sentence(text: str) -> None:
    """Sentences are in order, apart, trimmed, and between them there is only white space."""
    spans = sentences(text, start=0, end=len(text))
    edges = [0, *(edge for span in spans for edge in span), len(text)]

    assert edges == sorted(edges)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert not any(text[edges[n] : edges[n + 1]].strip() for n in range(0, len(edges), 2))
