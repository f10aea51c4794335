"""Questions made from the statements of a passage."""

import pytest
from training_data import SPEECH, seeded

from evals.training.groups import PassageRow
from evals.training.who_said import NOT_SAID, SAID, who_said

_STRANGERS = ("Ulla Trent",)


def _made(passage, seed):
    row = PassageRow(id="s", question="?", passage=passage, passage_id="s", answers=(), answerable=False)
    return who_said(row, strangers=_STRANGERS, rng=seeded(seed))


@pytest.mark.parametrize("seed", range(20))
def test_only_what_the_speaker_said_answers(seed):
    """And what another is asked about, nothing answers."""
    for group in _made(SPEECH, seed):
        answering = [s.text for s, answers in zip(group.sentences, group.labels, strict=True) if answers]
        if group.source == SAID:
            assert len(answering) == 1
            assert ("Brack" in group.question) == ("Oona Brack" in answering[0])
            assert ("Elm" in group.question) == ("Garth Elm" in answering[0])
        else:
            assert group.source == NOT_SAID
            assert answering == []


def test_both_kinds_are_made_and_the_same_ones_again():
    """Of one seed always the same."""
    found = [group for seed in range(20) for group in _made(SPEECH, seed)]

    assert {group.source for group in found} == {SAID, NOT_SAID}
    assert found == [group for seed in range(20) for group in _made(SPEECH, seed)]


def test_a_sentence_without_its_speaker_is_shown_behind_the_name():
    """As the reader will see it; behind it the sentence before, as it is."""
    passage = (
        "Oona Brack, the harbour master, said: “The winter ferry will stay in port until April.” "
        "“Tickets for the crossing will be refunded in full,” she said."
    )

    groups = [group for seed in range(20) for group in _made(passage, seed)]

    assert groups
    last = {group.sentences[-1] for group in groups}
    assert {sentence.text.partition(":")[0] for sentence in last} == {"Oona Brack"}
    assert {sentence.context.partition(",")[0] for sentence in last} == {"Oona Brack"}


def test_a_lone_speaker_s_topic_is_asked_of_a_stranger():
    """Whom the passage does not name."""
    passage = SPEECH.replace("Garth Elm, the mayor, said that t", "T")

    others = {group.question for seed in range(20) for group in _made(passage, seed) if group.source == NOT_SAID}

    assert others
    assert all("Ulla Trent" in question for question in others)


def test_nobody_is_asked_about_as_a_stranger_whom_the_passage_names():
    """For it may be that the rules did not see who spoke."""
    passage = SPEECH.replace("Garth Elm, the mayor, said that t", "Ulla Trent nodded. T")

    assert {group.source for seed in range(20) for group in _made(passage, seed)} == {SAID}


def test_a_passage_that_nobody_speaks_in_gives_nothing():
    """Nor does a short one."""
    assert _made("Rain fell on Sunday. " * 10, 1) == []
    assert _made("“It rained on Sunday,” said Oona Brack.", 1) == []
