"""The reader as a network that learns: the base model kept as it is, low-rank changes beside its layers, and a head."""

from math import sqrt

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.utils.parametrize import register_parametrization

from qa.reader.adapter import ADAPTED, SCALE, Adapter
from qa.reader.network import base_encoder
from qa.reader.pairs import Rows
from vectorstore.embedding.model import EmbeddingModel
from vectorstore.errors import InputError

RANK = 48


class LowRank(torch.nn.Module):
    """A layer's weight, (out, in), with `SCALE * b @ a` added; at first that is nothing.

    Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022. It is added to the weight and not to the
    output, which costs less, for a batch has more word-pieces than a layer has inputs.
    """

    def __init__(self, weight: torch.Tensor, rank: int) -> None:
        super().__init__()
        out, into = weight.shape
        self.a = torch.nn.Parameter(torch.randn(rank, into) / sqrt(into))
        self.b = torch.nn.Parameter(torch.zeros(out, rank))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        """The changed weight, as precise as the one it is given."""
        return weight + (SCALE * (self.b @ self.a)).to(weight.dtype)


class TrainableReader(torch.nn.Module):
    """(input_ids, token_type_ids, attention_mask), each (n, width), to log odds (n,).

    The base model counts in 16 bits (bfloat16) and never drops out; what is learnt is kept in 32 bits.

    Raises:
        OnrecordError: the base model's weights are not the published ones.
    """

    def __init__(self, model: EmbeddingModel) -> None:
        super().__init__()
        self.encoder = base_encoder(model).to(torch.bfloat16).requires_grad_(requires_grad=False)
        self._learnt: dict[str, torch.nn.Parameter] = {}
        layers = self.encoder.get_submodule("encoder.layer")
        for number, layer in layers.named_children():
            for of in ADAPTED:
                linear = layer.get_submodule(of)
                change = LowRank(linear.get_parameter("weight"), RANK)
                register_parametrization(linear, "weight", change)
                self._learnt |= {f"layer.{number}.{of}.{name}": tensor for name, tensor in change.named_parameters()}
        size = linear.get_parameter("bias").shape[0]
        self.dense, self.score = torch.nn.Linear(size, size), torch.nn.Linear(size, 1)
        self._learnt |= {f"head.dense.{name}": tensor for name, tensor in self.dense.named_parameters()}
        self._learnt |= {f"head.score.{name}": tensor for name, tensor in self.score.named_parameters()}

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        """The log odds that each pair's sentence answers its question."""
        first = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state[:, 0]
        scores: torch.Tensor = self.score(torch.tanh(self.dense(first.float())))
        return scores.squeeze(-1)

    def scores(self, rows: Rows) -> torch.Tensor:
        """The log odds of each row. Shape (n,)."""
        inputs = (rows.input_ids, rows.token_type_ids, rows.attention_mask)
        scores: torch.Tensor = self(*map(torch.from_numpy, inputs))
        return scores

    def learnt(self) -> list[torch.nn.Parameter]:
        """What an optimizer may change."""
        return list(self._learnt.values())

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """What was learnt, under the names of `Adapter.tensors`."""
        return {name: tensor.detach().numpy().copy() for name, tensor in self._learnt.items()}

    def go_on_from(self, adapter: Adapter) -> None:
        """Takes over what the adapter has learnt.

        Raises:
            InputError: it is of another shape.
        """
        shapes = {name: tuple(tensor.shape) for name, tensor in self._learnt.items()}
        if {name: tensor.shape for name, tensor in adapter.tensors.items()} != shapes:
            raise InputError(f"the adapter to start from is of another shape than one of rank {RANK}: start without it")
        for name, tensor in self._learnt.items():
            tensor.data.copy_(torch.from_numpy(adapter.tensors[name]))
