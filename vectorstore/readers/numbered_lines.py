"""Lines of a stream, one at a time, however large the stream is."""

from collections.abc import Iterator
from itertools import count
from typing import BinaryIO

from vectorstore.errors import InputError

LONGEST_LINE = 20_000_000
_SKIPPED_AT_ONCE = 1 << 20


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | InputError]]:
    """The lines that aren't blank, with their numbers from 1; a line of more than 20 MB is an error in its place."""
    for number in count(1):
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            del line
            yield number, _too_long(LONGEST_LINE + 1 + _skip_line(stream))
        elif line.strip():
            yield number, line


def _too_long(size: int) -> InputError:
    return InputError(f"a line of {size:,} bytes, more than the {LONGEST_LINE:,} that are read: put one article on it")


def _skip_line(stream: BinaryIO) -> int:
    """Reads to the end of the line; how many bytes that were."""
    size = 0
    while part := stream.readline(_SKIPPED_AT_ONCE):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size
