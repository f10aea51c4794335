"""The network that learns, beside the one that is used."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from training_data import ranked_rows

from evals.training.lora import LowRank, TrainableReader
from qa.reader.adapter import read_adapter, write_adapter
from qa.reader.network import merged_network
from qa.reader.pairs import PairTokenizer, Sentence
from vectorstore.errors import InputError


@pytest.fixture(scope="module")
def reader(taught):
    """One that learnt a little."""
    return taught[0]


@pytest.fixture(scope="module")
def adapter(reader, model, tmp_path_factory):
    """What it learnt, from a file."""
    file = tmp_path_factory.mktemp("adapter") / "adapter.safetensors"
    write_adapter(reader.tensors(), file, model=model)
    return read_adapter(file, model=model)


@pytest.fixture(scope="module")
def rows(model):
    """Pairs of several lengths."""
    sentences = [Sentence(row["title"], row["sentence"]) for row in ranked_rows()]
    return PairTokenizer(model).rows("Who painted the mill in Dorrow?", sentences)


def _scores(reader, rows):
    with torch.no_grad():
        return reader.scores(rows).numpy()


def test_the_merged_network_scores_as_the_reader_that_learnt(reader, adapter, model, rows):
    """But for what 16 bits round off."""
    inputs = (rows.input_ids, rows.token_type_ids, rows.attention_mask)

    with torch.no_grad():
        merged = merged_network(model, adapter)(*map(torch.from_numpy, inputs)).numpy()

    assert np.ptp(merged) > 3
    assert _scores(reader, rows) == pytest.approx(merged, abs=0.15)


def test_a_changed_weight_is_as_the_merged_one():
    """The weight and twice `b @ a`, as precise as the weight was."""
    weight = torch.arange(6, dtype=torch.float32).reshape(2, 3)
    change = LowRank(weight, 1)
    change.b.data.fill_(0.5)

    assert change(weight).tolist() == (weight + change.a).tolist()
    assert change(weight.to(torch.bfloat16)).dtype == torch.bfloat16


def test_going_on_from_an_adapter_begins_with_its_scores(reader, adapter, model, rows):
    """Before, they are another's."""
    torch.manual_seed(2)
    other = TrainableReader(model)
    assert np.abs(_scores(other, rows) - _scores(reader, rows)).max() > 0.5

    other.go_on_from(adapter)

    assert _scores(other, rows) == pytest.approx(_scores(reader, rows), abs=0.15)
    assert other.tensors().keys() == adapter.tensors.keys()


def test_before_it_learns_the_layers_are_the_base_model_s(model):
    """What is added to each weight is nothing."""
    changes = TrainableReader(model).tensors()

    assert all(not values.any() for name, values in changes.items() if name.endswith(".b"))
    assert len(changes) == 6 * 6 * 2 + 4


def test_an_adapter_of_another_shape_is_refused(reader, adapter):
    """Before anything is taken over."""
    narrow = replace(adapter, tensors={name: values[..., :1] for name, values in adapter.tensors.items()})

    with pytest.raises(InputError, match="another shape"):
        reader.go_on_from(narrow)
