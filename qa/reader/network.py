"""The reader as a torch network: the base model with the adapter merged into it, and the head that scores."""

import warnings
from typing import TYPE_CHECKING

from qa.reader.adapter import ADAPTED, SCALE, Adapter
from vectorstore.embedding.model import EmbeddingModel, check_weights

if TYPE_CHECKING:
    import torch


def merged_network(model: EmbeddingModel, adapter: Adapter) -> "torch.nn.Module":
    """(input_ids, token_type_ids, attention_mask), each (n, width), to scores (n,), in 32 bit floats.

    Raises:
        OnrecordError: the base model's weights are not the published ones.
    """
    import torch

    encoder = base_encoder(model)
    tensors = {name: torch.from_numpy(values) for name, values in adapter.tensors.items()}
    for number, layer in enumerate(encoder.get_submodule("encoder.layer").children()):
        for of in ADAPTED:
            name = f"layer.{number}.{of}"
            layer.get_submodule(of).get_parameter("weight").data += SCALE * (
                tensors[f"{name}.b"] @ tensors[f"{name}.a"]
            )

    class Merged(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(
            self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> torch.Tensor:
            first = self.encoder(
                input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
            ).last_hidden_state[:, 0]
            dense = torch.nn.functional.linear(first, tensors["head.dense.weight"], tensors["head.dense.bias"])
            weight, bias = tensors["head.score.weight"], tensors["head.score.bias"]
            return torch.nn.functional.linear(torch.tanh(dense), weight, bias).squeeze(-1)

    return Merged().eval()


def base_encoder(model: EmbeddingModel) -> "torch.nn.Module":
    """The base model without a pooler.

    Raises:
        OnrecordError: its weights are not the published ones.
    """
    check_weights(model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from transformers import AutoModel
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers is untyped
        transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        encoder: torch.nn.Module = AutoModel.from_pretrained(
            model.directory, add_pooling_layer=False, attn_implementation="eager"
        )
    return encoder.float().eval()
