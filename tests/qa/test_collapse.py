"""Copies of one story count once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qa.collapse import collapse
from qa.reply import Hit
from qa.service import Service
from qa.wire import AskRequest, SearchRequest, reply_body
from vectorstore.article import Article, Passage, Post


def _hit(article: Article, text: str, *, score: float) -> Hit:
    return Hit(Passage(f"{article.id}:0-9", article.id, None, 0, 9, text), article, score, {})


def test_a_copys_passage_is_dropped_and_the_copy_is_listed(article: Article) -> None:
    """The better one stays; what only the copy says stays too; another story is untouched."""
    copy, other = replace(article, id="copy"), replace(article, id="other")
    said = "The old bridge will close on 2 May for nine weeks."
    hits = [
        _hit(article, said, score=3),
        _hit(copy, said + " Buses are free.", score=2),
        _hit(other, said, score=1.5),
        _hit(copy, "Owen Pike had not been asked, he told us.", score=1),
    ]
    kept = collapse(hits, {article.id: [copy], "copy": [article]})

    assert [(hit.article.id, hit.score) for hit in kept] == [(article.id, 3), ("other", 1.5), ("copy", 1)]
    assert [tuple(one.id for one in hit.copies) for hit in kept] == [("copy",), (), (article.id,)]


@pytest.mark.parametrize("first", [0, 1])
def test_a_post_loses_to_the_one_that_brings_it_up_to_date(article: Article, first: int) -> None:
    """The later one stands in the place of the better; what only one of them says stays."""
    texts = "Ten people were hurt in the storm.", "Fourteen people were hurt in the storm.", "Trees fell on Elm Road."
    spans = [(n, n + 1) for n in range(3)]
    posts = tuple(
        Post(str(n), None, None, datetime(2024, 3, 5, n, tzinfo=UTC), start, end)
        for n, (start, end) in enumerate(spans)
    )
    page = replace(article, posts=posts)
    hits = [
        Hit(Passage(f"{page.id}:{n}", page.id, str(n), n, n + 1, texts[n]), page, score, {})
        for n, score in ((first, 3), (1 - first, 2), (2, 1))
    ]

    assert [(hit.passage.text, hit.score) for hit in collapse(hits, {})] == [(texts[1], 3), (texts[2], 1)]


@pytest.mark.parametrize("posted", [(None, None), ("a", "a")])
def test_only_posts_with_a_time_supersede(article: Article, posted: tuple[str | None, str | None]) -> None:
    """Passages of one post, or of an article without posts, both stay."""
    page = replace(article, posts=(Post("a", None, None, datetime(2024, 3, 5, tzinfo=UTC), 0, 9),))
    said = "Ten people were hurt in the storm."
    hits = [
        Hit(Passage(f"{page.id}:{n}", page.id, post, n, n + 1, said), page, 2 - n, {}) for n, post in enumerate(posted)
    ]

    assert collapse(hits, {}) == tuple(hits)


def test_a_wire_story_is_cited_once_with_its_other_outlets(sample_service: Service) -> None:
    """Two sample outlets carry the same agency report."""
    asked = AskRequest(question="How long did Russia and the US talk in Geneva?", include=("passages",))
    body = reply_body(sample_service.ask(asked), with_passages=True)
    stories = {"alder-ledger-2022-01-10-geneva-talks", "harbour-post-2022-01-10-geneva-talks-no-movement"}
    cited = [citation for citation in body.citations if citation.article_id in stories]

    assert len(cited) == 1
    assert {copy.article_id for copy in cited[0].copies} | {cited[0].article_id} == stories


def test_a_correction_is_shown_with_the_answer(sample_service: Service) -> None:
    """Whoever reads the citation reads the notice."""
    asked = AskRequest(question="how much is the bill for repairing the Tern Bridge after it went up by almost half?")
    citations = reply_body(sample_service.ask(asked), with_passages=False).citations
    notices = [c.correction for c in citations if c.article_id.endswith("bridge-bill-rises")]

    assert notices
    assert all(notice and notice.startswith("Correction: ") for notice in notices)


def test_search_lists_copies_too(sample_service: Service) -> None:
    """One hit for what both outlets say."""
    hits = sample_service.search(SearchRequest(query="eight hours of talks in Geneva Ryabkov Sherman", limit=5))
    found = [hit for hit in hits if "geneva-talks" in hit.article.id]

    assert found
    assert all(hit.copies for hit in found)
