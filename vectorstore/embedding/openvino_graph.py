"""Converts a sentence-transformers model into an OpenVINO graph, once, and only keeps it if it agrees with torch."""

import json
import logging
import os
import shutil
import sys
import tempfile
import warnings
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.embedding.model import EmbeddingModel, sha256
from vectorstore.errors import OnrecordError

if TYPE_CHECKING:
    from vectorstore.embedding.torch_backend import TorchEncoder

MIN_COSINE = 0.9999
"""Below this, a graph's vector is another vector: it is not used."""

_log = logging.getLogger("onrecord.embedding")
_PARITY_TEXTS = (
    "when?",
    "What did the chancellor say about the pipeline on 14 February 2022?",
    "The mayor of Łódź said “nothing is decided” — and 130,000 people (or 30,000?) had signed by Monday.",
    "Der Bundeskanzler reist am Montag nach Kiew; le président français était à Moscou. 北京 Москва",
    "A council meeting ended without a vote. Members had asked for figures on cost, traffic and noise. " * 6,
    "The bridge stays shut until spring, engineers told reporters, because two bearings need replacing. " * 30,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A converted model on disk: `graph.xml` and `graph.bin` in `directory`."""

    directory: Path
    precision: str
    min_cosine: float
    dimension: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    fingerprint: str
    openvino: str
    precision: str
    min_cosine: float
    dimension: int
    xml_sha256: str
    bin_sha256: str


def graph_directory(model: EmbeddingModel, models: Path) -> Path:
    """Where the model's graph lies under the folder `models`: another model or OpenVINO has another place."""
    return models / model.fingerprint[:16] / f"openvino-{version('openvino')}"


def load_graph(model: EmbeddingModel, models: Path) -> Graph | None:
    """The graph, if it is there and whole; None otherwise. Needs neither torch nor transformers."""
    directory = graph_directory(model, models)
    try:
        manifest = _Manifest(**json.loads((directory / "manifest.json").read_text("utf-8")))
        whole = manifest.fingerprint == model.fingerprint and (
            (sha256(directory / "graph.xml"), sha256(directory / "graph.bin"))
            == (manifest.xml_sha256, manifest.bin_sha256)
        )
    except (OSError, ValueError, TypeError):
        return None
    if not whole:
        _log.warning("the converted embedding model in %s is damaged: converting it again", directory)
        return None
    return Graph(
        directory=directory,
        precision=manifest.precision,
        min_cosine=manifest.min_cosine,
        dimension=manifest.dimension,
    )


def convert(model: EmbeddingModel, models: Path) -> Graph:
    """Converts the model with torch, compares its vectors with torch's, and puts the graph in its place.

    The lower precision that the processor has is taken if it is within `MIN_COSINE`, else 32 bit floats.

    Raises:
        OnrecordError: no precision agrees with torch.
    """
    from vectorstore.embedding.openvino_backend import OpenVinoEncoder, precisions
    from vectorstore.embedding.torch_backend import TorchEncoder

    _log.info("converting the embedding model for this machine, once: about 15 seconds")
    torch_encoder = TorchEncoder(model)
    reference = torch_encoder.encode(_PARITY_TEXTS)
    target = graph_directory(model, models)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="converting-") as scratch:
        building = Path(scratch) / "graph"
        building.mkdir()
        _write_graph(torch_encoder, building)
        cosines: dict[str, float] = {}
        for precision in precisions():
            graph = Graph(directory=building, precision=precision, min_cosine=0, dimension=reference.shape[1])
            encoder = OpenVinoEncoder(model, graph)
            cosines[precision] = float(np.min(np.sum(encoder.encode(_PARITY_TEXTS) * reference, axis=1)))
            del encoder
            if cosines[precision] >= MIN_COSINE:
                _write_manifest(model, graph, cosines[precision])
                shutil.rmtree(target, ignore_errors=True)
                building.rename(target)
                break
        else:
            raise OnrecordError(
                f"the OpenVINO graph of {model.name!r} disagrees with torch: least cosine {cosines}, needed "
                f"{MIN_COSINE}: set ONRECORD_EMBEDDING_BACKEND=torch"
            )
    converted = load_graph(model, models)
    if converted is None:
        raise OnrecordError(f"{target} can't be read back: check the disk, then try again")
    return converted


def without_telemetry() -> None:
    """Keeps OpenVINO from loading its usage reporter, which otherwise calls out at every conversion.

    It falls back to a stub when the package `openvino_telemetry` can't be imported. Works only before
    OpenVINO's first import in the process.
    """
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # the documented way to bar an import


def _write_graph(encoder: "TorchEncoder", directory: Path) -> None:
    without_telemetry()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import openvino
        import torch

        ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
        example = {"input_ids": ids, "attention_mask": (ids != 0).long()}
        with torch.no_grad():
            graph = openvino.convert_model(encoder.traceable(), example_input=example)
        openvino.save_model(graph, directory / "graph.xml", compress_to_fp16=False)


def _write_manifest(model: EmbeddingModel, graph: Graph, min_cosine: float) -> None:
    manifest = _Manifest(
        fingerprint=model.fingerprint,
        openvino=version("openvino"),
        precision=graph.precision,
        min_cosine=min_cosine,
        dimension=graph.dimension,
        xml_sha256=sha256(graph.directory / "graph.xml"),
        bin_sha256=sha256(graph.directory / "graph.bin"),
    )
    (graph.directory / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
    os.sync()
