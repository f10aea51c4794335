"""Who holds an office: found in articles, joined across them, the latest article first."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qa.build import open_service
from qa.settings import Settings
from qa.wire import AskRequest, StatementsRequest, reply_body
from vectorstore.archive import Selection
from vectorstore.article import Article
from vectorstore.offices import DatedOffice, Office, head_of, holders
from vectorstore.statements.find import find_offices

_MARCH, _MAY = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 5, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "title", "holder"),
    [
        ("The council leader, Marta Quill, spoke.", "council leader", "Marta Quill"),
        ("Marta Quill, leader of the Brandsby Council, spoke.", "leader of the Brandsby Council", "Marta Quill"),
        ("German chancellor Jonas Reck spoke.", "German chancellor", "Jonas Reck"),
        ("Foreign Minister Ines Calder spoke.", "Foreign Minister", "Ines Calder"),
        ("Dora Vance, the Union's High Representative, spoke.", "Union's High Representative", "Dora Vance"),
        ("Nils Okker, the chief harbour spokesman, spoke.", "chief harbour spokesman", "Nils Okker"),
    ],
)
def test_an_article_says_who_holds_an_office(article: Article, text: str, title: str, holder: str) -> None:
    """In front of the name, behind it, in small letters and capitals."""
    held = [(office.title, office.holder) for office in find_offices(replace(article, text=text))]

    assert (title, holder) in held


def test_no_office_is_made_of_two_peoples_words(article: Article) -> None:
    """What stands between two names joins no title to the second."""
    text = "Ines Calder of Roke and Prime Minister Leo Marden of Brandsby met President Finn Abel."

    held = {office.title: office.holder for office in find_offices(replace(article, text=text))}

    assert held["Prime Minister"] == "Leo Marden"
    assert not any("Roke" in title for title in held)


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("Germany's chancellor", ("Jonas Reck",)),
        ("the German chancellor", ("Jonas Reck",)),
        ("the Ukrainian defence minister", ("Ada Quist",)),
        ("the council leader", ("Marta Quill",)),
        ("the minister", ()),
        ("the French chancellor", ()),
        ("Marta Quill", ()),
    ],
)
def test_a_title_is_known_in_other_words(phrase: str, found: tuple[str, ...]) -> None:
    """A country by its adjective, a spelling by the other; a bare title that several hold is nobody's."""
    offices = [
        _office("1", "German Chancellor", "Jonas Reck", _MARCH),
        _office("1", "Ukrainian defense minister", "Ada Quist", _MARCH),
        _office("2", "foreign minister", "Ines Calder", _MARCH),
        _office("2", "council leader", "Edwin Strake", _MARCH),
        _office("3", "council leader", "Marta Quill", _MAY),
    ]

    assert holders(offices, phrase) == found
    assert (head_of(phrase) is None) == (phrase == "Marta Quill")


def test_the_holder_on_the_day_is_asked(settings: Settings, article: Article) -> None:
    """Before the office changed hands it is the one before; `onrecord statements` takes an office for a name."""
    then = _article(
        article, "then", _MARCH, "The council leader, Edwin Strake, said that the bridge would close in May."
    )
    now = _article(
        article, "now", _MAY, "The council leader, Marta Quill, said that the bridge would stay open all summer."
    )
    service = open_service(settings)
    assert [result.status for result in service.ingest((then, now))] == ["added", "added"]
    asked = "What did the council leader say about the bridge?"

    latest = reply_body(service.ask(AskRequest(question=asked)), with_passages=False)
    earlier = reply_body(
        service.ask(AskRequest(question=asked, as_of=datetime(2024, 4, 1, tzinfo=UTC))), with_passages=False
    )
    listed = service.statement_finder.find(StatementsRequest(speaker="the council leader"))
    archive = service.store.archive
    held = archive.holders("council leader", Selection(published_to=_MARCH))
    archive.remove("now")
    after = archive.holders("council leader")
    service.close()

    assert "stay open" in latest.answer
    assert "close in May" not in latest.answer
    assert "close in May" in earlier.answer
    assert {found.statement.speaker for found in listed} == {"Marta Quill"}
    assert held == after == ("Edwin Strake",)


def _office(article_id: str, title: str, holder: str, day: datetime) -> DatedOffice:
    return DatedOffice(office=Office(article_id=article_id, title=title, holder=holder), published_at=day)


def _article(article: Article, article_id: str, day: datetime, text: str) -> Article:
    return replace(article, id=article_id, title=None, text=text, published_at=day, posts=())
