"""Files and folders into articles."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.jsonl import read_jsonl
from vectorstore.readers.read import Reading, Unreadable
from vectorstore.readers.text import read_text

FORMATS = (".txt", ".jsonl")


def files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files at the paths; of a folder, those in a format we read, the folders in it included, in order of name.

    Raises:
        InputError: a path isn't there, is in no format we read, or is a folder with nothing to read.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in FORMATS and file.is_file())
            if not inside:
                raise InputError(f"{path}: no {' or '.join(FORMATS)} file in this folder: give another one")
            found.extend(inside)
        elif not path.is_file():
            raise InputError(f"{path}: no such file or folder: check the path")
        elif path.suffix.lower() not in FORMATS:
            raise InputError(f"{path}: can't read this format: give {' or '.join(FORMATS)} files")
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def read_files(paths: Sequence[Path]) -> Reading:
    """The articles of the files, in order; what can't be read is given as such in its place.

    A plain text file's id is its name without the suffix; a second file of that name is not taken for it.
    """
    taken: dict[str, Path] = {}
    for path in paths:
        for read in _read(path):
            if isinstance(read, Article) and path.suffix.lower() == ".txt" and taken.setdefault(read.id, path) != path:
                yield Unreadable(str(path), f"{taken[read.id]} has the same name, so the same id: rename one of them")
            else:
                yield read


def _read(path: Path) -> Iterator[Article | Unreadable]:
    try:
        content = path.read_bytes()
    except OSError as exc:
        yield Unreadable(str(path), f"can't be read ({exc.strerror}): check its permissions")
        return
    if path.suffix.lower() == ".jsonl":
        if not content.strip():
            yield Unreadable(str(path), "empty: put one JSON object a line into it, or leave it out")
        yield from read_jsonl(content, source=str(path))
    else:
        yield from read_text(content, name=path.stem, source=str(path))
