"""What the cited articles tell differently: other numbers of the same thing, each with who told it and when."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from qa.asked_for import asks_for_sum, counted
from qa.grounding.days import read
from qa.question import Understood
from qa.reply import Citation
from qa.words import content_words
from vectorstore.words import stems

_NEVER = datetime.max.replace(tzinfo=UTC)
_OF_THE_TOPIC = 0.6
"""The share of the question's words that a sentence must have: a number of something else contradicts nothing."""
_VALUE = r"(?<![\d.,:/-])\d+(?:\.\d+)?(?![\d:/%]|[.,]\d)"
_MONEY = re.compile(rf"[£$€] ?{_VALUE}|{_VALUE} (?:euros?|dollars?|pounds?)\b")
_COUNTED = re.compile(rf"(?P<value>{_VALUE})(?P<behind>(?: [\w'-]+){{1,3}})")


@dataclass(frozen=True, slots=True)
class _Told:
    """What one citation gives for the number that is asked for."""

    values: frozenset[str]
    citation: Citation


def conflicts(understood: Understood, citations: Sequence[Citation]) -> tuple[str, ...]:
    """One sentence where citations from several articles or posts differ in the number that is asked for, else none.

    In it every number, its outlet, day and marker, the earliest first.
    """
    values, topic = _values_asked(understood), {stem for word in understood.topic for stem in stems(word)}
    told = [
        _Told(found, one)
        for one in citations
        if (found := values(one.quote)) and len(topic.intersection(stems(one.quote))) >= _OF_THE_TOPIC * len(topic)
    ]
    differing = [one for one in told if any(_differ(one, other, beside=topic) for other in told)]
    if not differing:
        return ()
    ordered = sorted(differing, key=lambda one: (one.citation.told_at or _NEVER, one.citation.marker))
    days = {one.citation.told_at and one.citation.told_at.date() for one in ordered}
    lead = "The number changed, or is told differently" if len(days) > 1 else "The number is told differently"
    return (f"{lead}: {'; '.join(map(_as_text, ordered))}.",)


def _values_asked(understood: Understood) -> Callable[[str], frozenset[str]]:
    """Reads off a sentence the sums, or the numbers of what is counted; nothing where no number is asked for."""
    if understood.kind != "how-many" or understood.items:
        return lambda _: frozenset()
    if asks_for_sum(understood.own):
        return lambda text: frozenset(found.replace(" ", "") for found in _MONEY.findall(read(text).rest))
    what = counted(understood.own)
    return lambda text: frozenset(_numbers_of(what, read(text).rest)) if what else frozenset()


def _numbers_of(what: frozenset[str], text: str) -> Iterator[str]:
    return (found["value"] for found in _COUNTED.finditer(text) if what.issubset(stems(found["behind"])))


def _differ(one: _Told, other: _Told, *, beside: Set[str]) -> bool:
    """Whether two places give other numbers, and have a word in common beside those of the question."""
    place, elsewhere = ((told.citation.article.id, told.citation.post_id) for told in (one, other))
    return place != elsewhere and not one.values & other.values and bool((_content(one) & _content(other)) - beside)


def _content(told: _Told) -> set[str]:
    words = (word for word in content_words(told.citation.quote) if word.isalpha())
    return {stem for word in words for stem in stems(word)}


def _as_text(told: _Told) -> str:
    numbers = " and ".join(sorted(map(_readable, told.values)))
    at = told.citation.told_at
    day = f"{at.day} {at:%B %Y}" if at else None
    source = ", ".join(part for part in (told.citation.article.publisher, day) if part)
    return f"{numbers} ({source}) [{told.citation.marker}]" if source else f"{numbers} [{told.citation.marker}]"


def _readable(value: str) -> str:
    """With commas between the thousands."""
    return re.sub(r"\d{4,}", lambda found: f"{int(found.group()):,}", value)
