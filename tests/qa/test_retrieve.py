"""Finding passages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qa.build import open_service
from qa.reply import Hit
from qa.service import Service
from qa.settings import Settings, read_settings
from qa.wire import FiltersBody, SearchRequest
from vectorstore.article import Article

_FERRIES = ["ferry-gazette", "ferry-times", "ferry-hbn"]


def _search(service: Service, query: str, *, article_ids: Sequence[str] = ()) -> tuple[Hit, ...]:
    filters = FiltersBody(article_ids=tuple(article_ids))
    return service.search(SearchRequest(query=query, limit=100, filters=filters))


def _articles(hits: Sequence[Hit]) -> list[str]:
    """The articles found, each where its first passage stands."""
    return list(dict.fromkeys(hit.article.id for hit in hits))


@pytest.mark.parametrize(
    "query",
    ["the ferry in winter", "What did Marta Quill say while the horn of the lighthouse sounded through the thick fog?"],
)
def test_every_passage_comes_out_once_with_the_ranks_that_it_had(newsroom: Service, query: str) -> None:
    """Fusing doubles nothing and sorts by score, ties by id; each way of finding gives each rank once."""
    hits = _search(newsroom, query)
    order = [(-hit.score, hit.passage.id) for hit in hits]

    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert order == sorted(order)
    for name in ("dense", "words", "story", "speaker"):
        ranks = [hit.why[name] for hit in hits if name in hit.why]
        assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_a_hit_says_which_way_found_it(sample_service: Service) -> None:
    """The best passage for words that it contains was found by meaning, by words and by its story's words."""
    best = sample_service.search(SearchRequest(query="hangers of the Tern Bridge"))[0]

    assert set(best.why) == {"dense", "words", "story"}
    assert all(rank >= 1 for rank in best.why.values())
    assert "hangers" in best.passage.text


def test_a_hit_says_what_was_read_off_the_question(newsroom: Service) -> None:
    """The speaker with a rank; the outlet and the day, which have no order, with 1."""
    best = _search(newsroom, "What did Marta Quill say in The Roke Gazette on 2 May 2024?")[0]

    assert best.article.id == "ferry-gazette"
    assert (best.why["speaker"], best.why["outlet"], best.why["day"]) == (1, 1, 1)


@pytest.mark.parametrize("query", ['title:"x" AND (', "-bridge +NOT", "a" * 500, "🌉", "'; DROP TABLE articles; --"])
def test_query_syntax_in_a_query_is_only_words(sample_service: Service, query: str) -> None:
    """Nothing that is typed can break the search."""
    assert len(sample_service.search(SearchRequest(query=query, limit=3))) <= 3


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("What did the Roke Gazette report about the ferry in winter?", "ferry-gazette"),
        ("What did the Brandsby Times report about the ferry in winter?", "ferry-times"),
        ("What did HBN report about the ferry in winter?", "ferry-hbn"),
        ("What was reported about the ferry in winter on 2 May 2024?", "ferry-gazette"),
        ("What was reported about the ferry in winter on 16 May 2024?", "ferry-times"),
        ("What was reported about the ferry in winter in June 2024?", "ferry-hbn"),
    ],
)
def test_an_outlet_or_a_day_in_the_question_brings_its_passages_up(newsroom: Service, query: str, first: str) -> None:
    """It hides nothing: what others say of it is found as well."""
    found = _articles(_search(newsroom, query))

    assert found[0] == first
    assert set(_FERRIES) <= set(found)


@pytest.mark.parametrize("newest", ["fair-2022", "fair-2023", "fair-2024"])
def test_as_of_prefers_what_is_fresh(newsroom: Service, newest: str) -> None:
    """The same question at another moment has another answer; what is later is hidden."""
    published_at = newsroom.store.archive.articles([newest])[newest].published_at
    hits = newsroom.search(SearchRequest(query="How many visitors came to the Roke fair?", as_of=published_at))

    assert hits[0].article.id == newest
    assert all(hit.article.published_at is None or hit.article.published_at <= published_at for hit in hits)


def test_the_latest_is_the_newest(newsroom: Service) -> None:
    """Without it the question is one of any year."""
    latest = _search(newsroom, "How many visitors came to the latest Roke fair?")
    any_year = _search(newsroom, "How many visitors came to the Roke fair?")

    assert latest[0].article.id == "fair-2024"
    assert set(_articles(latest)[:3]) == set(_articles(any_year)[:3]) == {"fair-2022", "fair-2023", "fair-2024"}


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


@pytest.mark.parametrize(("day", "posts"), [(3, {"fog"}), (4, {"fog"}), (5, {"fog", "horn"})])
def test_as_of_hides_later_posts(newsroom: Service, day: int, posts: set[str]) -> None:
    """A live page goes on; the post without a time is as old as the page."""
    moment = datetime(2024, 3, day, tzinfo=UTC)
    for article_ids in [(), ("harbour",), ("harbour", "mill", "library")]:
        asked = SearchRequest(
            query="the horn of the lighthouse", as_of=moment, filters=FiltersBody(article_ids=article_ids)
        )
        found = newsroom.search(asked)

        assert {hit.passage.post_id for hit in found if hit.article.id == "harbour"} - {None} == posts


def test_as_of_finds_posts_older_than_their_page(tmp_path: Path, models: Path, live_page: Article) -> None:
    """A page is dated by its last change by some outlets: what it had posted until then can be used."""
    service = open_service(read_settings(home=tmp_path, models=models))
    dated = replace(live_page, published_at=datetime(2024, 3, 9, tzinfo=UTC))
    assert [result.status for result in service.ingest([dated])] == ["added"]
    found = service.search(SearchRequest(query="the horn of the lighthouse", as_of=datetime(2024, 3, 6, tzinfo=UTC)))
    service.close()

    assert [hit.passage.post_id for hit in found] == ["horn"]


@pytest.mark.parametrize(
    "chosen",
    [
        ("ferry-gazette", "ferry-hbn"),
        ("ferry-gazette", "ferry-times", "ferry-hbn", "fair-2022", "fair-2024", "mill", "snow", "harbour", "library"),
    ],
)
@pytest.mark.parametrize("query", ["the ferry from Roke will not sail in winter", "What did Marta Quill say?"])
def test_a_filter_takes_out_and_changes_no_order(newsroom: Service, query: str, chosen: Sequence[str]) -> None:
    """Of few articles, which the index is told, and of many, which are searched past: what else is found stays."""
    found = _search(newsroom, query, article_ids=chosen)
    rows = [hit.passage.id for hit in _search(newsroom, query) if hit.article.id in chosen]

    assert set(_articles(found)) <= set(chosen)
    assert _articles(found)[0] == "ferry-gazette"
    assert [hit.passage.id for hit in found] == [row for row in rows if row in {hit.passage.id for hit in found}]


def test_a_filter_of_every_article_filters_nothing(sample_service: Service) -> None:
    """The same passages with the same scores, for a question that every passage is near to."""
    ids = sample_service.store.archive.article_ids()
    asked = SearchRequest(query="what did Scholz say about Nord Stream 2")
    among_all = asked.model_copy(update={"filters": FiltersBody(article_ids=ids)})

    assert [(hit.passage.id, pytest.approx(hit.score, abs=1e-4)) for hit in sample_service.search(asked)] == [
        (hit.passage.id, hit.score) for hit in sample_service.search(among_all)
    ]


def test_what_the_asked_said_is_found_among_what_is_nearer(newsroom: Service) -> None:
    """Others write of the subject; only one passage has the asked one's words."""
    hits = _search(newsroom, "What did Owen Pike say about the ferry from Roke in winter?")

    assert [hit.article.id for hit in hits if "speaker" in hit.why] == ["bread"]
    assert "bread" in _articles(hits)[:4]


def test_what_is_replaced_or_removed_is_no_hit(settings: Settings, article: Article) -> None:
    """A search finds the article as it is now, in the process that changed it."""
    service = open_service(settings)
    found = []
    for text in (article.text, "The market hall was painted green."):
        assert all(result.status != "failed" for result in service.ingest([replace(article, text=text)]))
        found.append([hit.passage.text in text for hit in _search(service, "the old bridge, or the market hall")])
    service.store.remove([article.id])
    left = _search(service, "the old bridge, or the market hall")
    service.close()

    assert found == [[True], [True]]
    assert left == ()
