"""Where a quotation stands in what it is said to be quoted from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.grounding.edges import is_inside, is_sentence
from qa.grounding.folding import fold
from qa.grounding.stitching import is_stitched
from qa.reply import Hit

QuoteStatus = Literal["exact", "misattributed", "stitched", "absent"]
"""It stands in the cited passage, or only in another one; or it is put together from pieces; or none of that."""

_LEAST_WORDS = 3
_LEAST_TRIES = 64
_WORD = re.compile(r"\w+(?:['-]\w+)*")
_OPENING = re.compile(r"^(?:\.\.\.|[' ])+")
_CLOSING = re.compile(r"[' .,]+$")


@dataclass(frozen=True, slots=True)
class Located:
    """What became of a quotation: `hit.article.text[start:end]` has its words, where it is exact or misattributed.

    Of any other there is no hit, and both offsets are 0.
    """

    status: QuoteStatus
    hit: Hit | None
    start: int
    end: int


def locate(quote: str, *, cited: Hit, others: Sequence[Hit]) -> Located:
    """Looks for the quotation in the cited passage, then in the others. Takes time linear in the passages.

    Quotation marks, dashes, ellipses, blanks and invisible characters are compared folded, and its first letter in
    either case; marks around it and a stop or a comma behind it may be missing. It begins and ends with whole words and
    whole numbers, and has three words or is a whole sentence.
    """
    wordings = _wordings(quote)
    if span := _span(wordings, cited):
        return Located("exact", cited, *span)
    for hit in others:
        if span := _span(wordings, hit):
            return Located("misattributed", hit, *span)
    if wordings and is_stitched(wordings[0], fold(cited.passage.text).text):
        return Located("stitched", None, 0, 0)
    return Located("absent", None, 0, 0)


def _wordings(quote: str) -> tuple[str, ...]:
    """What may stand there, folded: as it is, and without what may be missing, each with either first letter."""
    whole = fold(quote).text.strip()
    bare = whole.strip("' ")
    forms = (whole, bare, _CLOSING.sub("", _OPENING.sub("", bare)))
    flipped = (form[:1].swapcase() + form[1:] for form in forms)
    return tuple(form for form in dict.fromkeys((*forms, *flipped)) if _WORD.search(form))


def _span(wordings: Sequence[str], hit: Hit) -> tuple[int, int] | None:
    """The first place of the first wording that has one, in code points of the article's text."""
    return next((span for wording in wordings for span in _places(wording, hit)), None)


def _places(wording: str, hit: Hit) -> Iterator[tuple[int, int]]:
    text, passage = hit.article.text, hit.passage
    folded = fold(text[passage.start : passage.end])
    is_short = sum(1 for _ in _WORD.finditer(wording)) < _LEAST_WORDS
    at = -1
    # Places that overlap without end are those of a text that repeats itself: no more are tried than time allows.
    for _ in range(max(_LEAST_TRIES, len(folded.text) // len(wording))):
        at = folded.text.find(wording, at + 1)
        if at < 0:
            return
        found = folded.span(at, at + len(wording))
        if found is None:
            continue
        start, end = passage.start + found[0], passage.start + found[1]
        cut = is_inside(text, start) or is_inside(text, end)
        if not cut and (not is_short or is_sentence(text, start, end)):
            yield start, end
