"""Where words, numbers and sentences of a text begin and end."""

import re

from qa.grounding.folding import visible

_REACH = 40
_SCALES = r"(?:hundred|thousand|million|billion|trillion|bn|dozen)s?\b"
_COUNTS = (
    r"(?:\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|"
    r"million|billion|several|many|few))"
)
_INSIDE = re.compile(
    rf"\w\0\w|\w\0['’‐‑-]\w|\w['’‐‑-]\0\w"
    rf"|\d[.,:/]\0\d|\d\0[.,:/]\d|[£$€¥]\s?\0\d|(?:^|[\s(])[-−+]\0\d"
    rf"|\d\0\s?(?:%|per\s?cent\b|percent\b)|\d\s\0(?:%|per\s?cent\b|percent\b)"
    rf"|{_COUNTS}[\s-]*\0[\s-]*{_SCALES}",
    re.I,
)
"""A place `\\0` within a word, a number with its unit, or a compound; a dash without a blank parts words."""
_BEGINS = re.compile(r"(?:^|[.!?…:][\"'”’)\]]*\s+|\n\s*)[\"'“‘(\[]*$")
_ENDS = re.compile(r"[\"'”’)\]]*(?:[.!?…]|\s*\n|\s*$)")


def is_inside(text: str, place: int) -> bool:
    """Whether that place of the text is inside a word or a number: after `s` in `seven`, after `1,` in `1,300`."""
    before = visible(text[max(0, place - _REACH) : place])
    after = visible(text[place : place + _REACH])
    return _INSIDE.search(f"{before}\0{after}", max(0, len(before) - _REACH)) is not None


def is_sentence(text: str, start: int, end: int) -> bool:
    """Whether the span is one whole sentence, marks around it aside."""
    begins = _BEGINS.search(text[max(0, start - _REACH) : start]) is not None
    ended = text[start:end].rstrip("\"'”’)]").endswith((".", "!", "?", "…"))
    return begins and (ended or _ENDS.match(text, end) is not None)
