"""Excerpts show the right characters of an article, marked as what they are."""

from hypothesis import given
from hypothesis import strategies as st

from evals.reports.excerpts import AROUND, Mark, Piece, excerpts, pieces

WORDS = "one two three four five six seven eight nine ten " * 40


def gold(start, end):
    """Gold evidence at that place."""
    return Mark(start=start, end=end, marker=None)


def cited(start, end, *, marker=1):
    """A citation of that place."""
    return Mark(start=start, end=end, marker=marker)


def test_both_marks_are_told_apart_where_they_overlap():
    """The citation begins before the evidence and ends within it."""
    found = list(pieces("The ferry stops on 3 May.", [cited(4, 15), gold(10, 24)], start=0, end=25))

    assert found == [
        Piece(text="The ", cited=False, gold=False, markers=()),
        Piece(text="ferry ", cited=True, gold=False, markers=(1,)),
        Piece(text="stops", cited=True, gold=True, markers=()),
        Piece(text=" on 3 May", cited=False, gold=True, markers=()),
        Piece(text=".", cited=False, gold=False, markers=()),
    ]


def test_offsets_count_code_points():
    """A character beyond the first plane, or one of two code points, shifts nothing."""
    found = list(pieces("🚢🚢 cafe\u0301 3 May", [gold(9, 14)], start=0, end=14))

    assert [(piece.text, piece.gold) for piece in found] == [("🚢🚢 cafe\u0301 ", False), ("3 May", True)]


def test_a_short_text_is_shown_whole():
    """Nothing is cut, so nothing says that it was."""
    (excerpt,) = excerpts("The ferry stops.", [gold(4, 9)])

    assert (excerpt.start, excerpt.end, excerpt.cut_before, excerpt.cut_after) == (0, 16, False, False)


def test_an_excerpt_of_a_long_text_has_whole_words_around_its_mark():
    """About as many characters on both sides, and a sign that there is more."""
    (excerpt,) = excerpts(WORDS, [gold(980, 984)])

    shown = WORDS[excerpt.start : excerpt.end]
    assert 980 - AROUND <= excerpt.start < 980 - AROUND + 20
    assert 984 + AROUND - 20 < excerpt.end <= 984 + AROUND
    assert {shown.split()[0], shown.split()[-1]} <= set(WORDS.split())
    assert (excerpt.cut_before, excerpt.cut_after) == (True, True)


def test_marks_of_one_neighbourhood_share_an_excerpt_and_far_ones_do_not():
    """Two places that can be read in one go are not shown twice."""
    near = excerpts(WORDS, [cited(500, 520), gold(600, 620)])
    far = excerpts(WORDS, [cited(100, 120), gold(1_500, 1_520)])

    assert [set(excerpt.marks) for excerpt in near] == [{cited(500, 520), gold(600, 620)}]
    assert [set(excerpt.marks) for excerpt in far] == [{cited(100, 120)}, {gold(1_500, 1_520)}]


def test_of_a_very_long_stretch_only_the_ends_are_shown():
    """A citation of a whole article does not put the article into the page."""
    (excerpt,) = excerpts("x" * 1_000_000, [cited(0, 1_000_000)])

    assert len("".join(piece.text for piece in excerpt.pieces)) < 1_300


@given(st.text(max_size=900), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 60), st.booleans()), max_size=4))
def test_every_mark_is_in_one_excerpt_and_covers_its_own_characters(text, places):
    """Whatever the text: the pieces join to the text as it is, and what is marked is what stands there."""
    marks = [
        Mark(start=start, end=min(start + length, len(text)), marker=n if is_cited else None)
        for n, (start, length, is_cited) in enumerate(places)
        if start < len(text)
    ]

    found = excerpts(text, marks)

    assert sorted(map(repr, marks)) == sorted(repr(mark) for excerpt in found for mark in excerpt.marks)
    for excerpt in found:
        assert "".join(piece.text for piece in excerpt.pieces) == text[excerpt.start : excerpt.end]
        at = excerpt.start
        for piece in excerpt.pieces:
            inside = [mark for mark in marks if mark.start <= at and at + len(piece.text) <= mark.end]
            assert piece.gold == any(mark.marker is None for mark in inside)
            assert piece.cited == any(mark.marker is not None for mark in inside)
            at += len(piece.text)
