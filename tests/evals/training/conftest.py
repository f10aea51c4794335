"""A reader that learnt a tiny set, on one core."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch
from training_data import ranked_rows, seeded, write_gzip

from evals.training.batches import batches
from evals.training.fit import fit
from evals.training.groups import ranked
from evals.training.lora import TrainableReader
from qa.reader.pairs import PairTokenizer

_STEPS = 16


@contextmanager
def _on_one_core() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def _one_core():
    with _on_one_core():
        yield


@pytest.fixture(scope="session")
def taught(model, tmp_path_factory):
    """The reader, and the loss of each of its steps; tests only read from it."""
    groups = ranked(write_gzip(tmp_path_factory.mktemp("set") / "train.jsonl.gz", ranked_rows()))
    with _on_one_core():
        torch.manual_seed(1)
        reader = TrainableReader(model)
        drawn = batches(groups, tokenizer=PairTokenizer(model), rng=seeded(1))
        losses = list(fit(reader, drawn, steps=_STEPS, learning_rate=8e-3))
    return reader, losses
