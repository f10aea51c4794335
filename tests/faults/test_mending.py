"""Indexes that are lost, damaged, behind or another archive's mend themselves when the home is opened."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from contracts.hash_encoder import HashEncoder
from faults.homes import first_found, found, in_step, ingester, open_home, put_in, report, start

from vectorstore.errors import OnrecordError
from vectorstore.store import Store

_MANY = 340  # of three passages each: more than the 1,000 after which Chroma writes its graph to disk


@contextmanager
def _opened(home: Path) -> Iterator[Store]:
    with closing(open_home(home, encoder=HashEncoder())) as store:
        yield store


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with ten reports, closed; tests take copies."""
    home = tmp_path_factory.mktemp("original") / "home"
    with _opened(home) as store:
        put_in(store, *[report(n) for n in range(10)])
    return home


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose vector index has its graph on disk, closed; tests take copies."""
    home = tmp_path_factory.mktemp("large") / "home"
    with _opened(home) as store:
        put_in(store, *[report(n) for n in range(_MANY)])
    assert list(home.glob("chroma/1/*/index_metadata.pickle"))
    return home


@pytest.fixture
def home(original: Path, tmp_path: Path) -> Path:
    """A copy of the home with ten reports."""
    return Path(shutil.copytree(original, tmp_path / "home"))


def _halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _empty(file: Path) -> None:
    os.truncate(file, 0)


def _overwrite(file: Path) -> None:
    file.write_bytes(b"\xa5 no such thing " * (file.stat().st_size // 16 + 4))


def _zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def _delete(file: Path) -> None:
    file.unlink()


_damages = pytest.mark.parametrize("damage", [_halve, _empty, _overwrite, _zero, _delete])


@pytest.mark.parametrize("lost", [("chroma",), ("words",), ("chroma", "words"), ("chroma/1",), ("words/1",)])
def test_lost_folders_are_made_anew(home: Path, lost: tuple[str, ...]) -> None:
    """An index may be deleted at any time; the articles are in the archive, with their vectors."""
    for folder in lost:
        shutil.rmtree(home / folder)
    encoder = HashEncoder()
    with closing(open_home(home, encoder=encoder)) as store:
        embedded = list(encoder.texts)

        assert in_step(store)
        assert all(found(store, n) for n in range(10))
        assert embedded == []


@_damages
def test_a_damaged_vector_database_is_made_anew(home: Path, damage: Callable[[Path], None]) -> None:
    """Chroma's SQLite file is cut, overwritten or gone."""
    damage(home / "chroma/1/chroma.sqlite3")
    with _opened(home) as store:
        assert in_step(store)
        assert all(found(store, n) for n in range(10))


@_damages
@pytest.mark.parametrize("kind", ["meta.json", ".managed.json", "onrecord.json", "*.term", "*.idx", "*.pos", "*.store"])
def test_damaged_word_files_are_made_anew(home: Path, kind: str, damage: Callable[[Path], None]) -> None:
    """Any of tantivy's files, or the state beside them, is cut, overwritten or gone."""
    (file,) = (home / "words/1").glob(kind)
    damage(file)
    with _opened(home) as store:
        assert in_step(store)
        assert all(found(store, n) for n in range(10))


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        ("header.bin", _empty),
        ("header.bin", _overwrite),
        ("index_metadata.pickle", _halve),
        ("index_metadata.pickle", _delete),
        ("data_level0.bin", _zero),
        ("link_lists.bin", _delete),
        ("length.bin", _delete),
    ],
)
def test_a_damaged_vector_graph_is_made_anew(
    large: Path, tmp_path: Path, kind: str, damage: Callable[[Path], None]
) -> None:
    """Chroma opens and counts such an index, and then fails or finds the wrong passages.

    In a process of its own, for the damages that are not in this list kill the process (chroma-core/chroma#7238).
    """
    copy = Path(shutil.copytree(large, tmp_path / "home"))
    (file,) = copy.glob(f"chroma/1/*/{kind}")
    damage(file)
    with start("check", copy) as process:
        said, complaint = process.communicate()

    assert (said, process.returncode) == ("done\n", 0), complaint


def test_a_home_that_is_whole_is_left_as_it_is(home: Path) -> None:
    """Opening and reading makes no index anew."""
    with _opened(home) as store:
        assert all(found(store, n) for n in range(10))

    assert [path.name for kind in ("chroma", "words") for path in (home / kind).iterdir()] == ["1", "1"]


def test_indexes_behind_the_archive_catch_up(home: Path) -> None:
    """A process died after the commit and before the indexing, of an addition, a change and a removal."""
    behind = ingester(home, encoder=HashEncoder())
    assert [r.status for r in behind.ingest([report(11), report(1, ending=" changed1")])] == ["added", "updated"]
    behind.archive.remove("report-2")
    behind.archive.close()
    with _opened(home) as store:
        assert in_step(store)
        assert found(store, 11)
        assert first_found(store, 2) == (None, None)
        assert store.words.search(["changed1"], limit=5, article_ids=None)[0][0].startswith("report-1:")


def test_a_state_that_promises_too_much_is_not_believed(home: Path) -> None:
    """The state file says that all is done, and the passages are not there."""
    state = (home / "words/1/onrecord.json").read_bytes()
    shutil.rmtree(home / "words/1")
    (home / "words/1").mkdir()
    (home / "words/1/onrecord.json").write_bytes(state)
    with _opened(home) as store:
        assert in_step(store)
        assert found(store, 3)


@pytest.mark.parametrize("kind", ["chroma", "words"])
def test_an_index_of_another_archive_is_made_anew(home: Path, tmp_path: Path, kind: str) -> None:
    """A folder that was copied from another home counts right and says the wrong things."""
    with _opened(tmp_path / "other") as other:
        put_in(other, *[report(n) for n in range(50, 60)])
    shutil.rmtree(home / kind)
    shutil.copytree(tmp_path / "other" / kind, home / kind)
    with _opened(home) as store:
        assert in_step(store)
        assert all(found(store, n) for n in range(10))
        assert first_found(store, 55) == (None, None)


@pytest.mark.parametrize("kind", ["chroma", "words"])
def test_a_folder_lost_while_the_home_is_open_is_made_anew_at_the_next_change(home: Path, kind: str) -> None:
    """The process goes on, and loses nothing."""
    with _opened(home) as store:
        shutil.rmtree(home / kind)
        put_in(store, report(11))

        assert in_step(store)
        assert found(store, 11)
        assert found(store, 3)


def test_half_made_indexes_are_passed_over(home: Path) -> None:
    """A process died while it made an index anew: the next one does not take the beginning for the whole."""
    shutil.rmtree(home / "chroma")
    for kind in ("chroma", "words"):
        (home / kind / "7").mkdir(parents=True)
    with _opened(home) as store:
        assert in_step(store)
        assert all(found(store, n) for n in range(10))

    assert [path.name for path in (home / "chroma").iterdir()] == ["8"]
    assert sorted(path.name for path in (home / "words").iterdir()) == ["1", "7"]


def test_an_index_that_a_process_did_not_survive_is_made_anew(home: Path) -> None:
    """The mark of a process that is gone condemns the index; the mark of one that runs does not."""
    (home / "chroma/1/busy-99999999").touch()
    (home / f"words/1/busy-{os.getppid()}").touch()
    with _opened(home) as store:
        assert in_step(store)
        assert all(found(store, n) for n in range(10))

    assert [path.name for path in (home / "chroma").iterdir()] == ["2"]
    assert [path.name for path in (home / "words").iterdir()] == ["1"]


@pytest.mark.parametrize(("file", "damage"), [("header.bin", _halve), ("link_lists.bin", _zero)])
def test_files_that_crash_the_process_crash_it_once(
    large: Path, tmp_path: Path, file: str, damage: Callable[[Path], None]
) -> None:
    """Chroma dies of some damage with no exception (SIGSEGV): the next process makes the index anew."""
    home = Path(shutil.copytree(large, tmp_path / "home"))
    damage(next(home.glob(f"chroma/1/*/{file}")))
    codes = []
    for _ in range(2):
        with start("check", home) as process:
            _, complaint = process.communicate()
            codes.append(process.returncode)

    assert codes[0] in {0, -signal.SIGSEGV}
    assert codes[1] == 0, complaint


@pytest.mark.parametrize("content", [b"no database " * 500, b"SQLite format 3\0" + b"\xa5" * 5_000])
def test_an_archive_that_is_garbage_is_named(tmp_path: Path, content: bytes) -> None:
    """The source of truth is never made anew behind anybody's back: the error names the file and what to do."""
    (tmp_path / "archive.db").write_bytes(content)

    with pytest.raises(OnrecordError, match=r"archive\.db can't be used .*: check the disk, or restore a copy"):
        open_home(tmp_path, encoder=HashEncoder())
    assert (tmp_path / "archive.db").read_bytes() == content


def test_an_archive_of_a_newer_program_is_left_alone(home: Path) -> None:
    """A downgrade is refused before anything is written."""
    made = ingester(home, encoder=HashEncoder())
    with made.archive._database.transaction() as write:
        write.run("UPDATE meta SET value = '99' WHERE key = 'schema'")
    made.archive.close()

    with pytest.raises(OnrecordError, match=r"schema 99.*upgrade onrecord"):
        open_home(home, encoder=HashEncoder())
