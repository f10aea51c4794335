"""Whether a text bears a sentence out: what is wrong in it is noticed, and what is only put otherwise is not."""

import pytest

from evals.support import known_names, supported

EVIDENCE = (
    "Ada Quist, who chairs the harbour board, said on 3 May that about 13,000 people use the Sallow ferry a year. "
    "“We can’t mend what isn’t there,” she said. The ferry would not run on Sundays, and 18 per cent of its passengers "
    "pay nothing. Brandt has refused to sign the contract."
)
ARTICLES = (
    "The harbour board met. Ada Quist spoke, and Tom Brandt left. It has a new chair.",
    "Brandt came with Quist.",
)
NAMES = known_names(ARTICLES)


@pytest.mark.parametrize(
    "segment",
    [
        EVIDENCE,
        "About 13,000 people use the ferry.",
        "About thirteen thousand people a year use the Sallow ferry.",
        "Ada Quist chairs the board of the harbour.",
        "Of the passengers, 18% pay nothing.",
        "On May 3, Quist told of the people who use the ferry.",
        "The board’s chair said: “We can’t mend what isn’t there.”",
        "The ferry wouldn't run on Sundays.",
        "Yes.",
        "Yes. The ferry has passengers who pay nothing.",
        "Brandt refused to sign the contract.",
    ],
)
def test_what_the_evidence_says_is_supported(segment):
    """Word for word, or in other forms of its words, its numbers and its dates."""
    assert supported(segment, EVIDENCE, names=NAMES)


@pytest.mark.parametrize(
    "segment",
    [
        "About 14,000 people use the Sallow ferry a year.",
        "About 30,000 people use the Sallow ferry a year.",
        "On 4 May, Ada Quist told of the people who use the ferry.",
        "Of the passengers, 80% pay nothing.",
    ],
)
def test_another_number_is_not_supported(segment):
    """All else being right."""
    assert not supported(segment, EVIDENCE, names=NAMES)


@pytest.mark.parametrize(
    "segment",
    [
        "Ada Brenner chairs the harbour board.",
        "The harbour board is chaired by Ida.",
        "Quist has refused to sign the contract.",
        "People use the Narrow ferry.",
    ],
)
def test_another_name_is_not_supported(segment):
    """Neither one that the evidence lacks, nor one that it has in another place of the same sentence."""
    assert not supported(segment, EVIDENCE, names=NAMES)


def test_a_name_at_the_beginning_of_a_sentence_is_told_by_the_articles():
    """There every word has a capital: only what the articles call by it shows a name."""
    evidence = "The board, she said, would not sign the contract."

    assert not supported("Brandt said the board would not sign the contract.", evidence, names=NAMES)
    assert supported("Members of the board would not sign the contract.", evidence, names=NAMES)


def test_a_pronoun_may_take_the_place_of_a_name():
    """Where the evidence has a name more than the sentence, the same is said of the same person."""
    evidence = "Truss and Lavrov in Moscow\nLavrov said that Britain’s demand was out of place."

    assert supported("To Truss: her demand was out of place.", evidence, names={"truss", "lavrov"})


@pytest.mark.parametrize(
    ("segment", "evidence"),
    [
        ("The ferry would run on Sundays.", EVIDENCE),
        ("Passengers don't pay 18 per cent.", EVIDENCE),
        ("The road will open in spring.", "The road will not open in spring."),
        ("It has not been like a conversation.", "It has been like a conversation."),
        ("There would be a ferry to Sallow.", "The ferry’s chair\nThere would no longer be a ferry to Sallow."),
        ("He never signed the contract.", "He signed the contract."),
    ],
)
def test_a_negation_that_was_dropped_or_added_is_not_supported(segment, evidence):
    """Whatever else the evidence has to say of the same words."""
    assert not supported(segment, evidence)


def test_a_negation_ends_with_its_clause():
    """It reaches the next word with content, but not over a comma."""
    assert supported(
        "Then somebody else can do the sums.", "If members voted no, he said: “Then somebody else can do the sums.”"
    )


@pytest.mark.parametrize("closed", ["”", ""])
def test_a_quotation_stands_word_for_word(closed):
    """A quotation mark promises that; also where none follows it."""
    assert supported(f"“We can’t mend what isn’t there{closed}", EVIDENCE)
    assert not supported(f"“We can’t mend what was there{closed}", EVIDENCE)


@pytest.mark.parametrize("between", [" ", "\n", "\n" * 40])
def test_every_sentence_is_told_by_itself(between):
    """A long true beginning bears out no false end."""
    assert supported(EVIDENCE, EVIDENCE)
    assert not supported(f"{EVIDENCE}{between}Local residents promised a court case.", EVIDENCE)


def test_a_sentence_of_other_words_is_not_supported():
    """More than half of what has content must stand there."""
    assert not supported("The boat trip is loved by local families.", EVIDENCE)


def test_names_are_what_the_articles_never_write_small():
    """A word that they write both ways is a word like others."""
    assert known_names(("The Board met. So Board and board met with Ada.", "We met Quist.")) == {"ada", "quist"}
