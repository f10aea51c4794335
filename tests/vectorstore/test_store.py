"""The archive and its indexes, through additions, changes, removals and other settings."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from contracts.hash_encoder import HashEncoder
from faults.homes import first_found, found, in_step, ingester, open_home, put_in, report, unopened
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.archive import Selection
from vectorstore.article import Article, Post
from vectorstore.errors import OnrecordError
from vectorstore.ingest import Ingester
from vectorstore.store import Store

_texts = st.text(min_size=1, max_size=120).filter(lambda text: text.strip())
_labels = st.none() | _texts
_moments = st.none() | st.datetimes(timezones=st.just(UTC))


@st.composite
def _articles(draw: st.DrawFn) -> Article:
    text = draw(_texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False) if start < end]
    return Article(
        id=draw(st.text(min_size=1, max_size=40).filter(str.isprintable)),
        title=draw(_labels),
        publisher=draw(_labels),
        authors=tuple(draw(st.lists(_texts, max_size=3))),
        published_at=draw(_moments),
        updated_at=draw(_moments),
        url=draw(_labels),
        language=draw(_labels),
        text=text,
        posts=tuple(Post(f"p{n}", draw(_labels), draw(_labels), draw(_moments), *span) for n, span in enumerate(spans)),
        source="-",
    )


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingester]:
    """An archive that many examples go into."""
    made = ingester(tmp_path_factory.mktemp("archive"), encoder=HashEncoder())
    yield made
    made.archive.close()


@pytest.fixture
def encoder() -> HashEncoder:
    """The fake encoder, which knows what it embedded."""
    return HashEncoder()


@pytest.fixture
def store(tmp_path: Path, encoder: HashEncoder) -> Iterator[Store]:
    """A store over an empty home."""
    opened = open_home(tmp_path, encoder=encoder)
    yield opened
    opened.close()


@settings(max_examples=60, deadline=None)
@given(article=_articles())
def test_what_is_put_in_comes_back_equal(shared: Ingester, article: Article) -> None:
    """Any text, any date, any post; and the passages with it, cut from it, with their vectors."""
    assert [result.id for result in shared.ingest([article])] == [article.id]
    back = shared.archive.articles([article.id])[article.id]
    passages = list(shared.archive.indexable([article.id]))

    assert back == replace(article, version=back.version)
    assert [passage for _, passage, _ in passages] == list(shared.chunker.passages(article))
    assert all(np.linalg.norm(vector) == pytest.approx(1, abs=2e-3) for *_, vector in passages)


def test_an_archive_keeps_what_it_holds_when_it_is_opened_again(tmp_path: Path, article: Article) -> None:
    """Article, statements and build are on disk when the ingest says so."""
    first = ingester(tmp_path, encoder=HashEncoder())
    list(first.ingest([article]))
    statements = first.archive.statements([article.id])
    first.archive.close()
    again = ingester(tmp_path, encoder=HashEncoder())

    assert again.archive.articles([article.id]) == {article.id: article}
    assert [s.speaker for s in statements] == ["Marta Quill", "Marta Quill", "Owen Pike"]
    assert again.archive.statements([article.id]) == statements
    assert again.archive.build() == again.build
    assert again.archive.identity == first.archive.identity
    again.archive.close()


def test_the_same_article_again_embeds_nothing(store: Store, encoder: HashEncoder) -> None:
    """It is unchanged, and nothing is done; where it was read from does not count."""
    put_in(store, report(1))
    embedded, seq = len(encoder.texts), store.archive.last_seq()
    (result,) = put_in(store, replace(report(1), source="elsewhere"))

    assert result.status == "unchanged"
    assert len(encoder.texts) == embedded == 3
    assert store.archive.last_seq() == seq


def test_a_changed_paragraph_embeds_its_passages_alone(store: Store, encoder: HashEncoder) -> None:
    """The other passages keep their vectors."""
    put_in(store, report(1), report(2))
    embedded = len(encoder.texts)
    (result,) = put_in(store, report(1, ending=" changed1"))

    assert result.status == "updated"
    assert [text.split()[0] for text in encoder.texts[embedded:]] == ["Third"]
    assert store.words.search(["changed1"], limit=5, article_ids=None)[0][0].startswith("report-1:")
    assert in_step(store)


def test_a_passage_that_moved_is_not_embedded_again(store: Store, encoder: HashEncoder) -> None:
    """A longer first paragraph shifts the others; their words, and so their vectors, are the same."""
    put_in(store, report(1))
    embedded = len(encoder.texts)
    put_in(store, replace(report(1), text="Correction: it was Friday.\n\n" + report(1).text))

    assert all(text.startswith("Correction") for text in encoder.texts[embedded:])
    assert in_step(store)


def test_what_was_replaced_stays_readable_and_is_not_found(store: Store) -> None:
    """Every version can be read for the citations of it; only the newest is in the indexes."""
    texts = (" first", " second", " third")
    for ending in texts:
        put_in(store, report(5, ending=ending))
    versions = [store.archive.version("report-5", number) for number in (1, 2, 3, 4)]

    assert [version and version.text for version in versions] == [
        *(report(5, ending=ending).text for ending in texts),
        None,
    ]
    assert store.words.search(["first"], limit=5, article_ids=None) == ()
    assert store.words.search(["third"], limit=5, article_ids=None) != ()
    assert in_step(store)


def test_a_removed_article_takes_its_versions_along(store: Store) -> None:
    """Nothing that was removed can be read, under any number."""
    put_in(store, report(5))
    put_in(store, report(5, ending=" changed"))
    store.remove(["report-5"])

    assert [store.archive.version("report-5", number) for number in (1, 2)] == [None, None]


def test_a_removed_article_is_gone_everywhere(store: Store) -> None:
    """From the archive with its statements, and from both indexes."""
    put_in(store, report(1), report(2))

    assert store.remove(["report-1"]) == ("report-1",)
    assert store.archive.articles(["report-1"]) == {}
    assert store.archive.count() == {"articles": 1, "passages": 3, "statements": 0}
    assert first_found(store, 1) == (None, None)
    assert in_step(store)
    assert store.remove(["report-1"]) == ()


def test_changes_are_followed_and_nothing_is_made_anew(store: Store, tmp_path: Path) -> None:
    """An addition, a change and a removal cost what they touch, however much else there is."""
    put_in(store, report(1), report(2))
    put_in(store, report(1, ending=" changed1"), report(3))
    store.remove(["report-2"])

    assert in_step(store)
    assert [path.name for kind in ("chroma", "words") for path in (tmp_path / kind).iterdir()] == ["1", "1"]


def test_a_text_that_got_shorter_leaves_nothing_behind(store: Store) -> None:
    """What the new version does not say is not found."""
    put_in(store, report(1))
    put_in(store, replace(report(1), text="All quiet."))

    assert first_found(store, 1) == (None, None)
    assert store.words.search(["filler1x3"], limit=5, article_ids=None) == ()
    assert in_step(store)


def test_one_id_twice_in_one_ingest_keeps_the_last(store: Store) -> None:
    """The second is an update of the first."""
    results = put_in(store, report(1), report(1, ending=" changed1"), report(1, ending=" changed1"))

    assert [result.status for result in results] == ["added", "updated", "unchanged"]
    assert store.archive.articles(["report-1"])["report-1"] == replace(report(1, ending=" changed1"), version=2)


def test_an_article_that_is_too_long_is_refused_and_others_go_in(store: Store) -> None:
    """The error says how long it is, what the limit is, and what to do."""
    results = put_in(store, report(1), replace(report(2), text="x" * 5_000_000), report(3))

    assert [result.status for result in results] == ["added", "failed", "added"]
    assert results[1].error == (
        "its text has 5,000,000 characters, the limit is 100,000: split it, or raise ONRECORD_MAX_ARTICLE_CHARACTERS"
    )
    assert store.archive.count()["articles"] == 2


def test_results_are_yielded_once_their_articles_are_durable(store: Store) -> None:
    """Whoever has a result may rely on it, though the ingest goes on."""
    results = store.ingest(report(n) for n in range(60))
    first = next(results)

    assert store.archive.articles([first.id]) == {"report-0": report(0)}
    assert len(list(results)) == 59


def test_searching_does_not_wait_for_an_ingest_in_another_thread(store: Store) -> None:
    """A source that is slow to give its next article holds up nobody; what it gave before can be found."""
    fed, go_on = Event(), Event()

    def slowly() -> Iterator[Article]:
        yield from (report(number) for number in range(100))
        fed.set()
        assert go_on.wait(60)
        yield report(100)

    with ThreadPoolExecutor() as threads:
        ingesting = threads.submit(lambda: list(store.ingest(slowly())))
        assert fed.wait(60)
        while_ingesting = found(store, 0)
        still_ingesting = not ingesting.done()
        go_on.set()
        results = ingesting.result()

    assert while_ingesting
    assert still_ingesting
    assert len(results) == 101
    assert found(store, 100)


def test_threads_that_write_take_turns(store: Store) -> None:
    """Two ingests at once in one process both go in; neither is told of another process."""
    with ThreadPoolExecutor() as threads:
        parts = [[report(number) for number in range(first, first + 60)] for first in (0, 60)]
        results = [result for part in threads.map(lambda part: list(store.ingest(part)), parts) for result in part]

    assert {result.status for result in results} == {"added"}
    assert all(found(store, number) for number in (0, 59, 60, 119))


def test_an_ingest_that_is_broken_off_leaves_the_store_usable(store: Store) -> None:
    """What was committed is in, and what follows finds the store free and in step."""
    results = store.ingest(report(n) for n in range(60))
    next(results)
    results.close()  # type: ignore[attr-defined]  # a generator, as every iterator of ours
    put_in(store, report(100))

    assert found(store, 0)
    assert found(store, 100)
    assert in_step(store)


def test_other_passage_lengths_are_refused_until_reindexed(store: Store, tmp_path: Path) -> None:
    """The message names both and the command; reindexing mends it and embeds the new passages alone."""
    put_in(store, *[report(n) for n in range(5)])
    store.close()
    encoder = HashEncoder()
    with pytest.raises(OnrecordError, match=r"sentences-1/36.*sentences-1/60.*onrecord reindex.*PASSAGE_PIECES"):
        open_home(tmp_path, encoder=encoder, max_pieces=60)
    longer = unopened(tmp_path, encoder=encoder, max_pieces=60)
    longer.reindex()

    assert longer.archive.count()["passages"] == 10
    assert in_step(longer)
    assert all(first_found(longer, n)[0] == f"report-{n}" for n in range(5))
    assert longer.archive.build() is not None
    put_in(longer, report(7))
    assert in_step(longer)
    longer.close()


def test_another_model_is_refused_until_reindexed(store: Store, tmp_path: Path) -> None:
    """Vectors of two models are never compared: ingest and search refuse, and reindexing embeds everything."""
    put_in(store, *[report(n) for n in range(5)])
    store.close()
    encoder = HashEncoder(fingerprint="e" * 64)
    other = unopened(tmp_path, encoder=encoder)
    with pytest.raises(OnrecordError, match=r"ffffffffffff.*eeeeeeeeeeee.*onrecord reindex.*EMBEDDING_MODEL"):
        put_in(other, report(9))
    with pytest.raises(OnrecordError, match="onrecord reindex"):
        _ = other.vectors
    assert encoder.texts == []
    other.reindex()

    assert len(encoder.texts) == 15
    assert all(found(other, n) for n in range(5))
    other.close()


def test_reindexing_with_the_same_settings_embeds_nothing(store: Store, encoder: HashEncoder) -> None:
    """It makes both indexes anew from what is archived."""
    put_in(store, *[report(n) for n in range(5)])
    embedded = len(encoder.texts)
    store.reindex()

    assert len(encoder.texts) == embedded
    assert in_step(store)
    assert all(found(store, n) for n in range(5))


def test_reindexing_an_empty_home_is_fine(store: Store) -> None:
    """There is nothing to do, and it does not fail."""
    store.reindex()
    put_in(store, report(1))

    assert found(store, 1)


def _at(article: Article, moment: datetime | None, publisher: str) -> Article:
    return replace(article, published_at=moment, publisher=publisher)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ["report-3", "report-2", "report-1"]),
        (Selection(publishers=("the post",)), ["report-2", "report-1"]),
        (Selection(article_ids=("report-1", "nobody")), ["report-1"]),
        (Selection(published_from=datetime(2026, 2, 1, tzinfo=UTC)), ["report-3", "report-2"]),
        (Selection(published_to=datetime(2026, 2, 1, tzinfo=UTC)), ["report-2"]),
        (Selection(as_of=datetime(2026, 1, 1, tzinfo=UTC)), ["report-1"]),
        (Selection(as_of=datetime(2026, 2, 1, tzinfo=UTC)), ["report-2", "report-1"]),
    ],
)
def test_articles_are_selected_and_ordered(store: Store, selection: Selection, expected: list[str]) -> None:
    """Newest first, undated last; publishers in any case; dates inclusive; the undated passes `as_of` alone."""
    put_in(
        store,
        _at(report(1), None, "The Post"),
        _at(report(2), datetime(2026, 2, 1, tzinfo=UTC), "The Post"),
        _at(report(3), datetime(2026, 3, 1, tzinfo=UTC), "Herald"),
    )

    assert list(store.archive.article_ids(selection)) == expected
