"""What every reader gives, and what all of them do to text."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from vectorstore.article import Article
from vectorstore.errors import InputError


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that isn't an article: where it stands ("file.jsonl:12") and why, for the person who has it."""

    where: str
    reason: str


Reading: TypeAlias = Iterator[Article | Unreadable]

_LOOKED_AT = 4_096
_FEW_NULS = 8
_UNSTORABLE = re.compile("[\\0\\ud800-\\udfff]")


def decode(content: bytes) -> str:
    """The bytes as UTF-8 text, a byte order mark left out.

    Raises:
        InputError: they are not UTF-8, or are UTF-16 without a byte order mark, which reads as UTF-8 full of NULs.
    """
    head = content[:_LOOKED_AT]
    if head.count(0) > max(_FEW_NULS, len(head) // _FEW_NULS):
        raise InputError(
            f"not UTF-8: byte 0x00 at offset {content.index(0)} and many more, as in UTF-16 without a byte order "
            "mark: convert it, for example with 'iconv -f utf-16le -t utf-8'"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(
            f"not UTF-8: byte 0x{content[exc.start]:02x} at offset {exc.start}: convert it, for example with "
            "'iconv -f windows-1252 -t utf-8'"
        ) from exc


def derived_id(*, url: str | None, title: str | None, publisher: str | None, text: str) -> str:
    """An id for an article whose source gives none: from its address, or else from its content."""
    named = url or f"{title}\n{publisher}\n{text}"
    return "a" + hashlib.sha256(named.encode()).hexdigest()[:16]


def clean(text: str) -> str:
    """Unix line ends, and nothing that can't be stored: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
