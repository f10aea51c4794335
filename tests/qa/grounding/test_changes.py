"""Two sentences are compared word by word."""

from hypothesis import given
from hypothesis import strategies as st

from qa.grounding.changes import Change, changes, words

SENTENCES = st.lists(st.sampled_from("the Ferry ferry sails not on May 1,300 Roke’s".split()), max_size=12).map(
    " ".join
)


def test_a_change_has_the_words_that_come_and_go_and_those_around_them():
    """Case, marks and what marks an owner are no change."""
    found = changes("the mayor’s old ferry will not sail", "The mayor's old boat will sail.")

    assert found == (
        Change(("ferry",), ("boat",), ("The", "mayor", "old"), ("will", "sail")),
        Change(("not",), (), ("old", "boat", "will"), ("sail",)),
    )


def test_initials_with_dots_are_one_word():
    """As those without."""
    assert words("The U.S. agreed") == ("The", "US", "agreed")


@given(SENTENCES, SENTENCES)
def test_a_sentence_is_the_other_with_its_changes(one, other):
    """What comes less what goes is what the one has more; with itself there is no change."""
    found = changes(one, other)
    come, gone = sum(len(change.ours) for change in found), sum(len(change.theirs) for change in found)

    assert come - gone == len(words(one)) - len(words(other))
    assert changes(one, one) == ()
