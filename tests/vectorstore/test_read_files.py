"""Files and folders into articles."""

from pathlib import Path

import pytest

from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.files import files, read_files
from vectorstore.readers.read import Unreadable


def _write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def test_a_folder_is_read_with_the_folders_in_it_in_order_of_name(tmp_path: Path) -> None:
    """What is in no format of ours is passed over; capitals in the suffix are fine."""
    wanted = [
        _write(tmp_path / "a.txt", "a"),
        _write(tmp_path / "b" / "c" / "x.jsonl", "{}"),
        _write(tmp_path / "b" / "y.TXT", "y"),
        _write(tmp_path / "z.txt", "z"),
    ]
    _write(tmp_path / "b" / "notes.pdf", "-")
    (tmp_path / "folder.txt").mkdir()

    assert list(files([tmp_path])) == wanted


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """By itself and by its folder."""
    file = _write(tmp_path / "a.txt", "a")

    assert files([file, tmp_path, file]) == (file,)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.txt", "no such file or folder: check the path"),
        ("photo.png", r"can't read this format: give \.txt or \.jsonl files"),
        ("empty", r"no \.txt or \.jsonl file in this folder: give another one"),
    ],
)
def test_a_path_that_is_no_use_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    """Somebody asked for it by name, so it is an error; the message names it."""
    _write(tmp_path / "photo.png", "-")
    (tmp_path / "empty").mkdir()

    with pytest.raises(InputError, match=f"{name}: {reason}"):
        files([tmp_path / name])


def test_articles_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    """A text file's id is its name without the suffix; each article knows where it was read from."""
    text = _write(tmp_path / "ferry.stops.txt", "Ferry")
    lines = _write(tmp_path / "more.jsonl", '{"id":"m1","text":"one"}\n{"id":"m2","text":"two"}\n')
    read = list(read_files([lines, text]))

    assert [(r.id, r.source) for r in read if isinstance(r, Article)] == [
        ("m1", str(lines)),
        ("m2", str(lines)),
        ("ferry.stops", str(text)),
    ]


def test_two_text_files_of_one_name_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """The second would overwrite the first: it is reported, with both paths."""
    first = _write(tmp_path / "a" / "ferry.txt", "one")
    second = _write(tmp_path / "b" / "ferry.txt", "two")
    read = list(read_files(files([tmp_path])))

    assert isinstance(read[0], Article)
    assert read[1] == Unreadable(str(second), f"{first} has the same name, so the same id: rename one of them")


def test_a_bad_file_leaves_the_others_alone(tmp_path: Path) -> None:
    """Empty, not UTF-8, gone meanwhile: each is reported in its place."""
    _write(tmp_path / "a.jsonl", " \n")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    _write(tmp_path / "c.txt", "gone")
    _write(tmp_path / "d.txt", "fine")
    found = files([tmp_path])
    (tmp_path / "c.txt").unlink()
    read = list(read_files(found))

    assert [type(r) for r in read] == [Unreadable, Unreadable, Unreadable, Article]
    assert [r.reason.split(":")[0] for r in read if isinstance(r, Unreadable)] == [
        "empty",
        "not UTF-8",
        "can't be read (No such file or directory)",
    ]


def test_the_samples_are_all_readable(samples: tuple[Article, ...]) -> None:
    """What comes with the package can be taken in whole."""
    assert len(samples) == 31
    assert len({article.id for article in samples}) == 31
