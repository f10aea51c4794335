"""Reading what a chat model writes, however it is wrapped, and however it ends."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.writer.objects import MAX_CHARACTERS, ObjectReader
from qa.writer.parse import MAX_SEGMENTS, Quoted, WritingParser, Written

ONE = '{"text": "One.", "quotes": [{"passage": "ab-1", "quote": "first words here"}]}'
TWO = '{"text": "Two.", "quotes": [{"passage": "ab-2", "quote": "say \\"no\\" \\u201cor\\u201d {yes}"}]}'
WHOLE = f'{{"segments": [{ONE}, {TWO}]}}'
READ = (
    Written("One.", (Quoted("ab-1", "first words here"),)),
    Written("Two.", (Quoted("ab-2", 'say "no" “or” {yes}'),)),
)
WRAPPED = {
    "plain": WHOLE,
    "fenced": f"```json\n{WHOLE}\n```",
    "prose around it": f"Sure! Here's the {{answer}} you [asked] for:\n{WHOLE}\nAnything else?",
    "thinking": f'<think>Perhaps {{"text": "No.", "quotes": []}}?</think>\n{WHOLE}',
    "an array": f"[{ONE},\n{TWO}]",
    "an object a line": f"{ONE}\n{TWO}\n",
    "trailing commas": f'{{"segments": [{ONE[:-1]},}}, {TWO} , ], }}',
    "raw line ends in strings": WHOLE.replace("first words", "first\nwords").replace("\n", "\n"),
    "bold type and marks": WHOLE.replace("One.", "**One.** [ab-1] [2, 3]"),
    "one quote, no list": WHOLE.replace(
        '[{"passage": "ab-1", "quote": "first words here"}]', '{"passage": "[ab-1]", "quote": "first words here"}'
    ),
    "other objects": f'{{"id": "ab-1", "text": "a passage"}} {{"quotes": []}} {{"text": 3, "quotes": []}} {WHOLE}',
}


def read(text: str, *, piece: int = 7) -> list[Written]:
    parser = WritingParser()
    return [one for at in range(0, len(text), piece) for one in parser.feed(text[at : at + piece])]


@pytest.mark.parametrize("form", WRAPPED)
@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_a_reply_is_read_in_every_wrapping(form: str, piece: int) -> None:
    """What stands around the segments, and how it comes in pieces, changes nothing."""
    found = read(WRAPPED[form], piece=piece)

    assert [(w.text, [" ".join(q.quote.split()) for q in w.quotes], w.quotes[0].passage) for w in found] == [
        (w.text, [q.quote for q in w.quotes], w.quotes[0].passage) for w in READ
    ]


def test_a_segment_is_there_as_soon_as_its_brace_closes() -> None:
    """The second one is not waited for."""
    parser = WritingParser()
    upto = WHOLE.index(ONE) + len(ONE)

    assert [list(parser.feed(WHOLE[: upto - 1])), list(parser.feed(WHOLE[upto - 1 : upto]))] == [[], [READ[0]]]


@pytest.mark.parametrize("form", WRAPPED)
def test_a_reply_cut_anywhere_gives_whole_segments_only(form: str) -> None:
    """Never half a segment, and never one that the whole reply doesn't have."""
    text = WRAPPED[form]
    whole = read(text)
    for at in range(len(text)):
        parser = WritingParser()
        found = list(parser.feed(text[:at]))

        assert found == whole[: len(found)]
        assert found == whole or parser.cut or not found or form == "an object a line"


@pytest.mark.parametrize(
    "text", ['{"segments": []}', "```json\n[]\n```", '<think>{"segments": [1]}</think>{"segments":[]}']
)
def test_an_empty_list_declines(text: str) -> None:
    """It is not the same as nothing to read."""
    parser = WritingParser()

    assert list(parser.feed(text)) == []
    assert parser.declined


@pytest.mark.parametrize(
    "text", ["", "I cannot help with that.", '{"segments": [', '{"answer": "x"}', f'{{"segments": [{ONE}]}}']
)
def test_nothing_else_declines(text: str) -> None:
    """Prose, a cut reply, another form, an answer."""
    parser = WritingParser()
    list(parser.feed(text))

    assert not parser.declined


@pytest.mark.parametrize(
    "spoilt",
    [
        ONE.replace("One.", " "),
        ONE.replace("One.", "x" * 2_001),
        ONE.replace("first words here", "x" * 2_001),
        ONE.replace('"ab-1"', "1"),
        ONE.replace('"first words here"', "null"),
        ONE.replace("[{", "[1, {"),
        ONE.replace('"text": "One."', '"text": ["One."]'),
        json.dumps({"text": "One.", "quotes": [{"passage": "a", "quote": "b"}] * 9}),
        '{"text": "One.", "quotes": ' + "[" * 9 + "]" * 9 + "}",
    ],
)
def test_what_has_not_the_form_is_no_segment(spoilt: str) -> None:
    """Nothing is guessed; what follows is read."""
    assert read(f'{{"segments": [{spoilt}, {TWO}]}}') == [READ[1]]


def test_there_is_an_end_to_what_is_read() -> None:
    """So many segments, so many characters."""
    many = "[" + ",".join(ONE for _ in range(MAX_SEGMENTS + 5)) + "]"
    reader = ObjectReader()
    for _ in range(3):
        list(reader.feed("x" * (MAX_CHARACTERS // 2)))

    assert len(read(many)) == MAX_SEGMENTS
    assert reader.full
    assert list(reader.feed(ONE)) == []


def test_half_a_surrogate_pair_can_be_written_as_utf_8() -> None:
    """JSON can hold one; a reply to a reader can't."""
    [written] = read(ONE.replace("One.", "One \\ud83d."))

    assert written.text.encode() == b"One ?."


_SCRAPS = st.sampled_from(
    [
        *(
            '{"text": "a", "quotes": []}',
            '{"segments": [',
            "]}",
            "{",
            "}",
            "[",
            "]",
            ",",
            '"',
            "\\",
            "<think>",
            "</think>",
        ),
        *("<", '"text":', '"quotes":', "```", "\\u", "\ud800", "1e999999", "9" * 5_000, "\n", " "),
    ]
)


@given(st.lists(_SCRAPS | st.text(max_size=8), max_size=60), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_parser_and_its_pieces_do_not_matter(scraps: list[str], piece: int) -> None:
    """Scraps of JSON in any order, in pieces of any length."""
    text = "".join(scraps)

    assert read(text, piece=piece) == read(text, piece=100_000)


@pytest.mark.parametrize(
    "unit", ["[", "{", '{"a":', "{}", '"', "\\", "<", "<think>", ",", "[,", '{"a":[', ONE + ",", "[1, "]
)
def test_a_quarter_of_a_million_characters_of_anything_are_read(unit: str) -> None:
    """In pieces of two; were it quadratic, this would take minutes and be stopped."""
    text = (unit * (MAX_CHARACTERS // len(unit) + 1))[:MAX_CHARACTERS]
    reader = ObjectReader()
    for at in range(0, len(text), 2):
        list(reader.feed(text[at : at + 2]))

    assert reader.full
