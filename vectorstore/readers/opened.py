"""Files, opened so that none can hang or mislead a reader."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO

from vectorstore.errors import InputError
from vectorstore.readers.gz import unzipped

_BUFFER = 1 << 16
_GZIP = b"\x1f\x8b"
_NO_TEXT = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip file or an office document"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ\0", "packed with xz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"SQLite format 3\0", "an SQLite database"),
)


@contextmanager
def opened(path: Path, *, packed: bool) -> Iterator[BufferedReader]:
    """The file's bytes, unpacked if it is `packed`.

    Raises:
        InputError: it is no regular file, or holds no text whatever its name says.
        OSError: it can't be opened.
    """
    with _regular(path) as file:
        yield text_stream(file, packed=packed)


def text_stream(inner: BinaryIO, *, packed: bool) -> BufferedReader:
    """The stream, unpacked if it is `packed`; its `peek` shows the first 64 kB where there are as many.

    Raises:
        InputError: it holds no text.
    """
    stream: BufferedReader = BufferedReader(_Filled(unzipped(inner) if packed else inner), _BUFFER)
    head = stream.peek(1)
    if head.startswith(_GZIP):
        raise InputError("packed with gzip once more: unpack it" if packed else "packed with gzip: name it .gz")
    for signature, what in _NO_TEXT:
        if head.startswith(signature):
            raise InputError(f"no text but {what}: give the article's text")
    return stream


def _regular(path: Path) -> BinaryIO:
    """The file, opened without waiting for a writer if it is a pipe."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InputError("no regular file: give a file or a folder, or pipe it in and name it '-'")
    return os.fdopen(descriptor, "rb")


class _Filled(RawIOBase):
    """A stream that fills what it is asked to fill, so long as there is something left."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no length
        content = self._inner.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)
