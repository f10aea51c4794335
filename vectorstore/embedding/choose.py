"""Which backend embeds."""

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from vectorstore.embedding.encoder import Encoder
from vectorstore.embedding.model import EmbeddingModel
from vectorstore.errors import OnrecordError

Backend = Literal["auto", "openvino", "torch"]

_log = logging.getLogger("onrecord.embedding")


def load_encoder(model: EmbeddingModel, *, backend: Backend, models: Path) -> Encoder:
    """The model behind the backend; `auto` is OpenVINO where it is installed and agrees with torch.

    A missing or damaged graph is converted again and kept under the folder `models`.

    Raises:
        OnrecordError: the backend asked for isn't installed, or disagrees with torch.
    """
    if backend == "torch" or (backend == "auto" and find_spec("openvino") is None):
        return _torch(model)
    if find_spec("openvino") is None:
        raise OnrecordError(
            "OpenVINO is not installed: 'pip install openvino', or set ONRECORD_EMBEDDING_BACKEND=torch"
        )
    try:
        return _openvino(model, models)
    except OnrecordError as exc:
        if backend == "openvino":
            raise
        _log.warning("%s; using torch for now", exc)
        return _torch(model)


def _torch(model: EmbeddingModel) -> Encoder:
    from vectorstore.embedding.torch_backend import TorchEncoder

    return TorchEncoder(model)


def _openvino(model: EmbeddingModel, models: Path) -> Encoder:
    from vectorstore.embedding.openvino_backend import OpenVinoEncoder
    from vectorstore.embedding.openvino_graph import convert, load_graph

    return OpenVinoEncoder(model, load_graph(model, models) or convert(model, models))
