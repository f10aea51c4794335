"""Copies of one story count once."""

from dataclasses import replace

from qa.collapse import collapse
from qa.reply import Hit
from qa.service import Service
from qa.wire import AskRequest, SearchRequest, reply_body
from vectorstore.article import Article, Passage


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
