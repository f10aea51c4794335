"""What every reader gives, and what all of them do to text."""

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


def decode(content: bytes) -> str:
    """The bytes as UTF-8 text, a byte order mark left out.

    Raises:
        InputError: they are not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(
            f"not UTF-8: byte 0x{content[exc.start]:02x} at offset {exc.start}: convert it, for example with "
            "'iconv -f windows-1252 -t utf-8'"
        ) from exc


def clean(text: str) -> str:
    """Unix line ends, and nothing that can't be stored: NUL and lone surrogates become U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
