"""The passages as columns, through additions, changes and removals."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from contracts.hash_encoder import HashEncoder
from faults.homes import ingester, open_home, put_in, report, unopened
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.archive import Archive
from vectorstore.archive_rows import PassageRow
from vectorstore.article import Article, Post
from vectorstore.ingest import Ingester
from vectorstore.table import NO_DAY, PassageTable, read_table

_STEPS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", " one", " other", "remove"])), max_size=10)


class WatchedArchive(Archive):
    """An archive that keeps which articles' passages were asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked: list[Sequence[str] | None] = []

    def passage_rows(self, article_ids: Sequence[str] | None) -> tuple[PassageRow, ...]:
        """As the archive does."""
        self.asked.append(article_ids)
        return super().passage_rows(article_ids)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Ingester]:
    """What writes into an empty archive."""
    opened = ingester(tmp_path, encoder=HashEncoder())
    yield opened
    opened.archive.close()


@pytest.fixture
def watched(tmp_path: Path, made: Ingester) -> Iterator[WatchedArchive]:
    """The same archive, as another reads it."""
    archive = WatchedArchive(tmp_path / "archive.db")
    assert archive.identity == made.archive.identity
    yield archive
    archive.close()


def _put(made: Ingester, *articles: Article) -> None:
    assert all(result.status != "failed" for result in made.ingest(articles))


def _rows(table: PassageTable) -> dict[str, tuple[object, ...]]:
    """All that the table knows of each passage: the order of the passages is none."""
    columns = zip(table.article_ids, table.stories, table.publishers, table.days.tolist(), strict=True)
    return {row: (*known, v.tobytes()) for row, known, v in zip(table.ids, columns, table.vectors, strict=True)}


def _dated(number: int, moment: datetime | None) -> Article:
    return replace(report(number), publisher=f"Outlet {number}", published_at=moment)


def test_a_table_has_a_row_for_every_passage(made: Ingester) -> None:
    """Its article, outlet, day and vector are the archive's."""
    _put(made, _dated(1, datetime(2024, 5, 2, 23, tzinfo=UTC)), _dated(2, None))
    table = read_table(made.archive, before=None)
    vectors = {p.id: vector for _, p, vector in made.archive.indexable(["report-1", "report-2"])}

    assert set(table.ids) == set(vectors)
    assert table.outlets == {"Outlet 1", "Outlet 2"}
    for row, place in table.places.items():
        first = row.startswith("report-1:")
        assert table.ids[place] == row
        assert table.publishers[place] == ("Outlet 1" if first else "Outlet 2")
        assert table.days[place] == (date(2024, 5, 2).toordinal() if first else NO_DAY)
        assert table.article_ids[place] == table.stories[place] == row.split(":")[0]
        assert table.vectors[place].tobytes() == vectors[row].tobytes()


def test_a_table_follows_without_reading_all_again(made: Ingester, watched: WatchedArchive) -> None:
    """Only what changed is read, and the result is that of a fresh reading."""
    _put(made, report(1), report(2), report(3))
    before = read_table(watched, before=None)
    _put(made, report(2, ending=" anew"), report(4))
    made.archive.remove("report-3")
    after = read_table(watched, before=before)

    assert watched.asked == [None, ["report-2", "report-3", "report-4"]]
    assert _rows(after) == _rows(read_table(made.archive, before=None))
    assert set(after.article_ids) == {"report-1", "report-2", "report-4"}
    assert set(before.article_ids) == {"report-1", "report-2", "report-3"}


def test_a_table_of_an_unchanged_archive_is_the_same_one(made: Ingester, watched: WatchedArchive) -> None:
    """Nothing is read."""
    _put(made, report(1))
    table = read_table(watched, before=None)
    _put(made, report(1))

    assert read_table(watched, before=table) is table
    assert watched.asked == [None]


def test_a_table_that_is_ahead_of_the_archive_is_read_anew(made: Ingester, tmp_path: Path) -> None:
    """It is of another archive, such as a restored one."""
    _put(made, report(1), report(2))
    ahead = read_table(made.archive, before=None)
    other = ingester(tmp_path / "other", encoder=HashEncoder())
    _put(other, report(3))
    table = read_table(other.archive, before=ahead)
    other.archive.close()

    assert set(table.article_ids) == {"report-3"}


@settings(max_examples=25, deadline=None)
@given(_STEPS)
def test_a_followed_table_equals_a_fresh_one(steps: list[tuple[int, str]]) -> None:
    """Whatever is added, replaced and removed, in any order."""
    with TemporaryDirectory() as home:
        made = ingester(Path(home), encoder=HashEncoder())
        table = read_table(made.archive, before=None)
        for number, ending in steps:
            if ending == "remove":
                made.archive.remove(f"report-{number}")
            else:
                _put(made, report(number, ending=ending))
            table = read_table(made.archive, before=table)
        fresh = read_table(made.archive, before=None)
        made.archive.close()

    assert (table.seq, _rows(table)) == (fresh.seq, _rows(fresh))


def test_a_store_keeps_its_table_in_step(tmp_path: Path) -> None:
    """Through adding, removing, and what another process writes."""
    store, other = (open_home(tmp_path, encoder=HashEncoder()) for _ in range(2))
    put_in(store, report(1), report(2))
    added = store.table
    other.remove(["report-1"])
    removed = store.table
    store.close()
    other.close()

    assert set(added.article_ids) == {"report-1", "report-2"}
    assert set(removed.article_ids) == {"report-2"}


def test_a_table_follows_passages_cut_anew(tmp_path: Path) -> None:
    """Reindexing changes every article, though none is put in."""
    store = open_home(tmp_path, encoder=HashEncoder())
    put_in(store, report(1), report(2))
    before = store.table
    store.close()
    wider = unopened(tmp_path, encoder=HashEncoder(), max_pieces=400)
    wider.reindex()
    after, fresh = (read_table(wider.archive, before=table) for table in (before, None))
    wider.close()

    assert len(after.ids) < len(before.ids)
    assert _rows(after) == _rows(fresh)


def test_a_post_has_its_own_day_and_is_a_story_of_its_own(made: Ingester) -> None:
    """One without a date has its page's; what stands between posts is the page's own story."""
    text = "The harbour, hour by hour.\n\nFog lies on Roke.\n\nThe horn sounds."
    fog, horn = text.index("Fog"), text.index("The horn")
    posts = (
        Post("fog", None, None, datetime(2024, 3, 5, tzinfo=UTC), fog, horn - 2),
        Post("horn", None, None, None, horn, len(text)),
    )
    _put(made, replace(report(1), id="live", text=text, posts=posts, published_at=datetime(2024, 3, 3, tzinfo=UTC)))
    table = read_table(made.archive, before=None)
    days = dict(zip(table.stories, table.days.tolist(), strict=True))

    assert days == {
        "live": date(2024, 3, 3).toordinal(),
        "live\tfog": date(2024, 3, 5).toordinal(),
        "live\thorn": date(2024, 3, 3).toordinal(),
    }
    assert {story: len(places) for story, places in table.by_story.items()} == dict.fromkeys(days, 1)


def test_no_articles_make_an_empty_table(made: Ingester) -> None:
    """It finds nothing, and the first article joins it; the last one leaves it empty again."""
    empty = read_table(made.archive, before=None)
    _put(made, report(1))
    one = read_table(made.archive, before=empty)
    made.archive.remove("report-1")
    none = read_table(made.archive, before=one)
    _put(made, report(2))
    again = read_table(made.archive, before=none)

    for table in (empty, none):
        assert (table.ids, table.outlets, table.places, table.by_story) == ((), frozenset(), {}, {})
        assert table.among(None).shape == table.among(["report-1"]).shape == table.days.shape == (0,)
    assert set(one.article_ids) == {"report-1"}
    assert _rows(again) == _rows(read_table(made.archive, before=None))


def test_a_choice_of_articles_is_told_by_passage(made: Ingester) -> None:
    """All for None, none of no articles; an unknown id chooses nothing."""
    _put(made, report(1), report(2))
    table = read_table(made.archive, before=None)
    chosen = table.among(["report-2", "nowhere"])

    assert [article == "report-2" for article in table.article_ids] == chosen.tolist()
    assert table.among(None).all()
    assert not table.among([]).any()


def test_cosines_are_exact(made: Ingester) -> None:
    """A passage's own vector is nearest to it, at 1."""
    _put(made, report(1), report(2))
    table = read_table(made.archive, before=None)
    cosines = table.cosines(table.vectors)

    assert cosines.shape == (len(table.ids), len(table.ids))
    np.testing.assert_allclose(np.diag(cosines), 1, atol=2e-3)
    np.testing.assert_allclose(
        cosines, [[float(one @ other) for other in table.vectors] for one in table.vectors], atol=1e-5
    )
