"""The files of a run: reports for people and programs, and what a later run is compared with."""

from pathlib import Path

from evals.record import read_rows, rows_jsonl, to_json
from evals.reports.html import html
from evals.reports.junit import junit
from evals.reports.markdown import markdown
from evals.reports.report import Report
from evals.row import Row

_ROWS = "rows.jsonl"


def write(report: Report, folder: Path) -> None:
    """Writes `run.json`, `rows.jsonl`, `report.html`, `report.md` and `junit.xml` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "run.json": to_json(report.record),
        _ROWS: rows_jsonl(report.rows),
        "report.html": html(report),
        "report.md": markdown(report),
        "junit.xml": junit(report),
    }
    for name, content in contents.items():
        (folder / name).write_text(content, "utf-8")


def rows_beside(run: Path) -> tuple[Row, ...]:
    """The rows of the run whose `run.json` this is; none where they were not kept, as of a committed baseline.

    Raises:
        InputError: they are of another version.
    """
    file = run.with_name(_ROWS)
    return read_rows(file) if file.is_file() else ()
