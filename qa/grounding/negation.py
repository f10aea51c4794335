"""What is said of things and what is denied of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.grounding.folding import plain
from qa.words import content_words
from vectorstore.words import stems

_CLAUSE_MARK = re.compile(r"[\"“”„«»]|[,;:](?!\d)|[–—]|--| - |\bbut\b")
_WORD = re.compile(r"[\w']+|;")
_OF_A_VERB = re.compile(
    r"not|never|cannot|hardly|barely|unable|\w+n't|den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|declin(?:es|ed|ing)"
)
"""Denies the next word with content."""
_OF_A_NOUN = re.compile(r"no|nobody|none|nothing|neither|nor|without")
"""Denies what it belongs to and what that does: so many words with content."""
_REACH = 3
_ALL_BUT_A_FEW = 0.8
_FAILED = re.compile(r"\bfail(?:s|ed|ing)? to\b")
_EMPTY = frozenset({"yes", "no", "longer", "only", "one"})
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Polarity:
    """A sentence's content words by stem: all, those that a negation stands before, and what each negation denies."""

    words: frozenset[str]
    behind: frozenset[str]
    """Those behind a negation, up to the end of the clause: they may be denied."""
    denied: tuple[frozenset[str], ...]


def turned(sentence: str, others: Sequence[str]) -> Iterator[str]:
    """The words, by stem, that the sentence denies and the one of the others most like it doesn't, or the reverse."""
    said = _polarity(sentence)
    nearest = max(map(_polarity, others), key=lambda other: len(said.words & other.words), default=None)
    if nearest is not None:
        yield from sorted({*_unlike(said, nearest), *_unlike(nearest, said), *_miscounted(said, nearest)})


def _unlike(one: _Polarity, other: _Polarity) -> Iterator[str]:
    """What the one denies and the other says: half of the words that a negation denies, or more of them."""
    for denied in one.denied:
        shared = denied & other.words
        if 2 * len(shared & other.behind) <= len(shared):
            yield from shared


def _miscounted(one: _Polarity, other: _Polarity) -> Iterator[str]:
    """What more or fewer negations deny, where all but a few of the words are the same."""
    shared, either = one.words & other.words, one.words | other.words
    ours = [denied for denied in one.denied if denied <= shared]
    theirs = [denied for denied in other.denied if denied <= shared]
    if len(shared) >= _ALL_BUT_A_FEW * len(either) and len(ours) != len(theirs):
        yield from frozenset[str]().union(*ours, *theirs)


@lru_cache(maxsize=1024)
def _polarity(sentence: str) -> _Polarity:
    words, behind, denied = set[str](), set[str](), list[set[str]]()
    left, is_behind = 0, False
    for word in _WORD.findall(_FAILED.sub("not", plain(_CLAUSE_MARK.sub(" ; ", sentence)).replace("not only", "only"))):
        if reach := _reach(word):
            left, is_behind = reach, True
            denied.append(set())
        elif word == ";":
            left, is_behind = 0, False
        elif found := _content(word):
            words.update(found)
            behind.update(found if is_behind else ())
            if left and not word.endswith("ly"):
                denied[-1].update(found)
                left -= 1
    return _Polarity(frozenset(words), frozenset(behind), tuple(map(frozenset, denied)))


def _reach(word: str) -> int:
    """How many words with content it denies."""
    return 1 if _OF_A_VERB.fullmatch(word) else _REACH if _OF_A_NOUN.fullmatch(word) else 0


def _content(word: str) -> tuple[str, ...]:
    return () if _DIGITS.match(word) else stems(" ".join(w for w in content_words(word) if w not in _EMPTY))
