"""Files and folders into articles."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import Path

from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.encoding import in_utf8
from vectorstore.readers.formats import FORMATS, NAMED, PACKED, Source
from vectorstore.readers.language import with_language
from vectorstore.readers.opened import opened, text_stream
from vectorstore.readers.read import Reading, Unreadable, derived_id
from vectorstore.readers.sniff import sniffed, suffix_of

_NAMELESS = "-"
STANDARD_INPUT = Path(_NAMELESS)


def files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files at the paths; of a folder, those in a format we read, the folders in it included, in order of name.

    Hidden files and folders in a folder are left out; `-` is standard input.

    Raises:
        InputError: a path isn't there, is in no format we read, or is a folder with nothing to read.
    """
    found: list[Path] = []
    for path in paths:
        if path == STANDARD_INPUT:
            found.append(path)
        elif path.is_dir():
            inside = list(_inside(path, above=()))
            if not inside:
                raise InputError(f"{path}: no {_formats()} file in this folder: give another one")
            found.extend(inside)
        else:
            _check(path)
            found.append(path)
    return tuple(dict.fromkeys(found))


def read_files(paths: Sequence[Path]) -> Reading:
    """The articles of the files, in order, each with its language; what can't be read is given as such in its place.

    The id of a file of one article that gives none, and no address, is the file's name without the suffix; a second
    file of that name is not taken for it. On standard input it is derived from the content.
    """
    taken: dict[str, Path] = {}
    for path in paths:
        name, suffix = _name_and_suffix(path)
        for read in _read(path):
            if isinstance(read, Unreadable):
                yield read
            elif suffix in NAMED and read.id == name and taken.setdefault(name, path) != path:
                yield Unreadable(_where(path), f"{taken[name]} has the same name, so the same id: rename one of them")
            else:
                yield with_language(read)


def read_content(content: bytes, *, source: str, content_type: str | None) -> Reading:
    """The articles of what was fetched from the address `source`, which is the URL of one that names none."""
    try:
        stream = text_stream(BytesIO(in_utf8(content, content_type)), packed=False)
        suffix = suffix_of(content_type) or sniffed(stream.peek(1))
        for read in FORMATS[suffix](Source(stream, _NAMELESS, source)):
            if isinstance(read, Article) and read.id == _NAMELESS:
                read = replace(read, id=_derived(read, url=source), url=source)
            yield with_language(read) if isinstance(read, Article) else read
    except InputError as exc:
        yield Unreadable(source, str(exc))


def _read(path: Path) -> Reading:
    """The articles of the file; whatever goes wrong on the way is the last thing given."""
    where = _where(path)
    name, suffix = _name_and_suffix(path)
    try:
        with _stream(path) as stream:
            if path == STANDARD_INPUT:
                yield from _read_nameless(stream)
            else:
                yield from FORMATS[suffix](Source(stream, name, where))
    except InputError as exc:
        yield Unreadable(where, str(exc))
    except OSError as exc:
        yield Unreadable(where, f"can't be read ({exc.strerror or exc}): check its permissions")


def _read_nameless(stream: BufferedReader) -> Reading:
    for read in FORMATS[sniffed(stream.peek(1))](Source(stream, _NAMELESS, _NAMELESS)):
        if isinstance(read, Article) and read.id == _NAMELESS:
            yield replace(read, id=_derived(read, url=None))
        else:
            yield read


def _derived(article: Article, *, url: str | None) -> str:
    return derived_id(url=url, title=article.title, publisher=article.publisher, text=article.text)


def _stream(path: Path) -> AbstractContextManager[BufferedReader]:
    if path == STANDARD_INPUT:
        return nullcontext(text_stream(sys.stdin.buffer, packed=False))
    return opened(path, packed=path.suffix.lower() == PACKED)


def _inside(folder: Path, *, above: tuple[tuple[int, int], ...]) -> Iterator[Path]:
    """The files in the folder; a folder that can't be listed is given itself, to be reported when it is read.

    `above` are the folders that it is in: a link back to one of them is not followed.
    """
    try:
        status = folder.stat()
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        yield folder
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    for entry in entries:
        if entry.is_dir():
            yield from _inside(entry, above=(*above, here))
        elif _name_and_suffix(entry)[1] in FORMATS:
            yield entry


def _check(path: Path) -> None:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder: check the path")
    if _name_and_suffix(path)[1] not in FORMATS:
        raise InputError(f"{path}: can't read this format: give {_formats()} files")
    if not path.is_file():
        raise InputError(f"{path}: no regular file: give a file or a folder, or pipe it in and name it '-'")


def _name_and_suffix(path: Path) -> tuple[str, str]:
    """The file's name without its suffixes, and the suffix of its format, `.gz` left out."""
    unpacked = path.with_suffix("") if path.suffix.lower() == PACKED else path
    return unpacked.stem, unpacked.suffix.lower()


def _formats() -> str:
    *others, last = FORMATS
    return f"{', '.join(others)} or {last}"


def _where(path: Path) -> str:
    """The path for people; a name that is no UTF-8 is written so that it can be stored."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
