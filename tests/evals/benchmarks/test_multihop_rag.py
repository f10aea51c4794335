"""Questions over several facts."""

import pytest
from benchmark_data import citation, hit, quiet, reply, values, write_rows

from evals.benchmarks.found import articles_found
from evals.benchmarks.multihop_rag import Hop, Scored, contained, measure


def fact(fact_id, text):
    """A fact of an invented paper."""
    return {
        "id": fact_id,
        "title": f"Report {fact_id}",
        "source": "The Quellin Herald",
        "published_at": "2023-10-02T12:00:00+02:00",
        "url": f"https://quellin.example/{fact_id}",
        "text": text,
    }


def hop(hop_id, question, *, kind, answers, gold):
    """A question, answerable where it has gold facts."""
    return {
        "id": hop_id,
        "question": question,
        "question_type": kind,
        "answers": answers,
        "answerable": bool(gold),
        "gold_passages": gold,
    }


@pytest.mark.parametrize(
    ("answer", "gold", "right"),
    [
        ("It was Ida Brock's idea.", ["Ida Brock"], True),
        ("It was Ida Brock’s idea.", ["ida brock's"], True),
        ("I know nothing.", ["no"], False),
        ("No, never.", ["no"], True),
        ("The quay", ["Quellin", "the quay"], True),
        ("A quay", ["the quay"], False),
        ("", ["no"], False),
    ],
)
def test_a_gold_answer_stands_in_the_answer_as_whole_words(answer, gold, right):
    """Case and punctuation don't count, articles do."""
    assert contained(answer, gold) is right


def test_the_ranks_of_the_facts_are_scored_as_the_paper_does():
    """Gold facts at 2 and 5 of five, one not found: one of three in four, two in ten, (1/2 + 2/5) / 3 and 1/2."""
    row = Hop.model_validate(hop("h", "?", kind="inference_query", answers=["x"], gold=["b", "e", "z"]))
    scored = Scored(row, reply("x", citation("x")), articles_found(map(hit, "abcde")))

    assert scored.retrieval == pytest.approx({"Hits@4": 1 / 3, "Hits@10": 2 / 3, "MAP@10": 0.3, "MRR@10": 0.5})


def test_the_whole_set_is_measured(tmp_path, settings):
    """A question that two facts answer, and a null question that none does."""
    write_rows(
        tmp_path / "corpus_facts.jsonl",
        [
            fact("herring", "Herring prices at Quellin harbour doubled in September, the fishers' guild reported."),
            fact("bakery", "The bakery on Mill Lane has begun to sell rye bread."),
        ],
    )
    herring = "By how much did herring prices at Quellin harbour rise in September?"
    opera = "Which tenor opened the opera season of Montevideo?"
    write_rows(
        tmp_path / "questions.jsonl",
        [
            hop("h", herring, kind="inference_query", answers=["doubled"], gold=["herring"]),
            hop("n", opera, kind="null_query", answers=["Insufficient information."], gold=[]),
        ],
    )

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert result.errors == ()
    assert values(result) == {
        "Hits@4": 1,
        "Hits@10": 1,
        "MAP@10": 1,
        "MRR@10": 1,
        "answer contained": 1,
        "answer contained, inference_query": 1,
        "null abstention": 1,
        "false abstention": 0,
    }
    assert [row["ranks of gold facts"] for row in result.rows] == [[1], []]
