"""What the reader has learnt, apart from its base model: low-rank changes of its layers, and the head that scores.

Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.model import EmbeddingModel, sha256
from vectorstore.errors import OnrecordError

ADAPTED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The linear layers of each of the base model's encoder layers that the adapter changes."""
SCALE = 2.0
"""By which `b @ a` is added to the weight of a layer."""

_BASE = "base"
_SHIPPED = "adapter.safetensors"
_SHIPPED_SHA256 = "f0fb085fd8c8e40df2ee26a9b347a9c88f2888a9c72bad73a3d9e77b4c7e3b79"


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """The tensors by name: `layer.{n}.{of}.a` (rank, in), `….b` (out, rank), `head.{dense,score}.{weight,bias}`."""

    tensors: Mapping[str, NDArray[np.float32]]
    base: str
    """The fingerprint of the model that it changes."""
    fingerprint: str
    """A sha256 over the file that it was read from."""


def shipped_adapter() -> Path:
    """The file that comes with the package."""
    return Path(str(files("qa.reader").joinpath(_SHIPPED)))


def read_adapter(file: Path, *, model: EmbeddingModel) -> Adapter:
    """The adapter in the file.

    Raises:
        OnrecordError: it can't be read, was changed, or belongs to another base model.
    """
    from safetensors import SafetensorError, safe_open

    try:
        fingerprint = sha256(file)
        with safe_open(file, framework="numpy") as opened:
            tensors = {name: opened.get_tensor(name).astype(np.float32) for name in opened.keys()}  # noqa: SIM118 - no mapping
            base = (opened.metadata() or {}).get(_BASE, "")
    except (OSError, SafetensorError) as exc:
        raise OnrecordError(
            f"the reader {file} can't be read ({exc}): install again, or set ONRECORD_READER=off"
        ) from exc
    if file == shipped_adapter() and fingerprint != _SHIPPED_SHA256:
        raise OnrecordError(f"the reader {file} was changed: install again, or set ONRECORD_READER=off")
    if base != model.fingerprint:
        raise OnrecordError(f"the reader {file} is for another model than {model.name!r}: set ONRECORD_READER=off")
    return Adapter(tensors=tensors, base=base, fingerprint=fingerprint)


def write_adapter(tensors: Mapping[str, NDArray[np.float32]], file: Path, *, model: EmbeddingModel) -> None:
    """Keeps the tensors as 16 bit floats."""
    from safetensors.numpy import save_file

    save_file(
        {name: np.ascontiguousarray(tensor, np.float16) for name, tensor in tensors.items()},
        file,
        metadata={_BASE: model.fingerprint},
    )
