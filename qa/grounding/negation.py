"""What is said of things and what is denied of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.grounding.changes import Change, changes
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
_FEW = 3
"""So many words are changed where a negation is put in or left out, and nothing else."""
_REWORDED = (
    (re.compile(r"\bfail(?:s|ed|ing)? to\b"), "not"),
    (re.compile(r"\bun(?=likely\b|clear\b|willing\b|true\b)"), "not "),
    (re.compile(r"\bnot only\b"), "only"),
)
_EMPTY = frozenset({"yes", "no", "longer", "only", "one"})
_ANSWER = re.compile(r"^\W*no(?=[.,:;])", re.I)
"""Says no to the question and denies nothing of what follows."""
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Polarity:
    """A sentence's content words by stem: all, those that a negation stands before, and what each negation denies."""

    words: frozenset[str]
    behind: frozenset[str]
    """Those behind a negation, up to the end of the clause: they may be denied."""
    denied: tuple[frozenset[str], ...]
    """One for each negation; without any word where it denies a number, or something that is left unsaid."""


def turned(sentence: str, others: Sequence[str]) -> Iterator[str]:
    """The words, by stem, that the sentence denies and the one of the others most like it doesn't, or the reverse.

    A negation that is put in or left out where little else is changed is given itself.
    """
    sentence, others = _ANSWER.sub("", sentence), [_ANSWER.sub("", other) for other in others]
    said = _polarity(sentence)
    nearest = max(others, key=lambda other: len(said.words & _polarity(other).words), default=None)
    if nearest is not None:
        told = _polarity(nearest)
        found = {*_unlike(said, told), *_unlike(told, said), *_miscounted(said, told)}
        yield from sorted({*found, *_put_in(said, others), *_changed(sentence, nearest)})


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
        yield from frozenset[str]().union(*ours, *theirs) or {"not"}


def _put_in(said: _Polarity, others: Sequence[str]) -> Iterator[str]:
    """A negation more than all those sentences have that it takes to tell as much of its words as they can."""
    left, among, allowed = said.words, list(others), 0
    while among and len(said.denied) > allowed:
        best = max(among, key=lambda other: len(left & _polarity(other).words))
        if not left & _polarity(best).words:
            yield "not"
            return
        allowed += len(_polarity(best).denied)
        left -= _polarity(best).words
        among.remove(best)
    if len(said.denied) > allowed:
        yield "not"


def _changed(sentence: str, nearest: str) -> Iterator[str]:
    """The negations that are all that is changed somewhere."""
    for change in changes(sentence, nearest):
        ours, theirs = [[word for word in side if _is_negation(word)] for side in (change.ours, change.theirs)]
        if len(ours) != len(theirs) and _is_nothing_else(change):
            yield from map(str.casefold, (*ours, *theirs))


def _is_nothing_else(change: Change) -> bool:
    """Whether its few words are the same by stem, but for negations and words without content."""
    ours, theirs = [
        {stem for word in side if not _is_negation(word) for stem in _content(word)}
        for side in (change.ours, change.theirs)
    ]
    return ours == theirs and max(len(change.ours), len(change.theirs)) <= _FEW


def _is_negation(word: str) -> bool:
    return bool(_reach(plain(word)))


@lru_cache(maxsize=1024)
def _polarity(sentence: str) -> _Polarity:
    words, behind, denied = set[str](), set[str](), list[set[str]]()
    left, is_behind = 0, False
    text = plain(_CLAUSE_MARK.sub(" ; ", sentence))
    for form, reworded in _REWORDED:
        text = form.sub(reworded, text)
    for word in _WORD.findall(text):
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
