"""The statements of one speaker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qa.build import open_service
from qa.service import Service
from qa.settings import read_settings
from qa.wire import StatementsRequest, statement_body
from vectorstore.article import Article, Post
from vectorstore.errors import InputError

_TEXT = {
    "dated-b": "Ottilie Crane, the keeper, said the clock strikes thirteen. “It always has,” Crane added.",
    "dated-a": "The new paint is blue.\n\n“Blue suits the pier,” said Ottilie Crane, the keeper.",
    "older": "Ottilie Crane said that the pier clock would be mended.\n\nOwen Pike said nobody had asked him.",
    "undated": "Crane said the tide tables were wrong.",
    "sibling": "Jonas Vale said the boat was late.\n\nRuth Vale said it was early.",
}
_DAY = datetime(2024, 5, 2, 9, tzinfo=UTC)
_DATES = {"dated-a": _DAY, "dated-b": _DAY, "older": datetime(2023, 1, 1, tzinfo=UTC), "sibling": _DAY}


@pytest.fixture(scope="module")
def pier(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Service]:
    """A service over five short articles; tests only read from it."""
    service = open_service(read_settings(home=tmp_path_factory.mktemp("pier"), models=models))
    articles = [_article(name) for name in _TEXT]
    assert all(result.status == "added" for result in service.ingest(articles))
    yield service
    service.close()


def _article(name: str) -> Article:
    return Article(
        id=name,
        title=None,
        publisher="Dunmere Echo (sample)",
        authors=(),
        published_at=_DATES.get(name),
        updated_at=None,
        url=None,
        language="en",
        text=_TEXT[name],
        posts=(),
        source="-",
    )


def _places(service: Service, speaker: str, **more: object) -> list[str]:
    found = service.statements(StatementsRequest.model_validate({"speaker": speaker, **more}))
    return [entry.article.id for entry in found]


def test_a_surname_gives_all_statements_newest_first(pier: Service) -> None:
    """Of one day by article id and place, undated last; nothing by anybody else."""
    found = pier.statements(StatementsRequest(speaker="crane"))
    order = [(entry.article.id, entry.statement.start) for entry in found]

    assert list(dict.fromkeys(article_id for article_id, _ in order)) == ["dated-a", "dated-b", "older", "undated"]
    assert order[:3] == sorted(order[:3])
    assert {entry.statement.speaker for entry in found} == {"Ottilie Crane", "Crane"}
    assert {entry.score for entry in found} == {None}


def test_a_surname_of_two_gives_both(pier: Service) -> None:
    """A first name tells them apart."""
    assert len(_places(pier, "Vale")) == 2
    assert len(_places(pier, "Ruth Vale")) == 1


def test_dates_are_inclusive_and_leave_out_the_undated(pier: Service) -> None:
    """Both ends count."""
    assert set(_places(pier, "Crane", published_from=_DAY)) == {"dated-a", "dated-b"}
    assert set(_places(pier, "Crane", published_to=_DATES["older"])) == {"older"}


def test_the_limit_keeps_the_newest(pier: Service) -> None:
    """The first ones of all."""
    assert _places(pier, "Crane", limit=2) == _places(pier, "Crane")[:2]


def test_about_leaves_out_what_is_about_something_else(pier: Service) -> None:
    """What is about it stays in order, each with a score of 0.4 or more."""
    found = pier.statements(StatementsRequest(speaker="Crane", about="the clock"))

    assert [entry.article.id for entry in found] == sorted(entry.article.id for entry in found)
    assert {entry.article.id for entry in found} == {"dated-b", "older"}
    assert all(entry.score is not None and 0.4 <= entry.score <= 1 for entry in found)


def test_what_stands_before_a_statement_tells_what_it_is_about(pier: Service) -> None:
    """The paragraph before it counts: only that one has the paint."""
    assert _places(pier, "Crane", about="paint") == ["dated-a"]


def test_nothing_is_found_of_nobody_or_about_nothing_said(pier: Service) -> None:
    """An empty answer is no error."""
    assert _places(pier, "Zebulon Frick") == []
    assert _places(pier, "Crane", about="chess olympiad") == []


def test_a_subject_of_no_words_is_judged_by_meaning_alone(pier: Service) -> None:
    """It neither fails nor lets everything through."""
    assert _places(pier, "Crane", about="the of and") == []


@pytest.mark.parametrize("wrong", [StatementsRequest(speaker=" \t"), StatementsRequest(speaker="Crane", about="")])
def test_an_empty_speaker_or_subject_is_refused(pier: Service, wrong: StatementsRequest) -> None:
    """The message says which one."""
    with pytest.raises(InputError, match=r"(speaker|subject).* is empty"):
        pier.statements(wrong)


def test_the_samples_are_asked_by_subject(sample_service: Service) -> None:
    """A name of several spellings in several outlets; every statement names the pipeline around it."""
    found = sample_service.statements(StatementsRequest(speaker="Sholz", about="Nord Stream 2", limit=100))
    everything = sample_service.statements(StatementsRequest(speaker="Olaf Scholz", limit=100))
    dates = [entry.article.published_at for entry in found if entry.article.published_at]

    assert 3 <= len(found) < len(everything)
    assert dates == sorted(dates, reverse=True)
    assert all("Nord Stream 2" in entry.article.text for entry in found)


def test_the_body_is_verbatim(sample_service: Service) -> None:
    """The text is the article's at its place, and the quotes stand in it without their marks."""
    found = sample_service.statements(StatementsRequest(speaker="Marta Quill", limit=100))
    bodies = [statement_body(entry.statement, article=entry.article, score=entry.score) for entry in found]

    assert any(body.quotes for body in bodies)
    for body, entry in zip(bodies, found, strict=True):
        assert body.text == entry.article.text[body.start : body.end]
        assert all(quote in body.text and quote[0] not in '“"' for quote in body.quotes)


def test_the_post_of_a_live_page_is_told(pier: Service) -> None:
    """The one that the statement stands in, and the subject isn't looked for in the post before it."""
    text = "Paint\nThe paint is blue.\n\nTides\nOttilie Crane said the sea was high."
    second = text.index("Tides")
    posts = (Post("one", "Paint", None, None, 0, second - 2), Post("two", "Tides", None, _DAY, second, len(text)))
    page = replace(_article("older"), id="live", text=text, posts=posts)
    (result,) = pier.ingest([page])
    found = pier.statements(StatementsRequest(speaker="Ottilie Crane", limit=100))
    painted = _places(pier, "Crane", about="paint")
    (body,) = [statement_body(e.statement, article=e.article, score=None) for e in found if e.article.id == "live"]
    pier.store.remove(["live"])

    assert result.status == "added"
    assert body.post is not None
    assert (body.post.id, body.post.published_at) == ("two", _DAY)
    assert "live" not in painted


def test_the_archive_counts_the_statements_of_each_name(pier: Service) -> None:
    """Every name once, sorted; statements of unknown speakers are not counted."""
    archive = pier.store.archive
    counts = archive.speaker_counts()

    assert tuple(counts) == archive.speakers()
    assert all(len(archive.statements_by(name)) == found for name, found in counts.items())
