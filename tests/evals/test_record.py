"""A run is kept on file, and two runs are compared question by question."""

import json

import pytest
from gold_oracle import BOTH, GOLD, UNKNOWN, WHEN, WHO, abstention, oracle, row

from evals.record import Comparison, compare, from_json, record, rows_jsonl, to_json
from evals.row import Failed
from evals.run import Run
from vectorstore.errors import InputError


def test_a_record_comes_back_from_its_file_equal():
    """The summary and every outcome survive the way to JSON and back."""
    kept = record(Run((*(row(question, oracle(question)) for question in GOLD[:2]), row(WHO, abstention()))))

    assert from_json(to_json(kept), source="run.json") == kept


def test_every_row_is_a_line_of_json():
    """Rows of every sort are there to be read, with the question, what came of it and why."""
    rows = (row(WHEN, oracle(WHEN)), Failed(question=WHO, stage="ask", error="x"))
    lines = [json.loads(line) for line in rows_jsonl(Run(rows)).splitlines()]

    assert [line["question"]["id"] for line in lines] == ["when", "who"]
    assert lines[0]["score"]["passed"] is True
    assert lines[1]["error"] == "x"


def test_the_file_holds_the_summary_for_whoever_reads_it():
    """The headline needs no tool but a JSON reader."""
    written = json.loads(to_json(record(Run((row(WHEN, oracle(WHEN)), row(WHO, abstention()))))))

    assert written["summary"]["passed"] == {"k": 1, "n": 2}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"summary": {}, "passed": {"q": "perhaps"}}'])
def test_what_is_no_run_is_refused_by_the_name_of_its_file(text):
    """The message names the file and how to get a good one."""
    with pytest.raises(InputError, match=r"^old/run\.json is no run of this version .*--out DIR'$"):
        from_json(text, source="old/run.json")


def test_regressed_and_fixed_questions_are_told_apart():
    """What passed and no longer does, and the other way round; an error is no pass."""
    before = Run((row(WHEN, oracle(WHEN)), row(WHO, abstention()), row(BOTH, oracle(BOTH)), row(UNKNOWN, abstention())))
    after = Run(
        (
            row(WHEN, abstention()),
            row(WHO, oracle(WHO)),
            Failed(question=BOTH, stage="ask", error="x"),
            row(UNKNOWN, abstention()),
        )
    )

    assert compare(record(before), record(after)) == Comparison(regressed=("when", "both"), fixed=("who",), unpaired=())


def test_questions_of_one_run_only_are_named_and_not_compared():
    """A baseline of other questions can't pass for one without regressions."""
    before = Run((row(WHEN, oracle(WHEN)), row(BOTH, oracle(BOTH))))
    after = Run((row(WHO, abstention()), row(WHEN, oracle(WHEN))))

    assert compare(record(before), record(after)) == Comparison(regressed=(), fixed=(), unpaired=("who", "both"))
