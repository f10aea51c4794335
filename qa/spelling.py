"""Misspelt words of a question, put right by the words of the articles."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from vectorstore.archive import Archive
from vectorstore.store import Store

_WORD = re.compile(r"(?<![\w.-])[^\W\d_]{4,}(?!\w)")
_QUOTED = re.compile(r"(“[^”]*”?|\"[^\"]*\"?)")
_NEAREST = 12
_NAME_LETTERS = 1
"""So many letters may be wrong in what is written as a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speller:
    """Knows the words of the articles, and common English words, which are left alone."""

    store: Store
    common: Collection[str]

    def corrected(self, text: str) -> str:
        """The text with every word that is in no article, and is no common word, as the articles spell the nearest.

        A word stays where none is near: of up to seven letters one may be wrong, of longer ones two, and never the
        first. Quotations stay, and initials; a name becomes no common word.
        """
        pieces = _QUOTED.split(text)
        right = (_WORD.sub(lambda found: self._right(found.group()) or found.group(), piece) for piece in pieces[::2])
        return "".join(piece for pair in zip_longest(right, pieces[1::2], fillvalue="") for piece in pair)

    def unknown(self, text: str) -> tuple[str, ...]:
        """The words that are in no article, each once and as it is written; common words aside."""
        words = dict.fromkeys(word for word in _WORD.findall(text) if word.lower() not in self.common)
        return tuple(word for word in words if not self.store.words.frequency(word))

    def _right(self, word: str) -> str | None:
        lower = word.lower()
        if lower in self.common or word.isupper() or self.store.words.frequency(lower):
            return None
        wrong = _NAME_LETTERS if word[0].isupper() else 1 + (len(word) > 7)
        near = extract(lower, _known(self.store.archive), scorer=OSA.distance, score_cutoff=wrong, limit=_NEAREST)
        fitting = [
            (distance, -frequency, other)
            for other, distance, _ in near
            if other[0] == lower[0] and not (word[0].isupper() and other in self.common)
            if (frequency := self.store.words.frequency(other))
        ]
        return min(fitting)[2] if fitting else None


def _known(archive: Archive) -> Sequence[str]:
    return _vocabulary(archive, archive.last_seq())


@lru_cache(maxsize=2)
def _vocabulary(archive: Archive, _seq: int) -> tuple[str, ...]:
    return archive.vocabulary()
