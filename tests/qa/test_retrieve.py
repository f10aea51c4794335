"""Finding passages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieve import fuse
from qa.service import Service
from qa.wire import FiltersBody, SearchRequest

rankings = st.dictionaries(
    st.sampled_from(["dense", "words", "speaker"]), st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=3
)


def test_reciprocal_ranks_add_up() -> None:
    """First in one ranking and second in another is 1/61 + 1/62, ahead of either alone; ties go by id."""
    fused = fuse({"dense": ["b", "a"], "words": ["a", "c"]})

    assert [(row, round(score, 6), why) for row, score, why in fused] == [
        ("a", round(1 / 62 + 1 / 61, 6), {"dense": 2, "words": 1}),
        ("b", round(1 / 61, 6), {"dense": 1}),
        ("c", round(1 / 62, 6), {"words": 2}),
    ]


@given(rankings)
def test_every_id_comes_out_once_with_the_ranks_that_it_had(found: dict[str, list[str]]) -> None:
    """Fusing loses nothing, doubles nothing, and sorts by score."""
    fused = fuse(found)

    assert sorted(row for row, _, _ in fused) == sorted({row for rows in found.values() for row in rows})
    assert all(found[name][rank - 1] == row for row, _, why in fused for name, rank in why.items())
    assert [score for _, score, _ in fused] == sorted((score for _, score, _ in fused), reverse=True)


def test_a_hit_says_which_way_found_it(sample_service: Service) -> None:
    """The best passage for words that it contains was found by meaning and by words."""
    best = sample_service.search(SearchRequest(query="hangers of the Tern Bridge"))[0]

    assert set(best.why) == {"dense", "words"}
    assert "hangers" in best.passage.text


@pytest.mark.parametrize("query", ['title:"x" AND (', "-bridge +NOT", "a" * 500, "🌉", "'; DROP TABLE articles; --"])
def test_query_syntax_in_a_query_is_only_words(sample_service: Service, query: str) -> None:
    """Nothing that is typed can break the search."""
    assert len(sample_service.search(SearchRequest(query=query, limit=3))) <= 3


def test_filters_are_hard(sample_service: Service) -> None:
    """Only the outlet asked for, whatever fits better elsewhere; an outlet that isn't there gives nothing."""
    outlet = "The Varrow Courier (sample)"
    found = sample_service.search(SearchRequest(query="Nord Stream 2", filters=FiltersBody(publishers=(outlet,))))
    nothing = sample_service.search(SearchRequest(query="Nord Stream 2", filters=FiltersBody(publishers=("Nowhere",))))

    assert found
    assert {hit.article.publisher for hit in found} == {outlet}
    assert nothing == ()


def test_as_of_hides_what_came_later(sample_service: Service) -> None:
    """Nothing published after that moment is found."""
    moment = datetime(2021, 12, 31, tzinfo=UTC)
    found = sample_service.search(SearchRequest(query="Scholz and the pipeline", as_of=moment))

    assert found
    assert all(hit.article.published_at and hit.article.published_at <= moment for hit in found)
