"""Data sets of a few invented rows, written as the real ones are."""

import gzip
import json

from evals.benchmarks.benchmark import Lab


def quiet(settings):
    """A lab that shows no progress."""
    return Lab(settings=settings, progress=lambda *_: None)


def write_rows(file, rows):
    """Writes the rows as JSON Lines, gzipped where the file's name says so."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def values(result):
    """The value of each figure by its name."""
    return {figure.name: figure.estimate.value for figure in result.figures}
