"""`onrecord eval` measures, writes its reports, and tells worse from no worse."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from onrecord_runs import Run

from evals.benchmarks.catalogue import NAMES
from evals.samples import sample_questions

BASELINE = Path(__file__).parents[2] / "evals/baseline.json"
MEASURED = ("eval", "--gold", "gold.jsonl", "--articles", "ferry.txt")


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """An article, and a question that it answers beside one whose gold is wrong."""
    (tmp_path / "ferry.txt").write_text("The ferry to Skerrow sails at noon, the harbour master said.")
    question = {"kind": "fact", "answerable": True, "answer": "At noon.", "must_not_include": [], "speaker": None}
    evidence = {"evidence": [{"doc": "ferry", "quote": "sails at noon"}], "evidence_any": False, "as_of": None}
    gold = [
        {"id": "f1", "question": "When does the ferry to Skerrow sail?", "must_include": [["noon"]]},
        {"id": "f2", "question": "Who said when the ferry to Skerrow sails?", "must_include": [["the pilot"]]},
    ]
    lines = (json.dumps({**line, **question, **evidence, "note": ""}) for line in gold)
    (tmp_path / "gold.jsonl").write_text("\n".join(lines))
    return tmp_path


def test_a_run_is_written_down_and_compared_with_a_baseline(run: Run, ferry: Path) -> None:
    """A run is no worse than itself; it is worse than one in which a failed question had passed."""
    first = run(*MEASURED, "--out", "runs")
    same = run(*MEASURED, "--baseline", "runs/run.json")
    record = json.loads((ferry / "runs/run.json").read_text())
    record["outcomes"]["f2"] = [True]
    (ferry / "better.json").write_text(json.dumps(record))
    worse = run(*MEASURED, "--baseline", "better.json")

    assert first.code == 0
    assert "50.0 % (1 of 2; " in first.out
    assert {file.name for file in (ferry / "runs").iterdir()} == {
        "run.json",
        "rows.jsonl",
        "report.html",
        "report.md",
        "junit.xml",
    }
    assert ET.parse(ferry / "runs/junit.xml").getroot().get("failures") == "1"  # noqa: S314
    assert (same.code, worse.code) == (0, 1)
    assert "regressed: 1 f2" in worse.err
    assert "passed in every baseline so far, and fail now: f2" in worse.err


def test_one_question_is_shown_with_all_that_was_retrieved(run: Run, ferry: Path) -> None:
    """What the gold asks for, what was replied, and the passages with what was read and what holds evidence."""
    runs = str(ferry / "runs")
    run(*MEASURED, "--out", runs)

    shown = run("eval", "show", runs, "f2")
    as_json = run("eval", "show", runs, "f2", "--json")
    unknown = run("eval", "show", runs, "f3")

    assert "f2 [fact] not passed" in shown.out
    assert "must say: the pilot" in shown.out
    assert ">*   1 " in shown.out
    assert json.loads(as_json.out)["question"]["id"] == "f2"
    assert unknown.code == 2
    assert "'f3'" in unknown.err


def test_a_single_question_is_asked_again(run: Run, ferry: Path) -> None:
    """For whoever works on it."""
    assert ferry
    one = run(*MEASURED, "--only", "f1")
    none = run(*MEASURED, "--only", "f9")

    assert "passed               100.0 % (1 of 1; " in one.out
    assert (none.code, "--only f9: no such question" in none.err) == (2, True)


def test_a_worse_reader_fails_against_the_committed_baseline(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that declines nearly everything loses the questions that passed in every baseline."""
    monkeypatch.setenv("ONRECORD_MIN_PROBABILITY", "0.97")

    worse = run("eval", "--gold", str(sample_questions()[2]), "--baseline", str(BASELINE))

    assert worse.code == 1
    assert "passed in every baseline so far, and fail now: " in worse.err
    assert "points fewer pass" in worse.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--benchmark", "squad3", "--data", "."), ", ".join(NAMES)),
        (("--benchmark", "squad2"), "needs --data DIR"),
        (("--benchmark", "squad2", "--data", "nowhere"), "no such folder"),
        (("--benchmark", "squad2", "--data", "."), "corpus.jsonl can't be read"),
        (("--baseline", "nowhere.json"), "nowhere.json can't be read"),
        (("show", "nowhere", "f1"), "rows.jsonl can't be read"),
    ],
)
def test_what_is_asked_for_wrongly_is_said(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """What was wrong, and what there is."""
    refused = run("eval", *arguments)

    assert refused.code == 2
    assert said in refused.err
