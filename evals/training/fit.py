"""The steps by which a reader learns."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from evals.training.batches import Drawn, stacked
from evals.training.lora import TrainableReader

_WARM_UP = 200
"""Steps in which the rate rises to the one asked for."""
_LEAST = 0.02
"""The share of the rate that is left in the end."""
_WEIGHT_DECAY = 0.01
_LONGEST_GRADIENT = 1.0
_EACH = 0.5
"""What the sentences one by one count beside the choice between them."""


def fit(
    reader: TrainableReader, batches: Iterable[Sequence[Drawn]], *, steps: int, learning_rate: float
) -> Iterator[float]:
    """Teaches the reader, a batch a step, and gives each step's loss.

    AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019).
    """
    optimizer = torch.optim.AdamW(reader.learnt(), lr=learning_rate, weight_decay=_WEIGHT_DECAY)
    for step, batch in enumerate(islice(batches, steps)):
        for settings in optimizer.param_groups:
            settings["lr"] = learning_rate * rate(step, steps=steps)
        scores = reader.scores(stacked([drawn.rows for drawn in batch]))
        lost = loss(scores, [drawn.labels for drawn in batch])
        optimizer.zero_grad()
        lost.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(reader.learnt(), _LONGEST_GRADIENT)
        optimizer.step()
        yield lost.item()


def rate(step: int, *, steps: int) -> float:
    """The share of the learning rate at a step, counted from 0: up over the first ones, and down to the last."""
    return min(1.0, (step + 1) / _WARM_UP) * max(_LEAST, 1 - step / steps)


def loss(scores: torch.Tensor, labels: Sequence[Sequence[bool]]) -> torch.Tensor:
    """The mean over the groups, whose sentences' scores, (n,), follow each other. Lower is better.

    Of a group: the softmax cross entropy of the sentences that answer among all of them and "none", whose score is 0;
    and the binary cross entropy of its sentences one by one.
    """
    lengths = [len(group) for group in labels]
    groups = zip(torch.split(scores, lengths), labels, strict=True)
    return torch.stack([_loss(own, torch.tensor(answers)) for own, answers in groups]).mean()


def _loss(scores: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    with_none = torch.cat([torch.zeros(1), scores])
    right = torch.cat([~answers.any().unsqueeze(0), answers])
    chosen = torch.logsumexp(with_none, 0) - torch.logsumexp(with_none[right], 0)
    return chosen + _EACH * binary_cross_entropy_with_logits(scores, answers.float())
