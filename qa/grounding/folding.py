"""Texts without what typing and typesetting change: quotation marks, dashes, ellipses, blanks, invisible characters."""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = {
    **dict.fromkeys("\u0060\u00b4\u2018\u2019\u201a\u201b\u2032\u02bc\u2039\u203a", "'"),
    **dict.fromkeys("\u0022\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    "\u2026": "...",
}
_ODD = re.compile(r"\s{2,}|[^\S ]|-{2,}|''|[\"`]|[^\x00-\x7f]")
_DOTS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)|(?<=\.[A-Z])\.")


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded text; the character at `n` of it stems from `starts[n]` to `ends[n]` of the text as given."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Where `text[first:last]` stands in the text as given; None where it begins or ends within a character."""
        begins_within = first > 0 and self.starts[first] == self.starts[first - 1]
        ends_within = last < len(self.text) and self.starts[last] == self.starts[last - 1]
        return None if begins_within or ends_within else (self.starts[first], self.ends[last - 1])


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """One kind of quotation mark, dash and ellipsis, single blanks, nothing invisible; letters keep their case."""
    parts, starts, ends = list[str](), array("I"), array("I")
    is_blank, reached = False, 0
    for odd in [*_ODD.finditer(text), None]:
        first, last = odd.span() if odd else (len(text), len(text))
        reached += is_blank and text.startswith(" ", reached, first)
        if reached < first:
            parts.append(text[reached:first])
            starts.extend(range(reached, first))
            ends.extend(range(reached + 1, first + 1))
            is_blank = text[first - 1] == " "
        plain = _plain(odd.group()) if odd else ""
        if plain and not (is_blank and plain == " "):
            parts.append(plain)
            starts.extend([first] * len(plain))
            ends.extend([last] * len(plain))
            is_blank = plain == " "
        reached = last
    return Folded("".join(parts), starts, ends)


def plain(text: str) -> str:
    """The folded text in lower case."""
    return fold(text).text.casefold()


def visible(text: str) -> str:
    """The text without the characters that format it and show nothing (category Cf)."""
    return text if text.isascii() else "".join(char for char in text if unicodedata.category(char) != "Cf")


def undotted(text: str) -> str:
    """The text with the initials of `U.S.` as one word."""
    return _DOTS.sub("", text)


def _plain(odd: str) -> str:
    if odd.isspace():
        return " "
    if odd[0] in "-'":
        return odd[0]
    return _PLAIN.get(odd) or ("" if unicodedata.category(odd) == "Cf" else odd)
