"""Whether a text bears a sentence out, told without a model: what can be wrong in it must stand in the text."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from evals.match import normalise, sentences
from qa.grounding.values import by_value
from qa.words import content_words
from vectorstore.words import stems

LEAST_RECALL = 0.55
"""The share of a sentence's content words that its evidence must have; tells best on the claims of WiCE's dev set."""
_REACH = 3
"""How many words a negation reaches over; as far as the next content word of its clause in any case."""

_NUMBER = re.compile(r"\d[\d.,:/]*(?<=\d)%?")
_CAPITALISED = r"[^\W\d_a-z][\w’'-]+"
_NAME = re.compile(rf"(?<![.!?:…\"“”‘'’(\[]\s)(?<=[\s\"“‘(\[’-]){_CAPITALISED}")
_ANY_NAME = re.compile(rf"(?<!\w){_CAPITALISED}")
_LOWER = re.compile(r"\b[a-z]\w+")
_QUOTED = re.compile(r"“([^“”]+)(?:”|$)|\"([^\"]+)\"")
_WORD = re.compile(r"[\w']+|[,;:\"]")
_CLAUSE_END = re.compile(r"[,;:\"]")
_NEGATION = re.compile(
    r"(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot|\w+n't|den(?:y|ies|ied)|refus(?:e|es|ed))"
)
_EMPTY = frozenset({"yes", "no", "longer"})
"""Words that have no content by themselves, besides those that no question is searched by."""


def supported(segment: str, evidence: str, *, names: Collection[str] = ()) -> bool:
    """Whether the evidence has all that the segment says, as far as words show it.

    Every number and date (by value), every name and every quoted passage must stand there. A capital where a
    sentence begins shows a name only in a word of `names` (see `known_names`). And for each sentence, `LEAST_RECALL` of
    its content words must stand there by stem, no word may be negated in the one and not in what of the evidence is
    most like it, and the evidence may not say the same of somebody else.
    """
    words, others = frozenset(stems(evidence)), sentences(evidence)
    return (
        _numbers(segment) <= _numbers(evidence)
        and _names(segment, known=names) <= words
        and all(quoted in normalise(evidence) for quoted in _quoted(segment))
        and all(_recall(sentence, words) >= LEAST_RECALL for sentence in sentences(segment))
        and not any(_turned(s, others) or _renamed(s, others, known=names) for s in sentences(segment))
    )


@lru_cache(maxsize=8)
def known_names(texts: tuple[str, ...]) -> frozenset[str]:
    """By stem, the words that the texts write with a capital within a sentence, and nowhere without one."""
    capitalised = {stem for text in texts for name in _NAME.findall(text) for stem in stems(name)}
    return frozenset(capitalised.difference(*(stems(" ".join(_LOWER.findall(text))) for text in texts)))


def _recall(sentence: str, words: Set[str]) -> float:
    """The share of its content words that are among the words, by stem; without any, nothing in it could be wrong."""
    wanted = _content(sentence)
    return len(wanted & words) / len(wanted) if wanted else 1.0


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(by_value(normalise(text))))


def _names(text: str, *, known: Collection[str]) -> set[str]:
    """By stem, the words that are capitalised where no sentence begins, and the known ones wherever they stand."""
    within = {stem for name in _NAME.findall(text) for stem in stems(name)}
    return within | {stem for name in _ANY_NAME.findall(text) for stem in stems(name) if stem in known}


def _quoted(text: str) -> Iterator[str]:
    """What stands between quotation marks; also after one that is never closed."""
    return (normalise(curly or straight).strip(" .,") for curly, straight in _QUOTED.findall(text))


def _turned(sentence: str, others: Sequence[str]) -> bool:
    """Whether a content word that the sentence shares with the one most like it is negated in one of them only."""
    said = _polarities(sentence)
    nearest = max(map(_polarities, others), key=lambda other: len(said.keys() & other.keys()), default={})
    return any(not said[stem] <= nearest[stem] for stem in said.keys() & nearest.keys())


@lru_cache(maxsize=1024)
def _polarities(sentence: str) -> Mapping[str, Set[bool]]:
    """For each content word, by stem, whether a negation reaches it: here so, there not, or both."""
    found: defaultdict[str, set[bool]] = defaultdict(set)
    left, is_next = 0, False
    for word in _WORD.findall(normalise(sentence)):
        if _NEGATION.fullmatch(word):
            left, is_next = _REACH, True
        elif _CLAUSE_END.fullmatch(word):
            is_next = False
        else:
            for stem in _content(word):
                found[stem].add(left > 0 or is_next)
            left, is_next = left - 1, is_next and not _content(word)
    return dict(found)


def _renamed(sentence: str, others: Sequence[str], *, known: Collection[str]) -> bool:
    """Whether the others say the same in the same words, with other names in the place of some.

    Where they have names that the sentence leaves out, more of them than are put in, a pronoun may stand for one.
    """
    names = _names(sentence, known=known)
    rest = _content(sentence) - names
    near = [other for other in others if rest and rest <= _content(other)]
    alike = [theirs for other in near if _content(other) - (theirs := _names(other, known=known)) == rest]
    return bool(alike) and all(len(names - theirs) >= len(theirs - names) > 0 for theirs in alike)


@lru_cache(maxsize=4096)
def _content(text: str) -> frozenset[str]:
    """The content words by stem."""
    return frozenset(stems(" ".join(word for word in content_words(text) if word not in _EMPTY)))
