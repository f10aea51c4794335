"""A run is kept on file: small to compare with, whole to read."""

import json

import pytest
from gold_oracle import GOLD, UNKNOWN, WHEN, WHO, abstention, answer, citation, oracle, row
from records import recorded

from evals.record import read_record, read_rows, rows_jsonl, to_json
from evals.row import Failed, Unscored
from vectorstore.errors import InputError

ROWS = (
    row(WHEN, oracle(WHEN)),
    Failed(question=WHO, stage="ask", error="x"),
    Unscored(question=UNKNOWN, reply=abstention(), reason="degraded"),
)


def test_a_record_comes_back_from_its_file_equal_and_the_same_bytes(tmp_path):
    """The summary and every outcome survive the way to JSON and back."""
    kept = recorded([*(row(question, oracle(question)) for question in GOLD[:2]), row(WHO, abstention())])
    (tmp_path / "run.json").write_text(to_json(kept))

    again = read_record(tmp_path / "run.json")

    assert again == kept
    assert to_json(again) == to_json(kept)


def test_every_row_is_a_line_of_json_and_comes_back_equal(tmp_path):
    """Rows of every sort are there to be read, with the question, what came of it and why."""
    (tmp_path / "rows.jsonl").write_text(rows_jsonl(ROWS))

    lines = [json.loads(line) for line in rows_jsonl(ROWS).splitlines()]

    assert [line["question"]["id"] for line in lines] == ["when", "who", "unknown"]
    assert lines[0]["score"]["passed"] is True
    assert (lines[1]["error"], lines[2]["reason"]) == ("x", "degraded")
    assert read_rows(tmp_path / "rows.jsonl") == ROWS


def test_the_file_holds_the_summary_for_whoever_reads_it():
    """The headline needs no tool but a JSON reader."""
    written = json.loads(to_json(recorded([row(WHEN, oracle(WHEN)), row(WHO, abstention())])))

    assert (written["summary"]["passed"]["k"], written["summary"]["passed"]["n"]) == (1, 2)


def test_the_digest_of_the_answers_knows_what_was_said_and_not_when():
    """Another reply id, time or order of questions is no other answer; another span is."""
    first = [row(question, oracle(question)) for question in GOLD]
    again = [
        row(question, oracle(question).model_copy(update={"id": "r2", "timings_ms": {"read": 9.0}}), latency_ms=99)
        for question in reversed(GOLD)
    ]
    other = [row(WHEN, answer(citation("ferry", 0, 60))), *first[1:]]

    assert recorded(first).answers == recorded(again).answers
    assert recorded(first).answers != recorded(other).answers


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"summary": {}, "outcomes": {"q": "perhaps"}}'])
def test_what_is_no_run_is_refused_by_the_name_of_its_file(tmp_path, text):
    """The message names the file and how to get a good one."""
    file = tmp_path / "run.json"
    file.write_text(text)

    with pytest.raises(InputError, match=r"run\.json is no run of this version .*--out DIR'$"):
        read_record(file)


def test_a_run_that_is_not_there_is_named(tmp_path):
    """So are rows that can't be read, or are of another version."""
    (tmp_path / "rows.jsonl").write_text('{"question": 1}\n')

    with pytest.raises(InputError, match=r"run\.json can't be read"):
        read_record(tmp_path / "run.json")
    with pytest.raises(InputError, match=r"elsewhere\.jsonl can't be read"):
        read_rows(tmp_path / "elsewhere.jsonl")
    with pytest.raises(InputError, match=r"rows\.jsonl holds no rows of this version"):
        read_rows(tmp_path / "rows.jsonl")
