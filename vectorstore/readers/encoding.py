"""Bytes of a page or a feed into text, in the encoding that it declares."""

import codecs
import re

from vectorstore.errors import InputError
from vectorstore.readers.read import clean, decode

_LOOKED_AT = 4_096
_DECLARED = re.compile(
    rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""What browsers take a declaration for (WHATWG Encoding Standard)."""
_KNOWN = re.compile(
    r"utf-8|cp125\d|cp874|cp866|iso8859-\d+|koi8-[ru]|gb18030|big5|euc_(jp|kr)|shift_jis|iso2022_jp|mac-roman"
)


def decode_declared(content: bytes) -> str:
    """The text, by its byte order mark, or else by what it declares, or else as UTF-8; line ends as in Unix.

    Raises:
        InputError: it isn't in that encoding, or the encoding is none we know: nothing is guessed.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return clean(_decode(content[len(mark) :], encoding, said="its byte order mark says", skipped=len(mark)))
    declared = _DECLARED.search(content[:_LOOKED_AT])
    if declared is None:
        return clean(decode(content))
    label = (declared[1] or declared[2]).decode("ascii", "replace")
    encoding = _encoding(label)
    if encoding == "utf-8":
        return clean(decode(content))
    return clean(_decode(content, encoding, said=f"it declares charset {label!r}"))


def in_utf8(content: bytes, content_type: str | None) -> bytes:
    """The content in UTF-8, marked as such, where a `Content-Type` header tells its charset; else as it is.

    Raises:
        InputError: it isn't in that charset, or the charset is none we know.
    """
    charset = _CHARSET.search(content_type or "")
    if charset is None or content.startswith(tuple(mark for mark, _ in _MARKS)):
        return content
    encoding = _encoding(charset[1])
    return codecs.BOM_UTF8 + _decode(content, encoding, said=f"the server says ({charset[1]!r})").encode()


def _encoding(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        name = ""
    if name.startswith("utf-16"):  # declared in ASCII letters, so it can't be: read as UTF-8, as browsers do
        return "utf-8"
    name = _READ_AS.get(name, name)
    if not _KNOWN.fullmatch(name):
        raise InputError(f"it declares charset {label!r}, which is none we read: convert it to UTF-8 with 'iconv'")
    return name


def _decode(content: bytes, encoding: str, *, said: str, skipped: int = 0) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as exc:
        raise InputError(
            f"not {encoding}, as {said}: byte 0x{content[exc.start]:02x} at offset {exc.start + skipped}: "
            "correct the declaration, or convert it to UTF-8"
        ) from exc
