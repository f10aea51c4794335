"""Rewrites of follow-up questions, scored against a person's."""

import sys

import pytest
from benchmark_data import quiet, values, write_rows
from sacrebleu.metrics.bleu import BLEU

from evals.benchmarks.followup import bleu, measure, restored
from evals.benchmarks.followup_search import FollowUp
from vectorstore.errors import InputError

ROWS = [
    {
        "id": "one",
        "set": "canard",
        "conversation": "lamp",
        "history": ["Who lit the lamp on Gull Rock?", "Ada Thorn lit it."],
        "question": "When did she leave it?",
        "rewrite": "When did Ada Thorn leave the lamp on Gull Rock?",
    },
    {
        "id": "two",
        "set": "cast2019",
        "conversation": "kettle",
        "history": ["What is a copper kettle?"],
        "question": "Where are copper kettles made?",
        "rewrite": "Where are copper kettles made?",
    },
    {
        "id": "three",
        "set": "cast2020",
        "conversation": "barge",
        "history": ["Tell me about barges.", "Which barge is oldest?"],
        "question": "What is it made of?",
        "rewrite": "What is the oldest barge made of?",
    },
]


def turn(**changes):
    """The first row as the adapter reads it."""
    return FollowUp.model_validate({**ROWS[0], **changes})


def test_restored_words_are_those_of_the_rewrite_that_the_question_lacks():
    """Ada, Thorn, lamp, Gull and Rock are missing; the text has the lamp and the rock."""
    assert restored(turn(), "When did she leave the lamp on the rock?") == (2, 5)


def test_a_word_that_the_question_has_is_not_restored():
    """Repeating the question restores nothing."""
    assert restored(turn(), ROWS[0]["question"]) == (0, 5)


def test_words_are_restored_by_stem_and_a_possessive_counts_as_its_name():
    """Thorn's lamps are Thorn and a lamp."""
    assert restored(turn(), "Thorn's lamps") == (2, 5)


def test_nothing_is_missing_where_the_question_is_the_rewrite():
    """Such a turn does not count."""
    assert restored(turn(question=ROWS[0]["rewrite"]), "anything") == (0, 0)


def test_bleu_is_that_of_sacrebleus_corpus():
    """Adding up what matches gives sacrebleu's own number."""
    texts = ["the oldest barge is made of oak", "a lamp", "where do kettles come from these days"]
    references = ["the oldest barge was made of oak", "a red lamp", "where do copper kettles come from"]

    assert bleu(list(zip(texts, references, strict=True))) == pytest.approx(
        BLEU().corpus_score(texts, [references]).score
    )


def test_bleu_of_the_same_words_is_100():
    """And of no common word 0."""
    assert bleu([("where are the kettles made", "where are the kettles made")]) == pytest.approx(100)
    assert bleu([("one two three four", "five six seven eight")]) == 0


def test_each_set_is_measured_beside_two_baselines(tmp_path, settings):
    """The raw question restores nothing; with the history before it all that was said comes back."""
    write_rows(tmp_path / "rewrites.jsonl", ROWS)

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    found = values(result)
    assert result.errors == ()
    assert found["restored words of the raw question"] == 0
    assert found["restored words of history + question"] == 1
    assert found["exact match where nothing needs to change of the raw question"] == 1
    assert found["cast2019: BLEU of the raw question"] == pytest.approx(100)
    assert found["cast2019: restored words"] is None
    assert {"BLEU", "ROUGE-1 recall", "canard: BLEU", "canard: restored words", "cast2020: BLEU"} <= found.keys()
    assert [row["id"] for row in result.rows] == ["one", "two", "three"]


def test_an_answer_is_no_question_to_the_rewriter(tmp_path, settings):
    """CANARD's second turn is an answer; of CAsT every turn is a question, so its last is taken along."""
    write_rows(tmp_path / "rewrites.jsonl", ROWS)

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    texts = {row["id"]: row["answer"] for row in result.rows}
    assert "Ada Thorn lit it." not in texts["one"]
    assert texts["three"] != "Tell me about barges. What is it made of?"


def test_without_sacrebleu_the_error_says_what_to_install(tmp_path, settings, monkeypatch):
    """Nothing is asked before."""
    monkeypatch.setitem(sys.modules, "sacrebleu.metrics.bleu", None)

    with pytest.raises(InputError, match=r"pip install 'onrecord\[benchmarks\]'"):
        measure(tmp_path, limit=None, lab=quiet(settings))
