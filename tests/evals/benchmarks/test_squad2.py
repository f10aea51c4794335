"""Short answers are SQuAD's: by their words where there is an answer, by abstention where there is none."""

import pytest
from benchmark_data import quiet, reply, values, write_rows

from evals.benchmarks.squad2 import Question, measure, scores

PARAGRAPHS = [
    {"id": "p1", "title": "Orrin Lighthouse", "text": "The lighthouse at Orrin was built in 1871 by Greta Moll."},
    {"id": "p2", "title": "Sorrel bread", "text": "Sorrel bread is baked in clay pots for three hours."},
]
QUESTIONS = [
    {
        "id": "q1",
        "question": "When was the lighthouse at Orrin built?",
        "answers": ["1871", "in 1871"],
        "answerable": True,
        "gold_passages": ["p1"],
        "title": "Orrin Lighthouse",
    },
    {
        "id": "q2",
        "question": "How much did the parliament of Portugal spend on submarines?",
        "answers": [],
        "answerable": False,
        "gold_passages": ["p2"],
        "title": "Sorrel bread",
    },
]
ASKED, UNKNOWN = (Question.model_validate(row) for row in QUESTIONS)


@pytest.mark.parametrize(
    ("text", "exact", "f1", "contains"),
    [
        ("1871.", 1.0, 1.0, True),
        ("It was built in 1871.", 0.0, 4 / 7, True),
        ("In 1872.", 0.0, 2 / 4, False),
        ("", 0.0, 0.0, False),
    ],
)
def test_an_answer_is_set_against_its_best_reference(text, exact, f1, contains):
    """The references are `1871` and `in 1871`; an abstention is worth nothing."""
    score = scores(ASKED, reply(text))

    assert (score.exact, score.contains, score.declined) == (exact, contains, not text)
    assert score.f1 == pytest.approx(f1)


@pytest.mark.parametrize(("text", "worth"), [("", 1.0), ("Nine.", 0.0)])
def test_a_question_without_an_answer_is_worth_its_abstention(text, worth):
    """Whatever is said instead is worth nothing."""
    score = scores(UNKNOWN, reply(text))

    assert (score.exact, score.f1, score.contains) == (worth, worth, None)


def test_questions_are_asked_of_their_paragraph_and_of_all(settings, tmp_path):
    """The sentence with the year has 10 words but for its article, two of them a reference; the other is declined."""
    write_rows(tmp_path / "corpus.jsonl", PARAGRAPHS)
    write_rows(tmp_path / "questions.jsonl", QUESTIONS)

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    f1 = 2 * 2 / (10 + 2)
    each = {
        "EM": 0.5,
        "F1": (f1 + 1) / 2,
        "F1 on answerable": f1,
        "answer contained, on answerable": 1.0,
        "abstention on unanswerable": 1.0,
        "false abstention": 0.0,
    }
    searched = {"search, answerable: recall@4": 1.0, "search, answerable: nDCG@10": 1.0}
    ways = ("gold paragraph given", "paragraph retrieved")
    assert values(result) == pytest.approx(
        {f"{where}: {name}": value for where in ways for name, value in each.items()} | searched
    )
    assert [row["id"] for row in result.rows] == ["q1", "q2"]
    assert result.rows[0]["rank of its paragraph"] == 1
    assert result.errors == ()


def test_a_given_paragraph_is_the_only_one_that_answers(settings, tmp_path):
    """Asked of the paragraph on bread, the question on the lighthouse is declined, though another one answers it."""
    write_rows(tmp_path / "corpus.jsonl", PARAGRAPHS)
    write_rows(tmp_path / "questions.jsonl", [{**QUESTIONS[0], "gold_passages": ["p2"]}])

    figures = values(measure(tmp_path, limit=None, lab=quiet(settings)))

    assert figures["gold paragraph given: false abstention"] == 1.0
    assert figures["paragraph retrieved: false abstention"] == 0.0
