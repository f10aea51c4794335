"""Statements are searched for: their articles, and the passages that they stand in."""

import pytest
from benchmark_data import hit, quiet, values, write_rows

from evals.benchmarks.polnear_questions import WhatAbout
from evals.benchmarks.polnear_search import Searched, measure

PIER = "“We will mend the pier before the spring tides come,” said Ida Brock, the harbour master."
BAKERY = "Lem Okoro, who sells rye bread on Mill Lane, said that the bakery would close in June."


def statement(doc_id, *spans):
    """A gold statement that stands there."""
    return {"doc_id": doc_id, "statement": "-", "spans": spans}


def searched(*hits, gold):
    """A question with these statements, and what is found for it."""
    row = WhatAbout.model_validate({"id": "q", "question": "?", "speaker": "Ida Brock", "gold": gold})
    return Searched(row, hits)


def article(article_id, text):
    """An article of an invented paper."""
    return {
        "id": article_id,
        "title": f"Report {article_id}",
        "publisher": "The Quellin Herald",
        "published_at": "2016-09-12",
        "text": text,
    }


def about(question_id, question, *gold):
    """A question for what is said in these statements."""
    return {"id": question_id, "question": question, "speaker": "-", "gold": gold}


@pytest.fixture
def folder(tmp_path):
    """An article of the dev month and one of the train months, and what is asked of the first."""
    write_rows(tmp_path / "articles.jsonl", [article("pier", PIER)])
    write_rows(tmp_path / "train_articles.jsonl.gz", [article("bakery", BAKERY)])
    write_rows(
        tmp_path / "q_what_about.jsonl",
        [
            about("mend", "What did Ida Brock say about the pier?", statement("pier", (0, 53))),
            about("close", "What did Lem Okoro say about the bakery?", statement("gone", (0, 53))),
        ],
    )
    return tmp_path


@pytest.mark.parametrize(
    ("spans", "rank"),
    [
        ([(0, 10)], None),
        ([(0, 11)], 2),
        ([(19, 30)], 2),
        ([(20, 30)], None),
        ([(0, 5), (12, 14)], 2),
        ([(40, 50), (12, 14)], 2),
        ([(40, 50)], 3),
    ],
)
def test_a_passage_has_a_statement_where_it_shares_a_character_with_a_span(spans, rank):
    """The second passage is of characters 10 to 20; the first is of another article."""
    found = searched(hit("b", 0, 99), hit("a", 10, 20), hit("a", 30, 60), gold=[statement("a", *spans)])

    assert found.passage_ranks == [rank]


def test_articles_count_among_the_first_ten_articles_and_passages_among_the_first_ten_passages():
    """Twelve passages of one article leave no other passage among the first ten, but nine further articles."""
    crowd = [hit("x", 10 * place, 10 * place + 9) for place in range(12)]
    gold = [statement("a", (0, 5)), statement("a", (90, 95)), statement("z", (0, 5)), statement("x", (12, 14))]

    found = searched(*crowd, hit("a", 0, 9), gold=gold)

    assert (found.article_ranks, found.passage_ranks) == ([2, None, 1], [13, None, None, 2])
    assert found.marks == {
        "article in the top 10": (True, 1),
        "article recall@10": (2 / 3, 1),
        "passage in the top 10": (1, 4),
    }


@pytest.mark.parametrize(("others", "counted"), [("bcdefghij", True), ("bcdefghijk", False)])
def test_an_eleventh_is_not_among_the_first_ten(others, counted):
    """Neither as an article nor as a passage."""
    marks = searched(*map(hit, others), hit("a"), gold=[statement("a", (0, 5))]).marks

    assert marks == dict.fromkeys(marks, (counted, 1))


def test_an_article_is_found_by_its_copy_and_its_passage_is_not():
    """The offsets of a statement are those of its own article's text."""
    found = searched(hit("b", copies=["a"]), gold=[statement("a", (0, 5))])

    assert (found.article_ranks, found.passage_ranks) == ([1], [None])
    assert found.marks["article recall@10"] == (1, 1)


def test_the_whole_set_is_measured(folder, settings):
    """Of one statement both article and passage are found; of the other, whose article is nowhere, neither."""
    result = measure(folder, limit=None, lab=quiet(settings))

    assert result.errors == ()
    assert values(result) == {"article in the top 10": 0.5, "article recall@10": 0.5, "passage in the top 10": 0.5}
    assert [(row["ranks of gold articles"], row["ranks of gold passages"]) for row in result.rows] == [
        ([1], [1]),
        ([None], [None]),
    ]


def test_the_articles_of_the_train_months_are_searched_as_well(folder, settings):
    """The best passage for the bakery is of one of them."""
    result = measure(folder, limit=None, lab=quiet(settings))

    assert result.rows[1]["found"][0] == f"bakery: {BAKERY}"


def test_questions_whose_first_statements_are_of_one_article_are_resampled_together(folder, settings):
    """One of their three statements is found; of one cluster alone no resample differs."""
    mend = about("mend", "What did Ida Brock say about the pier?", statement("pier", (0, 53)), statement("z", (0, 9)))
    lost = about("lost", "What did Ida Brock say about the tides?", statement("pier", (500, 553)))
    write_rows(folder / "q_what_about.jsonl", [mend, lost])

    figures = {figure.name: figure.estimate for figure in measure(folder, limit=None, lab=quiet(settings)).figures}

    passage = figures["passage in the top 10"]
    assert (passage.n, passage.k) == (3, 1)
    assert passage.value == passage.low == passage.high == pytest.approx(1 / 3)
