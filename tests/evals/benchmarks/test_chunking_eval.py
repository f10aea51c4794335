"""Passages are measured by the gold characters in them."""

import pytest
from benchmark_data import hit, quiet, values, write_rows

from evals.benchmarks.chunking_eval import Question, measure, scores

GOLD = Question(id="q", question="?", corpus_id="log", excerpts=({"start": 10, "end": 20}, {"start": 30, "end": 40}))

LOG = "Day one was calm. The cook baked rye bread. Day two brought hail. The mast broke at noon."
RULES = "No lamps below deck. Each hand has one blanket."
BREAD, MAST = "The cook baked rye bread.", "The mast broke at noon."


def question(number, text, excerpt, *, corpus, of):
    """A question whose answer is that excerpt."""
    start = of.index(excerpt)
    span = {"start": start, "end": start + len(excerpt), "text": excerpt}
    return {"id": f"q{number}", "question": text, "corpus_id": corpus, "excerpts": [span]}


@pytest.mark.parametrize(
    ("hits", "recall", "precision", "iou"),
    [
        ([hit("log", 10, 20), hit("log", 30, 40)], 1.0, 1.0, 1.0),
        ([hit("log", 0, 40)], 1.0, 20 / 40, 20 / 40),
        ([hit("log", 15, 35)], 10 / 20, 10 / 20, 10 / 30),
        ([hit("log", 10, 20), hit("log", 10, 20)], 10 / 20, 1.0, 10 / 20),
        ([hit("log", 5, 15), hit("log", 10, 25)], 10 / 20, 10 / 20, 10 / 30),
        ([hit("log", 10, 20), hit("rules", 30, 40)], 10 / 20, 10 / 20, 10 / 30),
        ([hit("rules", 0, 40)], 0.0, 0.0, 0.0),
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_characters_are_counted_once_and_only_in_the_right_corpus(hits, recall, precision, iou):
    """The gold is characters 10 to 20 and 30 to 40 of the log."""
    score = scores(GOLD, hits)

    assert (score.recall, score.precision, score.iou) == pytest.approx((recall, precision, iou))


def test_each_corpus_is_searched_and_measured_in_characters(settings, tmp_path):
    """Both corpora are one passage each, so all is found, and what is not gold counts against precision."""
    questions = [
        question(1, "What did the cook bake?", BREAD, corpus="log", of=LOG),
        question(2, "When did the mast break?", MAST, corpus="log", of=LOG),
    ]
    write_rows(tmp_path / "corpora.jsonl.gz", [{"id": "log", "text": LOG}, {"id": "rules", "text": RULES}])
    write_rows(tmp_path / "questions.jsonl", questions)

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    share = (len(BREAD) + len(MAST)) / 2 / len(LOG + RULES)
    assert values(result) == pytest.approx(
        {"recall of gold characters": 1.0, "precision of retrieved characters": share, "IoU": share}
    )
    assert [row["id"] for row in result.rows] == ["q1", "q2"]
