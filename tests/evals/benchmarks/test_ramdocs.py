"""Documents that answer a question differently."""

import pytest
from benchmark_data import citation, quiet, reply, values, write_rows

from evals.benchmarks.ramdocs import Conflict, measure, score

LIGHTHOUSE = {
    "id": "lighthouse",
    "question": "How tall is the lighthouse of Quellin?",
    "documents": [
        {"text": "The lighthouse of Quellin is 41 metres tall.", "type": "correct", "answer": "41 metres"},
        {"text": "Herring are sold on the quay every Friday.", "type": "noise", "answer": "unknown"},
    ],
    "gold_answers": ["41 metres"],
    "wrong_answers": ["87 metres"],
}
ORCHARD = {
    "id": "orchard",
    "question": "Who planted the orchard of Tamsworth?",
    "documents": [{"text": "The orchard of Tamsworth was planted by Ida Brock.", "type": "misinfo", "answer": "Brock"}],
    "gold_answers": ["Lem Okoro"],
    "wrong_answers": ["Ida Brock", "Ida Brock"],
}


@pytest.mark.parametrize(
    ("answer", "recall", "wrong", "strict"),
    [
        ("It was red, then blue.", 1, (), True),
        ("It was red.", 0.5, (), False),
        ("Red, blue, then GREEN!", 1, ("green",), False),
        ("It was bluer than ever, and reddish.", 0, (), False),
    ],
)
def test_an_answer_is_held_to_all_right_and_no_wrong_answers(answer, recall, wrong, strict):
    """Right are red and blue, wrong is green; a part of a word is none of them."""
    row = Conflict(
        id="hue", question="?", documents=(), gold_answers=("red", "blue", "red"), wrong_answers=("green", "green")
    )

    scored = score(row, reply(answer, citation("-")))

    assert (scored.recall, scored.wrong, scored.strict) == (recall, wrong, strict)


def test_a_question_is_asked_over_its_own_documents(tmp_path, settings):
    """One finds the right answer; the other has only a false document, and is misled."""
    write_rows(tmp_path / "questions.jsonl", [LIGHTHOUSE, ORCHARD])

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert result.errors == ()
    assert values(result) == {
        "strict exact match": 0.5,
        "recall of gold answers": 0.5,
        "wrong answers asserted": 0.5,
        "abstention": 0,
    }
    assert [(row["right"], row["wrong"]) for row in result.rows] == [(["41 metres"], []), ([], ["Ida Brock"])]


def test_an_answer_in_another_questions_documents_is_not_reached(tmp_path, settings):
    """The orchard's question has no document of its own that says anything of it."""
    elsewhere = {**ORCHARD, "documents": [{"text": "Herring are sold on the quay every Friday."}]}
    write_rows(tmp_path / "questions.jsonl", [{**ORCHARD, "id": "first"}, elsewhere])

    rows = measure(tmp_path, limit=None, lab=quiet(settings)).rows

    assert [row["answer"] for row in rows] == ["The orchard of Tamsworth was planted by Ida Brock.", ""]
