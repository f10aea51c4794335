"""Gzip, unpacked as it is read, and no more of it than a person could have packed."""

import gzip
import io
import zlib
from typing import BinaryIO

from vectorstore.errors import InputError

_ANY_RATIO_UP_TO = 10_000_000
_MOST_RATIO = 200


def unzipped(packed: BinaryIO) -> BinaryIO:
    """A stream of what is packed in the stream; reading it raises `InputError` where the gzip is no good."""
    return io.BufferedReader(_Unzipped(packed), 1 << 16)


class _Counted(io.RawIOBase):
    """A stream that counts the bytes it has given."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner = inner
        self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self.inner.read(size)
        self.given += len(content)
        return content


class _Unzipped(io.RawIOBase):
    """Raises `InputError` where the gzip is broken, ends too soon or unpacks to more than 200 times its size."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = _Counted(packed)
        self._gzip = gzip.GzipFile(fileobj=self._packed, mode="rb")
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no length
        try:
            content = self._gzip.read(len(buffer))
        except EOFError as exc:
            raise InputError("this gzip ends too soon: copy or download it again") from exc
        except (gzip.BadGzipFile, zlib.error) as exc:
            raise InputError(f"not a whole gzip ({exc}): copy or download it again") from exc
        self._given += len(content)
        if self._given > max(_ANY_RATIO_UP_TO, _MOST_RATIO * self._packed.given):
            raise InputError(
                f"this gzip unpacks to more than {_MOST_RATIO} times its size: unpack it yourself if you trust it"
            )
        buffer[: len(content)] = content
        return len(content)
