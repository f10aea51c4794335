"""Whether a text bears a sentence out, told without a model: what can be wrong in it must stand in the text."""

import re
from collections.abc import Iterator

from evals.benchmarks.text import content_recall
from evals.match import normalise, sentences
from evals.values import by_value
from qa.understand import content_words
from vectorstore.words import stems

LEAST_RECALL = 0.55
"""The share of a sentence's content words that its evidence must have; tells best on the claims of WiCE's dev set."""
_REACH = 3
"""How many words a negation reaches over."""

_NUMBER = re.compile(r"\d[\d.,:/]*(?<=\d)%?")
_NAME = re.compile(r"(?<![.!?:…\"“”‘'’(\[]\s)(?<=[\s\"“‘(\[’-])[^\W\d_a-z][\w’'-]+")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_WORD = re.compile(r"[\w']+")
_NEGATION = re.compile(
    r"(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot|\w+n't|den(?:y|ies|ied)|refus(?:e|es|ed))"
)


def supported(segment: str, evidence: str) -> bool:
    """Whether the evidence has all that the segment says, as far as words show it.

    Every number and date (by value), every name within a sentence and every quoted passage must stand there, no word
    may be negated in the one and not in the other, and of the content words `LEAST_RECALL` must be there by stem.
    """
    return (
        _numbers(segment) <= _numbers(evidence)
        and _names(segment) <= set(stems(evidence))
        and all(normalise(quoted).strip(" .,") in normalise(evidence) for quoted in _QUOTED.findall(segment))
        and not _turned(segment, evidence)
        and content_recall(evidence, segment) >= LEAST_RECALL
    )


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(by_value(normalise(text))))


def _names(text: str) -> set[str]:
    """By stem, the words that are capitalised where no sentence begins."""
    return {stem for name in _NAME.findall(text) for stem in stems(name)}


def _turned(segment: str, evidence: str) -> bool:
    """Whether a content word of both is negated in the one, and nowhere so in the other."""
    said, borne_out = set(_polarities(segment)), set(_polarities(evidence))
    known = {stem for stem, _ in borne_out}
    return any(stem in known and (stem, negated) not in borne_out for stem, negated in said)


def _polarities(text: str) -> Iterator[tuple[str, bool]]:
    """The content words by stem, each with whether a negation stands at most `_REACH` words before it."""
    for sentence in sentences(text):
        words = _WORD.findall(normalise(sentence))
        for place, word in enumerate(words):
            if not _NEGATION.fullmatch(word) and content_words(word):
                negated = any(map(_NEGATION.fullmatch, words[max(0, place - _REACH) : place]))
                yield from ((stem, negated) for stem in stems(word))
