"""Finding a wording in a text as a reader would: whole words and numbers, whatever the quotes, dashes and blanks."""

import re
import unicodedata
from functools import lru_cache

from qa.grounding.values import by_value, is_small_number

_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    "\u2026": "...",
}
_OPENING = "\"'([ "
_CLOSING = "\"')].,;:!? "

# No word goes on to the left: not "yes" in "eyes", "Brien" in "O'Brien", "000" in "3,000", "51" in "09:51".
_STARTS = r"(?<!\w)(?<!\w')(?!(?<=\d[.,:/])\d)"
# Nor to the right, but for 's and its like: "Scholz" in "Scholz's", not "won" in "won't", "3" in "3.5" or "3,000".
_ENDS = r"(?!\w)(?!'(?!(?:s|d|m|ll|re|ve)\b)\w)(?!(?<=\d)[.,:/]\d)"

_AND = " + "
_PREFIX = re.compile(r"(?<=\w)\\\*(?!\w)")
"""An escaped `*` at the end of a word."""

_SENTENCE_END = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n\s*")
_SHORT_FORM = re.compile(
    r"(?:^|[\s\"'“‘(\[])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]"
    r"|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Jr|Sr|vs"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


def normalise(text: str) -> str:
    """The text in lower case with straight quotes, plain dashes, single spaces and no invisible characters."""
    return _with_offsets(text)[0]


def contains(text: str, wording: str) -> bool:
    """Whether the wording stands in the text as whole words and whole numbers, both normalised.

    A hyphen parts words, so `Germany` is found in `Russia-to-Germany`; digits joined by `.`, `,`, `:` or `/` are one
    number. Quotes, brackets and full stops around the wording don't count; a wording of nothing else is found nowhere.
    Numbers, dates and times are found by value (see `qa.grounding.values`). A word that ends in `*` stands for all that
    begin like it, and parts joined by ` + ` must all stand in one sentence, in any order.
    """
    parts = wording.split(_AND)
    if len(parts) == 1:
        return _stands(text, wording)
    return any(all(_stands(sentence, part) for part in parts) for sentence in sentences(text))


def locate(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    """Every place of the quote in the text, both normalised: start and end in code points of the text as given."""
    plain, offsets = _with_offsets(text)
    wanted = normalise(quote)
    if not wanted:
        return ()
    return tuple(
        (offsets[found.start()], offsets[found.end() - 1] + 1) for found in re.finditer(re.escape(wanted), plain)
    )


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of the text; a line break ends one, an initial or a form such as `Feb.` does not."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if _SHORT_FORM.search(text[start : end.end()].rstrip()) and "\n" not in end.group():
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return tuple(filter(None, found))


@lru_cache(maxsize=256)
def _with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """The normalised text and, for each of its characters, the offset in `text` that it stems from."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, written in enumerate(text):
        for character in _plain(written):
            if character != " " or (characters and characters[-1] != " "):
                characters.append(character)
                offsets.append(offset)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return "".join(characters), tuple(offsets)


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    return "".join(_PLAIN.get(folded, folded) for folded in character.casefold())


def _stands(text: str, wording: str) -> bool:
    plain = normalise(text)
    pattern, by_its_value = _patterns(wording)
    found = pattern is not None and pattern.search(plain) is not None
    return found or (by_its_value is not None and by_its_value.search(_valued(plain)) is not None)


@lru_cache(maxsize=256)
def _valued(plain: str) -> str:
    return by_value(plain)


@lru_cache(maxsize=4096)
def _patterns(wording: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What finds the wording in a normalised text, and in one of values; None where nothing is left to find."""
    wanted = normalise(wording).lstrip(_OPENING).rstrip(_CLOSING)
    if not wanted:
        return None, None
    return _pattern(wanted), None if is_small_number(wanted) else _pattern(by_value(wanted))


def _pattern(wanted: str) -> re.Pattern[str]:
    starts = _STARTS if _is_word(wanted[0]) else ""
    ends = _ENDS if _is_word(wanted[-1]) else ""
    return re.compile(starts + _PREFIX.sub(r"\\w*", re.escape(wanted)) + ends)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
