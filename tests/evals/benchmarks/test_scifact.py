"""Abstracts are found for a claim, whole ones by vectors alone and cut ones by the product's search."""

import pytest
from benchmark_data import quiet, values, write_rows

from evals.benchmarks.scifact import Claim, measure, scores

ABSTRACTS = [
    {"id": "moss", "title": "Moss on roofs", "text": "Moss held rain water on a flat roof. Bare roofs dried sooner."},
    {"id": "bees", "title": "Bees in cold springs", "text": "Bees left the hive less often when April was cold."},
    {"id": "glue", "title": "Glue from mussels", "text": "Mussels stick to wet stone with a protein."},
]
CLAIMS = [
    {"id": "c1", "question": "Cold weather keeps bees in the hive.", "gold_passages": ["bees"]},
    {"id": "c2", "question": "Mussels make a glue that holds under water.", "gold_passages": ["glue"]},
]


def test_every_gold_abstract_counts():
    """One of two is at rank 11: found among a hundred, not among ten."""
    claim = Claim(id="c", question="?", gold_passages=("g1", "g2"))

    score = scores(claim, ["g1", *(f"x{number}" for number in range(9)), "g2"])

    assert (score.recall_10, score.recall_100) == (0.5, 1.0)
    assert score.ndcg_10 == pytest.approx(1 / (1 + 1 / 1.5849625))


def test_both_ways_of_searching_find_the_abstract_of_each_claim(settings, tmp_path):
    """Of three abstracts on three subjects, the first found is the right one."""
    write_rows(tmp_path / "corpus.jsonl.gz", ABSTRACTS)
    write_rows(tmp_path / "questions.jsonl", CLAIMS)

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    names = ["nDCG@10", "R@10", "R@100", "hybrid nDCG@10", "hybrid R@10", "hybrid R@100"]
    assert values(result) == dict.fromkeys(names, 1.0)
    assert [(row["id"], row["dense"][0], row["hybrid"][0]) for row in result.rows] == [
        ("c1", "bees", "bees"),
        ("c2", "glue", "glue"),
    ]
    assert result.errors == ()


def test_an_abstract_is_embedded_with_its_title(settings, tmp_path):
    """The words of the claim stand in one title only; the texts are the same."""
    texts = [{**abstract, "text": "Results are given below."} for abstract in ABSTRACTS]
    write_rows(tmp_path / "corpus.jsonl.gz", texts)
    write_rows(tmp_path / "questions.jsonl", CLAIMS)

    assert values(measure(tmp_path, limit=None, lab=quiet(settings)))["nDCG@10"] == 1.0
