"""Torch models as OpenVINO graphs on disk: converted once, and kept only where they agree with torch."""

import json
import logging
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.embedding.model import sha256
from vectorstore.errors import OnrecordError

if TYPE_CHECKING:
    import torch

_log = logging.getLogger("onrecord.embedding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A converted model on disk: `graph.xml` and `graph.bin` in `directory`."""

    directory: Path
    precision: str
    agreement: float
    """With torch, at worst; 1 is full agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convertible:
    """A torch model that can be converted."""

    name: str
    """What it is, for people."""
    fingerprint: str
    """A sha256 over its weights."""
    module: Callable[[], "torch.nn.Module"]
    inputs: Mapping[str, Sequence[Sequence[int]]]
    """An example of what it is called with, by name."""
    agreement: Callable[[Graph], float]
    """How well a graph agrees with the module, at worst."""
    needed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    fingerprint: str
    openvino: str
    precision: str
    agreement: float
    xml_sha256: str
    bin_sha256: str


def directory_of(fingerprint: str, models: Path) -> Path:
    """Where that model's graph lies under the folder `models`: another model or OpenVINO has another place."""
    return models / fingerprint[:16] / f"openvino-{version('openvino')}"


def read_graph(fingerprint: str, models: Path) -> Graph | None:
    """The graph, if it is there and whole; None otherwise. Needs neither torch nor transformers."""
    directory = directory_of(fingerprint, models)
    try:
        manifest = _Manifest(**json.loads((directory / "manifest.json").read_text("utf-8")))
        whole = manifest.fingerprint == fingerprint and (
            (sha256(directory / "graph.xml"), sha256(directory / "graph.bin"))
            == (manifest.xml_sha256, manifest.bin_sha256)
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        whole = False
    if not whole:
        _log.warning("the converted model in %s is damaged: converting it again", directory)
        return None
    return Graph(directory=directory, precision=manifest.precision, agreement=manifest.agreement)


def make_graph(model: Convertible, models: Path) -> Graph:
    """Converts the model, compares it with torch, and puts the graph in its place.

    The lower precision that the processor has is taken if it agrees well enough, else 32 bit floats.

    Raises:
        OnrecordError: no precision agrees with torch.
    """
    _log.info("converting the %s for this machine, once: about 15 seconds", model.name)
    target = directory_of(model.fingerprint, models)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="converting-") as scratch:
        building = Path(scratch) / "graph"
        building.mkdir()
        _write_graph(model, building)
        agreements: dict[str, float] = {}
        for precision in _precisions():
            graph = Graph(directory=building, precision=precision, agreement=0)
            agreements[precision] = model.agreement(graph)
            if agreements[precision] >= model.needed:
                _write_manifest(model.fingerprint, graph, agreements[precision])
                shutil.rmtree(target, ignore_errors=True)
                building.rename(target)
                break
        else:
            raise OnrecordError(
                f"the OpenVINO graph of the {model.name} disagrees with torch: at worst {agreements}, needed "
                f"{model.needed}: set ONRECORD_EMBEDDING_BACKEND=torch"
            )
    converted = read_graph(model.fingerprint, models)
    if converted is None:
        raise OnrecordError(f"{target} can't be read back: check the disk, then try again")
    return converted


def compiled(graph: Graph) -> Any:  # noqa: ANN401 - OpenVINO has no types
    """The graph as a compiled model of OpenVINO."""
    without_telemetry()
    import openvino

    settings = {"INFERENCE_PRECISION_HINT": graph.precision, "PERFORMANCE_HINT": "LATENCY"}
    return openvino.Core().compile_model(str(graph.directory / "graph.xml"), "CPU", settings)


def without_telemetry() -> None:
    """Keeps OpenVINO from loading its usage reporter, which otherwise calls out at every conversion.

    It falls back to a stub when the package `openvino_telemetry` can't be imported. Works only before
    OpenVINO's first import in the process.
    """
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # the documented way to bar an import


def _precisions() -> tuple[str, ...]:
    """The precisions that this processor is fast in, the fastest first."""
    without_telemetry()
    import openvino

    fast = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return ("bf16", "f32") if "BF16" in fast else ("f32",)


def _write_graph(model: Convertible, directory: Path) -> None:
    without_telemetry()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import openvino
        import torch

        example = {name: torch.tensor(values) for name, values in model.inputs.items()}
        with torch.no_grad():
            graph = openvino.convert_model(model.module(), example_input=example)
        openvino.save_model(graph, directory / "graph.xml", compress_to_fp16=False)


def _write_manifest(fingerprint: str, graph: Graph, agreement: float) -> None:
    manifest = _Manifest(
        fingerprint=fingerprint,
        openvino=version("openvino"),
        precision=graph.precision,
        agreement=agreement,
        xml_sha256=sha256(graph.directory / "graph.xml"),
        bin_sha256=sha256(graph.directory / "graph.bin"),
    )
    (graph.directory / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
    os.sync()
