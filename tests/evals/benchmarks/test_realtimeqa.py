"""A week's quiz over that week's articles."""

from datetime import UTC, datetime

import pytest
from benchmark_data import citation, hit, quiet, reply, values, write_rows

from evals.benchmarks.found import articles_found
from evals.benchmarks.realtimeqa import Quiz, Scored, chosen, measure

CHOICES = ["Port Quellin", "Tamsworth", "Nether Wick", "Old Harrow"]
NOTA = ["Tamsworth", "Nether Wick", "Old Harrow", "None of the above"]


def quiz(quiz_id, question, *, answer=0, choices=CHOICES, docs=()):
    """A question whose right choice is gone from its other variant where it is the first."""
    nota = [*choices[1:], "None of the above"]
    return {
        "id": quiz_id,
        "week": "20300105",
        "question": question,
        "asked_on": "2030-01-04",
        "choices": choices,
        "answer_idx": [answer],
        "answers": [choices[answer]],
        "docs_with_answer": list(docs),
        "nota_choices": nota,
        "nota_answer_idx": [nota.index(choices[answer]) if answer else 3],
    }


@pytest.mark.parametrize(
    ("answer", "choice", "nota"),
    [
        ("It was held in Tamsworth.", 1, 0),
        ("It was held in Port Quellin.", 0, 3),
        ("It was held in the old town.", 3, 2),
        ("It was held in Nether Wick, near the old mill.", 2, 1),
        ("It was held nowhere, none of the above.", None, 3),
    ],
)
def test_the_choice_is_the_one_that_most_words_of_the_answer_bear_out(answer, choice, nota):
    """Of no word of any choice nothing is chosen, or none of the above; its own words don't count."""
    assert chosen(CHOICES, reply(answer, citation("-"))) == choice
    assert chosen(NOTA, reply(answer, citation("-"))) == nota


def test_the_quotes_decide_only_where_the_answer_does_not():
    """The answer has half of one choice, the quotes all of another."""
    quotes = citation("Tamsworth and Port Quellin")

    assert chosen(CHOICES, reply("It was at the port.", quotes)) == 0
    assert chosen(CHOICES, reply("It was at Old Harrow.", quotes)) == 3
    assert chosen(CHOICES, reply("It was there.", citation("Tamsworth"))) == 1


def test_a_declined_question_has_no_choice():
    """It is wrong, but where none of the choices is right."""
    scored = Scored(Quiz.model_validate(quiz("q", "?", docs=["a"])), reply(""), articles_found([hit("b"), hit("a")]))

    assert scored.scores == {
        "MC accuracy": False,
        "NOTA accuracy": True,
        "generation EM": False,
        "generation F1": 0,
        "generation containment": False,
        "recall@4": 1,
        "recall@10": 1,
        "any@10": True,
        "MRR@10": 0.5,
        "false abstention": True,
    }


def test_an_article_is_found_where_it_stands_among_the_first_ten():
    """Of two articles with the answer one is tenth; an eleventh that has it is as good as none."""
    row = Quiz.model_validate(quiz("q", "?", docs=["i", "z"]))

    tenth = Scored(row, reply(""), articles_found(map(hit, "abcdefghji"))).scores
    eleventh = Scored(row, reply(""), articles_found(map(hit, "abcdefghjki"))).scores

    assert (tenth["recall@10"], tenth["any@10"], tenth["MRR@10"]) == (0.5, True, 0.1)
    assert (eleventh["recall@10"], eleventh["any@10"], eleventh["MRR@10"]) == (0, False, 0)


@pytest.mark.parametrize("asked_on", ["2030-01-04", "2030/01/04"])
def test_a_question_is_asked_as_of_the_end_of_its_day(asked_on):
    """The day is written with dashes or with slashes."""
    row = Quiz.model_validate({**quiz("q", "?"), "asked_on": asked_on})

    assert row.as_of == datetime(2030, 1, 4, 23, 59, 59, 999_999, tzinfo=UTC)


def test_what_appeared_after_the_quiz_is_neither_found_nor_cited(tmp_path, settings):
    """Each of two articles answers in the same words; that of the quiz's own day is read, the next day's isn't."""
    text = "The kite festival took place in {} this week. Hundreds of kites were flown from the pier."
    pages = [
        {"id": "own", "published_at": "2030/01/04", "text": text.format("Port Quellin")},
        {"id": "next", "published_at": "2030/01/05", "text": text.format("Tamsworth")},
    ]
    write_rows(
        tmp_path / "corpus.jsonl.gz",
        [{**page, "title": "Kites", "url": f"https://{page['id']}.example/"} for page in pages],
    )
    question = "Where did the kite festival take place this week?"
    write_rows(
        tmp_path / "questions.jsonl",
        [quiz("both", question, docs=["own"]), quiz("late", question, answer=1, docs=["next"])],
    )

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert result.errors == ()
    assert [row["ranks of articles with the answer"] for row in result.rows] == [[1], [None]]
    assert [row["chosen"] for row in result.rows] == ["Port Quellin", "Port Quellin"]


def test_curly_quotation_marks_around_a_choice_do_not_count():
    """SQuAD's normal form knows straight ones only."""
    row = Quiz.model_validate(quiz("q", "?", choices=["“Gull”", "“Tern”", "“Auk”", "“Skua”"]))

    scores = Scored(row, reply("Gull", citation("Gull")), articles_found([])).scores

    assert (scores["generation EM"], scores["generation F1"], scores["generation containment"]) == (True, 1, True)


def test_an_answer_to_what_no_article_answers_is_asserted_and_wrong_unless_it_has_the_gold():
    """The label is weak: an article may have the answer in other words."""
    row = Quiz.model_validate(quiz("q", "?"))

    wrong = Scored(row, reply("In Tamsworth.", citation("-")), articles_found([])).scores
    right = Scored(row, reply("In Port Quellin.", citation("-")), articles_found([])).scores

    assert (wrong["asserted, no article has it"], wrong["wrong, no article has it"]) == (True, True)
    assert (right["asserted, no article has it"], right["wrong, no article has it"]) == (True, False)


def test_the_whole_set_is_measured(tmp_path, settings):
    """One question is answered by an article, to the other none says anything."""
    page = {"url": "https://quellin.example/1", "published_at": "2030/01/03"}
    text = "The kite festival took place in Port Quellin this week. Hundreds of kites were flown from the pier."
    other = "The bakery on Mill Lane has begun to sell rye bread."
    write_rows(
        tmp_path / "corpus.jsonl.gz",
        [{**page, "id": "kites", "title": "Kites", "text": text}, {**page, "id": "rye", "title": "Rye", "text": other}],
    )
    opera = quiz("opera", "Which tenor opened Montevideo's opera season?", answer=1)
    kites = quiz("kites", "Where did the kite festival take place this week?", docs=["kites"])
    write_rows(tmp_path / "questions.jsonl", [kites, opera])

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert result.errors == ()
    found = values(result)
    assert found.pop("generation F1") == pytest.approx(0.5 * 2 * 2 / (16 + 2))
    assert found == {
        "MC accuracy": 0.5,
        "NOTA accuracy": 0.5,
        "generation EM": 0,
        "generation containment": 0.5,
        "recall@4": 1,
        "recall@10": 1,
        "any@10": 1,
        "MRR@10": 1,
        "asserted, no article has it": 0,
        "wrong, no article has it": 0,
        "false abstention": 0,
    }
    assert [row["chosen"] for row in result.rows] == ["Port Quellin", None]
