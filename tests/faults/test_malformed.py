"""Inputs that are no articles: each is reported with a reason, and a good article beside it goes in."""

import gzip
import json
import os
import socket
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from vectorstore.article import Article
from vectorstore.readers.files import files, read_files
from vectorstore.readers.read import Unreadable

GOOD = "The ferry across the sound will stop in May, the harbour office of the island said on Monday."
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4
MB = 1_000_000


def _rss(items: str, *, before: str = "") -> bytes:
    return f'{before}<rss version="2.0"><channel><title>Tern Post</title>{items}</channel></rss>'.encode()


def _laughs() -> str:
    entities = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY lol0 "lol">{entities}]>'


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b" " * 10 * MB) for _ in range(30)), packer.flush()])


def _yaml(front: str) -> bytes:
    return f"---\n{front}\n---\n{GOOD}\n".encode()


ITEM = f"<item><description>{GOOD}</description></item>"
PACKED = gzip.compress(GOOD.encode() * 100)

MALFORMED: dict[str, tuple[str, bytes, str]] = {
    "zero bytes of text": ("bad.txt", b"", "empty: give it some text, or leave it out"),
    "zero bytes of HTML": ("bad.html", b"", "empty: give it some text, or leave it out"),
    "zero bytes of JSONL": ("bad.jsonl", b"", "empty: put one JSON object a line into it"),
    "zero bytes of a feed": ("bad.xml", b"", "empty: give it some text, or leave it out"),
    "zero bytes named .gz": ("bad.txt.gz", b"", "empty: give it some text, or leave it out"),
    "only white space": ("bad.md", b" \n\t\r\n ", "empty: give it some text, or leave it out"),
    "only a byte order mark": ("bad.txt", b"\xef\xbb\xbf", "has no text"),
    "windows-1252 as text": ("bad.txt", "Fähre".encode("cp1252"), "not UTF-8: byte 0xe4 at offset 1: convert it"),
    "UTF-16 without a mark as text": ("bad.txt", GOOD.encode("utf-16-le"), "as in UTF-16 without a byte order mark"),
    "UTF-16 without a mark as JSONL": (
        "bad.jsonl",
        json.dumps({"text": GOOD}).encode("utf-16-be"),
        "as in UTF-16 without a byte order mark",
    ),
    "UTF-16 without a mark as HTML": ("bad.html", f"<p>{GOOD}".encode("utf-16-le"), "as in UTF-16 without a"),
    "UTF-8 cut within a letter": ("bad.md", "Die Fä".encode()[:-1], "not UTF-8: byte 0xc3 at offset 5"),
    "half a letter in UTF-16": ("bad.html", f"<p>{GOOD}".encode("utf-16")[:-1], "not utf-16-le, as its byte order"),
    "a charset that nobody knows": ("bad.html", b"<meta charset=klingon><p>x", "charset 'klingon', which is none"),
    "a charset that is a program": ("bad.html", b"<meta charset=zlib_codec><p>x", "'zlib_codec', which is none"),
    "HTML that lies about its charset": (
        "bad.html",
        f"<meta charset=utf-8><p>Fähre {GOOD}".encode("cp1252"),
        "not UTF-8: byte 0xe4",
    ),
    "HTML without an article": ("bad.html", b"<html><body><nav>Home</nav></body></html>", "no article text was found"),
    "HTML of nothing but a comment": ("bad.html", b"<!-- nothing", "no HTML in it: save the page again"),
    "broken HTML": ("bad.html", b"<<<>>></p><table><tr></html", "no article text was found in this page"),
    "HTML of elements 100,000 deep": ("bad.html", b"<div>" * 100_000 + GOOD.encode(), "nested more than 255"),
    "a frameset": ("bad.htm", b"<html><frameset><frame src='a.html'></frameset></html>", "no article text was found"),
    "JSON 100,000 deep": ("bad.json", b"[" * 100_000 + b"]" * 100_000, "not JSON (maximum recursion depth exceeded"),
    "a line of JSON 100,000 deep": ("bad.jsonl", b'{"a":' * 100_000, "not JSON (maximum recursion depth exceeded"),
    "a number of 10,000 digits": ("bad.jsonl", b'{"text":' + b"9" * 10_000 + b"}", "not JSON (Exceeds the limit"),
    "a number for text": ("bad.json", b'{"text": 1e999}', "text: Input should be a valid string, not inf"),
    "JSON cut off": ("bad.json", b'{"text": "The fer', "not JSON (Unterminated string"),
    "JSON of no article": ("bad.json", b'"text"', "this should be a JSON object, not 'text'"),
    "an empty list": ("bad.json", b'{"articles": []}', "an empty list: put articles into it, or leave it out"),
    "a list with one bad article": ("bad.json", b'[{"title": "x"}]', "'text' is missing or empty"),
    "an id with a NUL": ("bad.jsonl", b'{"id": "a\\u0000b\\u200b", "text": "x"}', "give 1 to 200 printable characters"),
    "a line of 50 MB": (
        "bad.jsonl",
        b'{"text": "' + b"x" * 50 * MB + b'"}',
        "a line of 50,000,012 bytes, more than the 20,000,000 that are read: put one article on it",
    ),
    "text of 25 MB": ("bad.txt", b"The ferry stops. " * 1_500_000, "more than 20,000,000 bytes: split it"),
    "NULs all through": ("bad.txt", b"\0" * 5_000, "byte 0x00 at offset 0 and many more"),
    "a gzip bomb": ("bad.txt.gz", _bomb(), "this gzip unpacks to more than 200 times its size"),
    "a gzip bomb of lines": ("bad.jsonl.gz", _bomb(), "this gzip unpacks to more than 200 times its size"),
    "a truncated gzip": ("bad.txt.gz", PACKED[:-12], "this gzip ends too soon: copy or download it again"),
    "a gzip with a wrong checksum": ("bad.txt.gz", PACKED[:-8] + b"\0" * 8, "not a whole gzip (CRC check failed"),
    "a gzip with a broken middle": ("bad.txt.gz", PACKED[:30] + b"\xff" * 40 + PACKED[70:], "not a whole gzip (Error"),
    "no gzip at all": ("bad.html.gz", b"<p>The ferry stops.</p>", "not a whole gzip (Not a gzipped file"),
    "a gzip of a gzip": ("bad.txt.gz", gzip.compress(PACKED), "packed with gzip once more: unpack it"),
    "a gzip without its suffix": ("bad.txt", PACKED, "packed with gzip: name it .gz"),
    "an image named .txt": ("bad.txt", PNG, "no text but a PNG image: give the article's text"),
    "an image named .html": ("bad.html", PNG, "no text but a PNG image: give the article's text"),
    "a PDF named .md": ("bad.md", b"%PDF-1.7\n%\xe2\xe3", "no text but a PDF: give the article's text"),
    "a zip named .json": ("bad.json", b"PK\x03\x04\x14\0", "no text but a zip file or an office document"),
    "a database named .jsonl": ("bad.jsonl", b"SQLite format 3\0" + b"\0" * 84, "no text but an SQLite database"),
    "front matter that makes an object": (
        "bad.md",
        _yaml("title: !!python/object/apply:os.system ['touch hacked']"),
        "front matter, line 2: not plain YAML (could not determine a constructor for the tag",
    ),
    "front matter that multiplies itself": (
        "bad.md",
        _yaml("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c"),
        "front matter, line 3: the alias '*a': write out what it stands for",
    ),
    "Markdown quoted 5,000 deep": ("bad.md", b"> " * 5_000 + b"It stops.", "quotes and lists nested 20 deep"),
    "front matter 100,000 deep": ("bad.md", _yaml("a: " + "[" * 90_000), "front matter, line 2: nested more than 20"),
    "front matter with a tab": ("bad.md", _yaml("title:\n\t- x"), "front matter, line 3: not plain YAML"),
    "front matter without an end": ("bad.md", b"---\ntitle: Ferry\n\nThe ferry stops.", "that no '---' ends: add"),
    "front matter without a text": ("bad.md", b"---\ntitle: Ferry\n---\n\n", "'text' is missing or empty"),
    "front matter with a time of no zone": ("bad.md", _yaml("date: 2026-02-15 10:00:00"), "has no time zone: add one"),
    "a feed of a billion laughs": ("bad.rss", _rss("<item><description>&lol9;</description></item>", before=_laughs()),
                                  "it declares XML entities of its own ('lol0'), which no feed needs: remove them"),
    "a feed that asks for a file": (
        "bad.xml",
        _rss(
            "<item><description>&passwords;</description></item>",
            before='<!DOCTYPE rss [<!ENTITY passwords SYSTEM "file:///etc/passwd">]>',
        ),
        "it declares XML entities of its own ('passwords')",
    ),
    "a feed that asks for an outside declaration": (
        "bad.xml",
        _rss(ITEM, before='<!DOCTYPE rss [<!ENTITY % out SYSTEM "http://127.0.0.1:1/x.dtd"> %out;]>'),
        "it declares XML entities of its own ('out')",
    ),
    "a truncated feed": ("bad.xml", _rss(ITEM)[:-60], "the feed breaks off after 0 whole entries: download it again"),
    "a feed without entries": ("bad.atom", b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "a feed without"),
    "a feed whose entry has no text": ("bad.rss", _rss("<item><title>T</title></item>"), "this entry has no text"),
    "a feed entry of elements 1,000 deep": (
        "bad.rss",
        _rss(f"<item><description><![CDATA[{'<div>' * 1_000}x]]></description></item>"),
        "nested more than 255 elements deep",
    ),
    "XML that is no feed": ("bad.xml", b"<note><to>Nell</to></note>", "no RSS or Atom feed: give one"),
    "HTML named .xml": ("bad.xml", f"<html><body><p>{GOOD}</p></body></html>".encode(), "no RSS or Atom feed"),
    "text named .xml": ("bad.xml", GOOD.encode(), "no RSS or Atom feed"),
}  # fmt: skip


def _beside(folder: Path, make: Callable[[Path], object], *, name: str) -> list[Unreadable]:
    """What is reported of the folder with this file in it; the good articles before and after it went in."""
    (folder / "a.txt").write_text(GOOD, "utf-8")
    (folder / "z.jsonl").write_text(json.dumps({"id": "z", "text": GOOD}), "utf-8")
    make(folder / name)
    reads = list(read_files(files([folder])))
    assert [read.id for read in reads if isinstance(read, Article)] == ["a", "z"]
    return [read for read in reads if isinstance(read, Unreadable)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_input_is_reported_and_those_beside_it_go_in(tmp_path: Path, case: str) -> None:
    """Once, with its file and a reason that tells what to do."""
    name, content, reason = MALFORMED[case]
    (reported,) = _beside(tmp_path, lambda path: path.write_bytes(content), name=name)

    assert reason in reported.reason
    assert reported.where.startswith(str(tmp_path / name))
    assert len(reported.reason) < 600


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.txt")


def _loop(path: Path) -> None:
    path.symlink_to(path.with_suffix(".b.txt"))
    path.with_suffix(".b.txt").symlink_to(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's path has at most 107 bytes
        try:
            listening.bind(path.name)
        finally:
            os.chdir(here)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    ("make", "times", "reason"),
    [
        (_dangling, 1, "can't be read (No such file or directory)"),
        (_loop, 2, "can't be read (Too many levels of symbolic links)"),
        (os.mkfifo, 1, "no regular file: give a file or a folder, or pipe it in and name it '-'"),
        (_socket, 1, "can't be read (No such device or address)"),
    ],
)
def test_what_is_no_file_is_reported_and_never_waited_for(
    tmp_path: Path, make: Callable[[Path], object], times: int, reason: str
) -> None:
    """Links to nothing and to themselves, named pipes, sockets."""
    reported = _beside(tmp_path, make, name="bad.txt")

    assert [reason in read.reason for read in reported] == [True] * times


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("is_folder", [False, True])
def test_what_may_not_be_read_is_reported(tmp_path: Path, *, is_folder: bool) -> None:
    """A file, or a folder with files in it."""

    def make(path: Path) -> None:
        path.mkdir() if is_folder else path.write_text(GOOD, "utf-8")
        path.chmod(0)

    (reported,) = _beside(tmp_path, make, name="bad.txt")
    (tmp_path / "bad.txt").chmod(0o700)

    assert reported.reason == "can't be read (Permission denied): check its permissions"


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    """What is in it is read."""
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "ferry.txt").write_text(GOOD, "utf-8")
    (read,) = read_files(files([tmp_path]))

    assert isinstance(read, Article), read
    assert read.id == "ferry"


def test_lines_after_a_bad_one_go_in(tmp_path: Path) -> None:
    """After one of 50 MB, one that is no UTF-8, one that is no JSON."""
    good = json.dumps({"text": GOOD}).encode()
    lines = [b"x" * 50 * MB, good, b"\xff", b"{", good, rb'{"text": "\ud800 x", "title": "\u0000"}']
    (tmp_path / "news.jsonl").write_bytes(b"\n".join(lines))
    reads = list(read_files(files([tmp_path])))

    assert [type(read) for read in reads] == [Unreadable, Article, Unreadable, Unreadable, Article, Article]
    assert [read.where[-2:] for read in reads if isinstance(read, Unreadable)] == [":1", ":3", ":4"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<p>{GOOD}<p><b><i>{GOOD}</b></i></p></div></span><table><td>It stops.".encode()),
        ("a.html", f"<html><body><p>{GOOD}\0 {GOOD}</p>&#0;&#xD800;&#1114112;&bogus;".encode()),
        ("a.rss", _rss("<item><pubDate>never</pubDate><description>It stops.</description></item>")),
        ("a.rss", _rss("<item><description>Fish & chips</description></item>")),
        ("a.rss", _rss(ITEM + "<a>" * 20_000 + "</a>" * 20_000)),
        ("a.json", rb'{"text": "\ud800 \u0000 stops", "title": "\udfff"}'),
        ("a.md", b"#" * 10_000 + b"[" * 10_000 + b"*" * 10_000 + b" The ferry stops."),
    ],
)
def test_what_can_be_mended_goes_in_whole_and_storable(tmp_path: Path, name: str, content: bytes) -> None:
    """No NUL and no half of a character is left in it."""
    (tmp_path / name).write_bytes(content)
    (read,) = read_files(files([tmp_path]))

    assert isinstance(read, Article), read
    assert "\0" not in read.text
    assert read.text.encode()


def _spaced(size: int) -> list[tuple[str, str]]:
    repeat = "<script type='application/ld+json'>"
    return [
        ("html", f"{repeat}{' ' * size}x</script><p>{GOOD}"),
        ("html", f"<p>{'&' * size}{GOOD}"),
        ("html", f"{'<p>' + GOOD[:40] + '</p>'}" * (size // 50)),
        ("html", f"{'<a href=x>' * (size // 10)}{GOOD}"),
        ("xml", f"{'<!DOCTYPE x [' * (size // 13)}<!ENTITY"),
        ("xml", f"<rss><channel>{'<!---->' * (size // 7)}"),
        ("xml", f"<rss><channel><item><description>{'&lt;a' * (size // 5)}</description></item></channel></rss>"),
        ("md", f"{'[' * size}{GOOD}"),
        ("md", f"{'`a' * (size // 2)}{GOOD}"),
        ("md", f"{'<!--' * (size // 4)}{GOOD}"),
        ("json", f"{'[' * size}"),
    ]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("suffix", "content"), _spaced(200_000))
def test_hostile_repetition_takes_no_long_time(tmp_path: Path, suffix: str, content: str) -> None:
    """Whether it is an article or not; 200 kB take less than the test's limit by far."""
    (tmp_path / f"a.{suffix}").write_text(content, "utf-8")

    assert len(list(read_files(files([tmp_path])))) == 1
