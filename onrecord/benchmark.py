"""Measuring on a public data set, for `onrecord eval --benchmark`."""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.terminal import ProgressLine, note, show, show_json
from vectorstore.errors import InputError

if TYPE_CHECKING:
    from evals.benchmarks.benchmark import Result


def measure(asked_for: str, *, data: Path | None, limit: int | None, out: Path | None, as_json: bool) -> int:
    """Prints the data set's figures; how many questions ended in an error.

    Raises:
        InputError: there is no such data set, or its files aren't there.
    """
    from dataclasses import asdict

    from evals.benchmarks.benchmark import Lab
    from evals.benchmarks.catalogue import NAMES, adapter, folder
    from qa.settings import read_settings

    name = next((known for known in NAMES if known == asked_for), None)
    if name is None:
        raise InputError(f"--benchmark {asked_for!r}: there are {', '.join(NAMES)}")
    if data is None:
        raise InputError(f"--benchmark {name} needs --data DIR, the folder of its files")
    lab = Lab(settings=read_settings(), progress=ProgressLine())
    result = adapter(name)(folder(data, name), limit=limit, lab=lab)
    if out:
        _write(result, out, name=name)
    if as_json:
        kept = {"figures": [asdict(figure) for figure in result.figures], "unscored": dict(result.unscored)}
        show_json({"benchmark": name, **kept, "errors": list(result.errors)})
    else:
        show("\n".join(_lines(result)))
    for error in result.errors:
        note(error)
    return len(result.errors)


def _write(result: "Result", out: Path, *, name: str) -> None:
    import json

    out.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(dict(row), ensure_ascii=False) + "\n" for row in result.rows)
    (out / f"{name}.jsonl").write_text("".join(lines), "utf-8")


def _lines(result: "Result") -> list[str]:
    from evals.statistics import as_text

    width = max(len(name) for name in [*(figure.name for figure in result.figures), *result.unscored])
    lines = [f"{f.name:<{width}}  {as_text(f.estimate, in_percent=f.in_percent)}" for f in result.figures]
    return lines + [f"{name:<{width}}  not scored: {reason}" for name, reason in result.unscored.items()]
