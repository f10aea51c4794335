"""Questions with a name or a number swapped."""

import pytest
from training_data import seeded

from evals.training.groups import Group
from evals.training.near_misses import names_in, swapped
from qa.reader.pairs import Sentence

_STRANGERS = ("Ulla Trent", "Brack", "Port Lenn")


def _group(question, right, *wrong):
    sentences = tuple(Sentence("", text) for text in (right, *wrong))
    return Group(question=question, sentences=sentences, labels=(True, *(False for _ in wrong)), source="set")


def test_names_are_runs_of_capitals_that_do_not_begin_the_text():
    """Without a genitive's ending, each once."""
    assert names_in("When did Oona Brack’s ship leave Port Lenn, and who saw Oona Brack?") == (
        "Oona Brack",
        "Port Lenn",
    )
    assert names_in("Yesterday Ida and I") == ()


@pytest.mark.parametrize("seed", range(40))
def test_a_swapped_in_name_stands_in_no_sentence_that_answered(seed):
    """Whether it is from the text or a stranger's; and no sentence answers any more."""
    right = "The keeper Oona Brack sailed to Port Lenn."
    group = _group("When did Oona Brack sail?", right, "The mayor Garth Elm stayed.")

    found = swapped(group, strangers=_STRANGERS, rng=seeded(seed))

    if found is None:  # what was drawn is in the answer
        return
    assert found.question in {"When did Ulla Trent sail?", "When did Garth Elm sail?"}
    assert not set(names_in(found.question)) & set(names_in(right))
    assert found.labels == (False, False)
    assert (found.sentences, found.source) == (group.sentences, "swap")


def test_both_strangers_and_names_of_the_text_are_swapped_in():
    """And what stands in the answer never is."""
    group = _group("When did Oona Brack sail?", "The keeper Oona Brack sailed.", "The mayor Garth Elm stayed.")

    found = [swapped(group, strangers=_STRANGERS, rng=seeded(seed)) for seed in range(40)]

    assert {one and one.question for one in found} == {
        "When did Ulla Trent sail?",
        "When did Garth Elm sail?",
        "When did Port Lenn sail?",
        None,
    }


@pytest.mark.parametrize("seed", range(20))
def test_a_number_is_swapped_where_no_name_is_shared(seed):
    """For another one above 0, which the sentences don't have."""
    found = swapped(
        _group("Who won in 2?", "In 2 it was Ida.", "In 3 it rained."), strangers=_STRANGERS, rng=seeded(seed)
    )

    if found is None:
        return
    assert found.question in {"Who won in 1?", "Who won in 4?", "Who won in 5?", "Who won in 7?", "Who won in 12?"}
    assert not found.answerable


def test_a_question_that_shares_neither_with_its_answer_is_left_alone():
    """There is nothing to swap."""
    group = _group("Who won the race in 1954?", "It was Ida Moss, the baker’s daughter.")

    assert swapped(group, strangers=_STRANGERS, rng=seeded(1)) is None
