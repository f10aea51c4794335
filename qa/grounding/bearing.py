"""How well evidence bears a claim out, as one number."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files

from qa.grounding.days import missing_days, read
from qa.grounding.evidence import Evidence
from qa.grounding.folding import plain, undotted
from qa.grounding.names import missing_names
from qa.grounding.numbers import missing_numbers
from qa.grounding.values import by_value
from qa.words import content_words
from vectorstore.words import stems

_EMPTY = frozenset(
    """yes no not longer cannot don't can't won't didn't doesn't isn't wasn't aren't weren't hasn't haven't hadn't
    wouldn't couldn't shouldn't""".split()
)
"""Without content besides those that no question is searched by; what is denied is told elsewhere."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a claim is borne out.

    Words are content words by stem; those of a date that is borne out count as standing anywhere.
    """

    quoted: float
    """The share of its words that stand in the quotes, 0 to 1."""
    together: float
    """The share that stands by one piece of evidence alone, its context and its quote, 0 to 1."""
    names: int
    """How many of its names stand nowhere by the evidence."""
    values: int
    """How many of its numbers and dates don't."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What each sign counts in the logistic, by its name, and what a claim without any has: `bias`."""

    weights: Mapping[str, float]
    bias: float
    threshold: float
    """From this score on, what a claim says is said by its evidence."""


@lru_cache(maxsize=1)
def fitted_bearing() -> Bearing:
    """What `evals/fit_bearing.py` found on the development claims of WiCE."""
    fitted = json.loads(files("qa.grounding").joinpath("bearing.json").read_text("utf-8"))
    return Bearing(weights=fitted["weights"], bias=fitted["bias"], threshold=fitted["threshold"])


def supports(claim: str, evidence: Sequence[Evidence]) -> float:
    """How well the evidence bears the claim out, 0 to 1; higher is better. Without words with content: 1."""
    if not words_of(claim):
        return 1.0
    return score(signs(claim, evidence), fitted_bearing())


def score(found: Signs, bearing: Bearing) -> float:
    """The logistic of the weighted signs, 0 to 1."""
    weighed = bearing.bias + sum(bearing.weights[name] * n for name, n in asdict(found).items())
    return (1 + math.tanh(weighed / 2)) / 2


def signs(claim: str, evidence: Sequence[Evidence]) -> Signs:
    """Reads the signs of one claim."""
    wanted, missing = words_of(claim), set(missing_days(claim, evidence))
    known = _dated(claim) - words_of(" ".join(missing)) if evidence else frozenset()
    quoted = known.union(*(words_of(one.quote) | _whose(one) for one in evidence))
    together = [len(wanted & (words_of(one.shown) | _whose(one) | known)) for one in evidence]
    anywhere = [Evidence(one.shown, "", one.speaker, one.publisher, one.published_at) for one in evidence]
    return Signs(
        quoted=len(wanted & quoted) / max(1, len(wanted)),
        together=max(together, default=0) / max(1, len(wanted)),
        names=len(set(missing_names(claim, evidence, question=""))),
        values=len({*missing_numbers(claim, anywhere), *missing}),
    )


def _dated(claim: str) -> frozenset[str]:
    """The words of its dates, which the day of publication may bear out."""
    said = read(claim)
    return words_of(" ".join((*(wording for wording, _ in said.days), *said.by_name)))


def _whose(one: Evidence) -> frozenset[str]:
    return words_of(f"{one.speaker or ''} {one.publisher or ''}")


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The content words by stem; a number is one word, by its value."""
    words = (word for word in content_words(by_value(plain(undotted(text)))) if word not in _EMPTY)
    return frozenset(stem for word in words for stem in ([word] if word[0].isdigit() else stems(word)))
