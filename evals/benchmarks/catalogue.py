"""The data sets that can be measured on, by name."""

from collections.abc import Mapping
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
    "polnear_search",
    "ramdocs",
    "realtimeqa",
    "scifact",
    "squad2",
    "wice",
]
NAMES: tuple[Name, ...] = get_args(Name)
_FOLDERS: Mapping[Name, str] = {"polnear_search": "polnear"}
"""Where the files are another data set's: its folder."""


def adapter(name: Name) -> Measure:
    """What measures on that data set; its module is imported only now."""
    measure: Measure = import_module(f"evals.benchmarks.{name}").measure
    return measure


def folder(data: Path, name: Name) -> Path:
    """The folder of the data set's files: `data`, or the one in it that has them.

    Raises:
        InputError: there is none.
    """
    within = data / _FOLDERS.get(name, name)
    held = within if within.is_dir() else data
    if not held.is_dir():
        raise InputError(f"--data {data}: no such folder: give the one that holds the files of {name!r}")
    return held
