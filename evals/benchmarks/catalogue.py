"""The data sets that can be measured on, by name."""

from importlib import import_module
from pathlib import Path
from typing import Literal, get_args

from evals.benchmarks.benchmark import Measure
from vectorstore.errors import InputError

Name = Literal[
    "bipia",
    "chunking_eval",
    "clapnq",
    "followup",
    "mtrag_un",
    "multihop_rag",
    "polnear",
    "ramdocs",
    "realtimeqa",
    "scifact",
    "squad2",
    "wice",
]
NAMES: tuple[Name, ...] = get_args(Name)


def adapter(name: Name) -> Measure:
    """What measures on that data set; its module is imported only now."""
    measure: Measure = import_module(f"evals.benchmarks.{name}").measure
    return measure


def folder(data: Path, name: Name) -> Path:
    """The data set's own folder: `data`, or the one of its name in it.

    Raises:
        InputError: there is none.
    """
    own = data / name if (data / name).is_dir() else data
    if not own.is_dir():
        raise InputError(f"--data {data}: no such folder: give the one that holds the files of {name!r}")
    return own
