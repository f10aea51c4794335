"""Correction notices are recognised, and reports about corrections are not."""

import pytest

from vectorstore.corrections import correction_notice


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: An earlier version gave the wrong date.",
        "CORRECTION, 12 June: the bill is £4.75 million.",
        "Clarification: the club has no debts.",
        "This article was amended on 3 May 2024 to name the right ferry.",
        "This story has been corrected to say that nobody was hurt.",
        "An earlier version of this report misspelt Oona Brack's name.",
        "Editor's note: the photograph was replaced.",
    ],
)
def test_a_notice_is_given_verbatim(notice: str) -> None:
    """Wherever it stands among the paragraphs."""
    assert correction_notice(f"The ferry sails at noon.\n\n{notice}\n\nFares stay.") == notice


@pytest.mark.parametrize(
    "sentence",
    [
        "The correctional facility is full.",
        "The council corrected the figure on Monday.",
        "Quill said that this story was a lie.",
        "The market saw a correction of ten percent.",
    ],
)
def test_other_sentences_are_no_notice(sentence: str) -> None:
    """A word such as correction is not enough."""
    assert correction_notice(f"The ferry sails at noon.\n\n{sentence}") is None
