"""Copies of one story are told from other reports, in whatever order they come in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from contracts.hash_encoder import HashEncoder
from faults.homes import ingester
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.article import Article
from vectorstore.copies import bands, common_words, signature, similarity
from vectorstore.ingest import IngestResult

_DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
_AGENCY = (
    "SKERROW, March 2 (Corvane Press) - The last ferry to Skerrow will leave half an hour later from Monday, the "
    "harbour trust said, after a trial that filled every boat.\n\n"
    "The trust had asked passengers in January what they wanted. Four in five of those who answered named evening.\n\n"
    "“People can finally stay for the second half,” said Oona Brack, who runs the pier café.\n\n"
    "Fares stay as they are until the autumn, when the trust will decide on a new boat."
)
_EDITED = _AGENCY.replace("SKERROW, March 2 (Corvane Press) - ", "").replace(
    "half an hour later", "thirty minutes later"
)
_OWN_REPORT = (
    "Islanders will soon be able to see a whole match and still get home. From Monday the evening boat to Skerrow "
    "sails later, the harbour trust announced, thirty minutes to be exact.\n\n"
    "Oona Brack of the pier café was pleased. She has asked for it for years, she told us over the counter."
)


def _article(article_id: str, text: str, *, published_at: datetime | None = _DAY) -> Article:
    return Article(
        id=article_id,
        title=None,
        publisher=article_id,
        authors=(),
        published_at=published_at,
        updated_at=None,
        url=None,
        language="en",
        text=text,
        posts=(),
        source="-",
    )


def _taken_in(home: Path, *articles: Article) -> tuple[dict[str, tuple[str, ...]], list[IngestResult]]:
    """Who is whose copy then, and the results."""
    into = ingester(home, encoder=HashEncoder())
    results = list(into.ingest(articles))
    copies = into.archive.copies([article.id for article in articles])
    into.archive.close()
    return dict(copies), results


def test_one_agencys_report_in_two_outlets_is_one_story_and_another_report_is_not(tmp_path: Path) -> None:
    """Small edits don't hide a copy; the same event in other words is no copy. The result names the copy."""
    copies, results = _taken_in(
        tmp_path, _article("ledger", _AGENCY), _article("own", _OWN_REPORT), _article("post", _EDITED)
    )

    assert copies == {"ledger": ("post",), "post": ("ledger",)}
    assert {result.id: result.copy_of for result in results} == {"ledger": ("post",), "own": (), "post": ("ledger",)}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_coming_in_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Three copies are one story, whichever comes first."""
    articles = [_article("a", _AGENCY), _article("b", _EDITED), _article("c", _AGENCY + "\n\nMore on this later.")]
    copies, _ = _taken_in(tmp_path, *[articles[place] for place in order])

    assert copies == {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b")}


@pytest.mark.parametrize(("apart", "together"), [(timedelta(days=3), True), (timedelta(days=300), False)])
def test_copies_come_out_at_about_the_same_time(tmp_path: Path, apart: timedelta, together: bool) -> None:  # noqa: FBT001
    """Last year's wording of a yearly report is not this year's copy."""
    copies, _ = _taken_in(tmp_path, _article("old", _AGENCY), _article("new", _AGENCY, published_at=_DAY + apart))

    assert bool(copies) is together


def test_an_article_that_is_rewritten_leaves_its_story(tmp_path: Path) -> None:
    """The new version is what counts."""
    first, second = _article("one", _AGENCY), _article("two", _EDITED)
    _taken_in(tmp_path, first, second)
    copies, _ = _taken_in(tmp_path, replace(second, text=_OWN_REPORT))

    assert copies == {}


def test_a_text_too_short_to_tell_has_no_signature() -> None:
    """A headline is no story."""
    assert signature("Ferry gets a later boat") is None


def test_similarity_is_near_the_share_of_shingles_in_common() -> None:
    """The same text is 1, another one about 0, and every band of the same text is the same."""
    one, other = signature(_AGENCY), signature(_OWN_REPORT)

    assert one is not None
    assert other is not None
    assert similarity(one, one) == 1
    assert similarity(one, other) < 0.1
    assert bands(one) == bands(np.array(one))
    assert not set(bands(one)) & set(bands(other))


@given(st.text(max_size=60), st.text(max_size=60))
def test_common_words_are_a_share(one: str, other: str) -> None:
    """Between 0 and 1, the same both ways."""
    assert 0 <= common_words(one, other) == common_words(other, one) <= 1
