"""What is no plain text: links, HTML, code, headings and characters that nobody sees."""

import re
import unicodedata
from collections.abc import Iterator

_HOST = r"(?<![a-z0-9.-])(?:[a-z0-9-]+\.){1,126}"
_MARKUP = re.compile(
    r"\b[a-z][a-z0-9+.-]*://\S*|\b(?:mailto|javascript|data|vbscript|tel):(?=\S)\S*|\bwww\.\S+"
    rf"|{_HOST}[a-z]{{2,}}/\S*"
    r"|!?\[[^\]\n]*\][ \t]?[(\[][^)\]\n]*[)\]]?|^[ \t]*\[[^\]\n]+\]:\s*\S+|!\["
    r"|</?[a-z!?][^>\n]*>?|&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);"
    r"|`+|~~~+|^[ \t]*#{1,6}(?=\s)",
    re.I | re.M,
)
_DOMAIN = re.compile(_HOST + r"(?:com|org|net|info|biz|io|co|ai|app|dev|ru|cn|uk|de|fr|eu|us|me|tv)\b", re.I)
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(0xFE00 + n) for n in range(16)}
"""Letters and marks that show nothing, among them the variation selectors."""


def markup(text: str, *, quoted: str) -> Iterator[str]:
    """Each piece of markup and each unseen character, the latter by its code point; nothing of plain prose.

    The name of a site is none where it stands in what is quoted.
    """
    for found in _MARKUP.finditer(text):
        yield found.group().strip()
    for found in _DOMAIN.finditer(text):
        if found.group().casefold() not in quoted.casefold():
            yield found.group()
    for char in dict.fromkeys(text):
        if _is_unseen(char):
            yield f"U+{ord(char):04X}"


def _is_unseen(char: str) -> bool:
    if char in "\n\t":
        return False
    selects = 0xE0100 <= ord(char) <= 0xE01EF  # the further variation selectors
    return selects or char in _UNSEEN or unicodedata.category(char) in _UNSEEN_CATEGORIES
