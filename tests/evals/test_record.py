"""A run on file is the run, and two runs are compared question by question."""

import json

import pytest
from gold_oracle import BOTH, GOLD, UNKNOWN, WHEN, WHO, abstention, oracle, row

from evals.record import Comparison, compare, from_json, to_json
from evals.row import Failed
from evals.run import Run
from vectorstore.errors import InputError


def test_a_run_comes_back_from_its_file_equal():
    """Rows of every sort survive the way to JSON and back."""
    original = Run(
        (*(row(question, oracle(question)) for question in GOLD), Failed(question=WHEN, stage="ask", error="x"))
    )

    assert from_json(to_json(original), source="run.json") == original


def test_the_file_holds_the_summary_for_whoever_reads_it():
    """The headline needs no tool but a JSON reader."""
    written = json.loads(to_json(Run((row(WHEN, oracle(WHEN)), row(WHO, abstention())))))

    assert written["summary"]["passed"] == {"k": 1, "n": 2}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"summary": {}, "rows": [{"id": 1}]}'])
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

    assert compare(before, after) == Comparison(regressed=("when", "both"), fixed=("who",), unpaired=())


def test_questions_of_one_run_only_are_named_and_not_compared():
    """A baseline of other questions can't pass for one without regressions."""
    before = Run((row(WHEN, oracle(WHEN)), row(BOTH, oracle(BOTH))))
    after = Run((row(WHO, abstention()), row(WHEN, oracle(WHEN))))

    assert compare(before, after) == Comparison(regressed=(), fixed=(), unpaired=("who", "both"))
