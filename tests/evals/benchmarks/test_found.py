"""What a search finds, as articles."""

import pytest
from benchmark_data import hit

from evals.benchmarks.benchmark import DataRow
from evals.benchmarks.found import articles_found, articles_of, search_each
from evals.target import Target
from qa.wire import SearchRequest
from vectorstore.errors import InputError, OnrecordError


def _request(row):
    return SearchRequest(query=row.id)


def test_an_article_stands_where_its_best_passage_does():
    """Its further passages take no rank."""
    found = articles_found([hit("a"), hit("a"), hit("b"), hit("a"), hit("c")])

    assert found.ranking == ("a", "b", "c")
    assert found.ranks(["c", "b", "nowhere"]) == [3, 2, None]


def test_a_copy_is_found_at_the_rank_of_the_hit_that_stands_for_it():
    """A hit of its own further down adds no rank, and what is no copy keeps its place."""
    found = articles_found([hit("a"), hit("b", copies=["b2"]), hit("b2", copies=["b"]), hit("c")])

    assert found.ranking == ("a", "b", "c")
    assert found.ranks(["b2", "b", "c"]) == [2, 2, 3]
    assert found.relevant(["b2", "c"]) == {"b", "c"}


def test_what_was_not_found_stays_relevant():
    """It counts as missed."""
    assert articles_found([]).relevant(["a"]) == {"a"}


def test_without_copies_articles_are_those_of_the_hits():
    """Further passages of it take no rank."""
    assert articles_of([hit("b", 0, 9), hit("a", 0, 9), hit("b", 10, 19), hit("c", 0, 9)]) == ("b", "a", "c")


def test_a_search_that_fails_is_an_error_of_its_row_and_the_others_go_on():
    """Its row has no hits."""

    def search(request):
        if request.query == "c1":
            raise OnrecordError("fog")
        return (hit(request.query, 0, 9),)

    found, errors = search_each(
        [DataRow(id="c1"), DataRow(id="c2")],
        request=_request,
        target=Target(ask=lambda _: None, search=search),
        progress=lambda *_: None,
    )

    assert [(row.id, articles_of(hits)) for row, hits in found] == [("c2", ("c2",))]
    assert errors == ["c1: OnrecordError: fog"]


def test_a_target_without_search_is_refused():
    """Retrieval can't be measured by replies."""
    with pytest.raises(InputError, match="can't search"):
        search_each([], request=_request, target=Target(ask=lambda _: None), progress=lambda *_: None)
