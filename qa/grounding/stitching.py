"""Quotations that are put together from pieces of a text."""

import re
from collections import defaultdict

_LEAST_WORDS = 3
_MOST_WORDS = 400
_MOST_PLACES = 64
_WORD = re.compile(r"\d[\d.,:/]*\d|\w+(?:['-]\w+)*")


def is_stitched(quote: str, text: str) -> bool:
    """Whether the quote is pieces of the text, in its order, with something left out between them.

    Each piece has three words at least. Punctuation and the case of first letters are passed over.
    """
    wanted = _words(quote)
    if not 2 * _LEAST_WORDS <= len(wanted) <= _MOST_WORDS:
        return False
    words = _words(text)
    places = _places(wanted, words)
    reached: dict[int, int] = {0: -1}
    """By how many words of the quote are told: the earliest place of the text where their telling ends."""
    for told in range(len(wanted)):
        if told not in reached:
            continue
        following = [place for place in places[tuple(wanted[told : told + _LEAST_WORDS])] if place > reached[told]]
        for place in following[:_MOST_PLACES]:
            for length in range(_LEAST_WORDS, _common(wanted, told, words, place) + 1):
                end = reached.get(told + length, len(words) + 1)
                if length < len(wanted):
                    reached[told + length] = min(end, place + length)
    return len(wanted) in reached


def _words(text: str) -> list[str]:
    return [word[:1].lower() + word[1:] for word in _WORD.findall(text)]


def _places(wanted: list[str], words: list[str]) -> dict[tuple[str, ...], list[int]]:
    """Where each three words of the wanted ones stand among the others."""
    trigrams = {tuple(wanted[n : n + _LEAST_WORDS]) for n in range(len(wanted) - _LEAST_WORDS + 1)}
    found = defaultdict[tuple[str, ...], list[int]](list)
    for place, trigram in enumerate(zip(*(words[n:] for n in range(_LEAST_WORDS)), strict=False)):
        if trigram in trigrams:
            found[trigram].append(place)
    return found


def _common(wanted: list[str], first: int, words: list[str], place: int) -> int:
    """How many words from there on are the same."""
    pairs = zip(wanted[first:], words[place : place + len(wanted)], strict=False)
    return next(
        (n for n, (one, other) in enumerate(pairs) if one != other), min(len(wanted) - first, len(words) - place)
    )
