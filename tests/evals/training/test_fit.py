"""The loss and the steps."""

from math import exp, log

import pytest
import torch

from evals.training.fit import loss, rate


def _each(score, answers):
    return log(1 + exp(-score if answers else score))


def test_the_loss_is_the_choice_among_all_and_none_and_half_of_each_alone():
    """By hand: of a group with an answer, and of one without."""
    scores = torch.tensor([2.0, -1.0, 0.5])

    found = float(loss(scores, [(True, False), (False,)]))

    first = -log(exp(2) / (1 + exp(2) + exp(-1))) + (_each(2, answers=True) + _each(-1, answers=False)) / 4
    second = -log(1 / (1 + exp(0.5))) + _each(0.5, answers=False) / 2
    assert found == pytest.approx((first + second) / 2, rel=1e-5)


def test_of_several_that_answer_any_may_be_chosen():
    """Their shares add up."""
    scores = torch.tensor([1.0, 1.0])

    found = float(loss(scores, [(True, True)]))

    assert found == pytest.approx(-log(2 * exp(1) / (1 + 2 * exp(1))) + _each(1, answers=True) / 2, rel=1e-5)


def test_the_rate_rises_for_two_hundred_steps_and_sinks_to_a_fiftieth():
    """Of 1,000 steps."""
    assert rate(0, steps=1000) == pytest.approx(1 / 200)
    assert rate(199, steps=1000) == pytest.approx(1 - 0.199)
    assert rate(999, steps=1000) == pytest.approx(0.02)
    assert max(rate(step, steps=1000) for step in range(1000)) < 0.81


def test_a_reader_learns_a_tiny_set(taught):
    """Its loss falls to less than half, and what is not to be learnt stays as it was."""
    reader, losses = taught

    assert sum(losses[-3:]) < sum(losses[:3]) / 2
    assert {id(tensor) for tensor in reader.parameters() if tensor.grad is not None} == set(map(id, reader.learnt()))
