"""The questions that come with the package are about the articles that come with it."""

import json

import pytest

from evals.gold import load_gold
from evals.lint import lint
from evals.match import contains
from evals.samples import sample_articles, sample_questions


def _citable(article):
    """All that may be quoted of the article: of a live page, its headings and its posts."""
    if "posts" not in article:
        return article["text"]
    return "\n".join(part for post in article["posts"] for part in (post.get("heading"), post["text"]) if part)


@pytest.fixture(scope="module")
def texts():
    """All that may be quoted, by article id."""
    paths = sorted(sample_articles().glob("*.jsonl"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {article["id"]: _citable(article) for article in map(json.loads, lines)}


@pytest.fixture(scope="module")
def gold():
    """The questions that come with the package."""
    return load_gold(sample_questions())


def test_articles_and_questions_are_there(texts, gold):
    """The package comes with both, so that `--sample` and `eval` work out of the box."""
    assert texts
    assert gold


def test_every_sample_question_is_sound(texts, gold):
    """Each quote stands in its article, and each answerable question says what a good reply contains."""
    assert lint(gold, texts=texts) == ()


def test_every_matcher_of_a_sample_question_is_tested(gold):
    """Two spellings that match and two near misses that don't, for each nugget and for what must not be said."""
    untested = [
        question.id
        for question in gold
        if len(question.nugget_tests) != len(question.must_include)
        or (question.must_not_include and not question.must_not_tests)
    ]

    assert untested == []


def test_every_reference_answer_breaks_no_rule_of_its_own_question(gold):
    """A wording that must not be in a reply is not in the answer its author wrote."""
    assert [
        (question.id, wording)
        for question in gold
        for wording in question.must_not_include
        if contains(question.answer, wording) and not question.must_not_unless
    ] == []


def test_question_files_come_by_name():
    """The order of the questions is the same on every machine."""
    names = [path.name for path in sample_questions()]

    assert names == sorted(names)
