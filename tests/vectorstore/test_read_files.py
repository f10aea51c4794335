"""Files and folders into articles."""

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.files import files, read_content, read_files
from vectorstore.readers.read import Unreadable, derived_id


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
        ("photo.png", r"can't read this format: give \.txt, \.html, .* \.jsonl or \.ndjson files"),
        ("photo.png.gz", r"can't read this format: give"),
        ("twice.txt.gz.gz", r"can't read this format: give"),
        ("empty", r"no \.txt, .* or \.ndjson file in this folder: give another one"),
    ],
)
def test_a_path_that_is_no_use_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    """Somebody asked for it by name, so it is an error; the message names it."""
    for unknown in ("photo.png", "photo.png.gz", "twice.txt.gz.gz"):
        _write(tmp_path / unknown, "-")
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


SENTENCES = "The ferry across the sound will stop in May, the harbour office of the island said on Monday. " * 3
HTML = f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>{SENTENCES}</p></article></body></html>"
RSS = f"<rss version='2.0'><channel><title>T</title><item><description>{SENTENCES}</description></item></channel></rss>"
ATOM = (
    "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry>"
    f"<content>{SENTENCES}</content></entry></feed>"
)
OBJECT = json.dumps({"text": SENTENCES})
BY_SUFFIX = {
    ".txt": SENTENCES,
    ".html": HTML,
    ".HTM": HTML,
    ".md": SENTENCES,
    ".markdown": f"---\ntitle: Ferry\n---\n{SENTENCES}",
    ".rss": RSS,
    ".atom": ATOM,
    ".xml": RSS,
    ".json": OBJECT,
    ".jsonl": OBJECT,
    ".ndjson": f"{OBJECT}\n",
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("suffix", BY_SUFFIX)
def test_every_format_is_read_packed_or_not(tmp_path: Path, suffix: str, *, packed: bool) -> None:
    """Each article has its text and its language."""
    path = tmp_path / f"ferry{suffix}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(BY_SUFFIX[suffix].encode()) if packed else BY_SUFFIX[suffix].encode())
    (read,) = read_files(files([tmp_path]))

    assert isinstance(read, Article), read
    assert (read.text.strip(), read.language, read.source) == (SENTENCES.strip(), "en", str(path))


@pytest.mark.parametrize(
    "content", [*BY_SUFFIX.values(), f"[{OBJECT}]", f'{{"articles":[{OBJECT}]}}', "{\n" + OBJECT[1:]]
)
def test_standard_input_is_read_by_what_it_looks_like(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """An article on it that names neither id nor address gets its id from its content."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (read,) = read_files(files([Path("-")]))

    assert isinstance(read, Article), read
    assert (read.text.strip(), read.source) == (SENTENCES.strip(), "-")
    assert read.id == derived_id(url=None, title=read.title, publisher=read.publisher, text=read.text)


def test_many_lines_on_standard_input_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first line may be longer than what is looked at to tell the format."""
    lines = "\n".join(json.dumps({"id": f"f{number}", "text": SENTENCES * 400}) for number in range(3))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))

    assert [read.id for read in read_files([Path("-")]) if isinstance(read, Article)] == ["f0", "f1", "f2"]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    """What a system or an editor keeps for itself."""
    seen = _write(tmp_path / "a.txt", "a")
    _write(tmp_path / ".b.txt", "b")
    _write(tmp_path / ".git" / "c.txt", "c")

    assert files([tmp_path]) == (seen,)


def test_a_link_back_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    """Links to other folders and files are."""
    article = _write(tmp_path / "in" / "a.txt", "a")
    _write(tmp_path / "other" / "b.txt", "b")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "other")

    assert files([tmp_path / "in"]) == (article, tmp_path / "in" / "linked" / "b.txt")


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """Opening it would wait for somebody who writes."""
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(InputError, match="no regular file: give a file or a folder, or pipe it in and name it '-'"):
        files([tmp_path / "pipe.txt"])


def test_a_page_and_a_text_of_one_name_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """Nor is a packed one; a page that names its address has another id."""
    _write(tmp_path / "ferry.html", HTML)
    (tmp_path / "ferry.md.gz").write_bytes(gzip.compress(SENTENCES.encode()))
    _write(
        tmp_path / "other" / "ferry.html", HTML.replace("<head>", "<head><link rel=canonical href=http://t.example/f>")
    )
    first, second, third = read_files(files([tmp_path]))

    assert isinstance(first, Article)
    assert isinstance(second, Unreadable)
    assert isinstance(third, Article)
    assert second.reason == f"{tmp_path / 'ferry.html'} has the same name, so the same id: rename one of them"


def test_a_name_that_is_no_utf_8_can_be_told(tmp_path: Path) -> None:
    """It could not be stored or printed as it is."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xe4hre.jsonl"))
    path.write_text('{"id": "f", "text": "one"}\n{}', "utf-8")
    read, bad = read_files(files([tmp_path]))

    assert isinstance(read, Article)
    assert isinstance(bad, Unreadable)
    assert (read.source, bad.where) == (f"{tmp_path}/f\\xe4hre.jsonl", f"{tmp_path}/f\\xe4hre.jsonl:2")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded and told by Linux's means")
def test_a_large_dump_is_read_in_little_memory(tmp_path: Path) -> None:
    """Packed, 120 MB of lines and one of 50 MB, in 100 MB of memory over what the process has at the start."""
    line = json.dumps({"text": "The ferry stops. " * 60_000}).encode() + b"\n"
    with gzip.open(tmp_path / "dump.jsonl.gz", "wb", compresslevel=1) as dump:
        for number in range(120):
            dump.write(line)
            if number == 60:
                dump.write(os.urandom(1_000_000).hex().encode() * 25 + b"\n")
    program = (
        "import resource, sys; from pathlib import Path; from vectorstore.readers.files import read_files\n"
        "from collections import Counter; limit = int(open('/proc/self/statm').read().split()[0]) * 4096 + 10**8\n"
        "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
        "import vectorstore.readers.files as f; f.with_language = lambda article: article\n"
        "print(sorted(Counter(type(read).__name__ for read in read_files([Path(sys.argv[1])])).items()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "dump.jsonl.gz"], capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[('Article', 120), ('Unreadable', 1)]", done.stderr


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (HTML.encode(), "text/html; charset=utf-8"),
        (HTML.replace("Ferry", "Fähre").encode("cp1252"), "text/html; charset=iso-8859-1"),
        (RSS.encode(), "application/xml"),
        (HTML.encode(), None),
        (OBJECT.encode(), "application/json"),
    ],
)
def test_what_was_fetched_is_read_by_its_content_type(content: bytes, content_type: str | None) -> None:
    """Or by what it looks like, where that tells nothing."""
    (read,) = read_content(content, source="https://t.example/f", content_type=content_type)

    assert isinstance(read, Article), read
    assert (read.text.strip(), read.source) == (SENTENCES.strip(), "https://t.example/f")


def test_a_fetched_page_without_an_address_has_the_one_it_was_fetched_from() -> None:
    """Its id is derived from that."""
    (read,) = read_content(HTML.encode(), source="https://t.example/f", content_type="text/html")

    assert isinstance(read, Article), read
    assert read.url == "https://t.example/f"
    assert read.id == derived_id(url="https://t.example/f", title=None, publisher=None, text="")


def test_a_fetched_image_is_refused() -> None:
    """Whatever the server calls it."""
    (read,) = read_content(b"\x89PNG\r\n\x1a\n", source="https://t.example/f", content_type="text/html")

    assert read == Unreadable("https://t.example/f", "no text but a PNG image: give the article's text")


def test_the_libraries_are_loaded_only_when_they_are_needed() -> None:
    """A command that reads JSONL waits for none of them."""
    program = (
        "import sys, vectorstore.readers.files; print({'trafilatura', 'feedparser', 'py3langid'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_the_samples_are_all_readable(samples: tuple[Article, ...]) -> None:
    """What comes with the package can be taken in whole."""
    assert len(samples) == 31
    assert len({article.id for article in samples}) == 31
