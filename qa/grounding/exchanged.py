"""Names and days that stand by the evidence, but in the place of others: no quote says this of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.dates import Day
from qa.grounding.bearing import words_of
from qa.grounding.changes import changes, words
from qa.grounding.days import WEEKDAYS, Read, missing_days, read
from qa.grounding.departure import Departure
from qa.grounding.evidence import Evidence
from qa.grounding.names import is_in, is_spelt_out, parts, runs_in
from vectorstore.names import bare_name, proper_names
from vectorstore.sentences import sentences


def exchanged_names(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The names of the sentence that no quote has, and that stand for nothing in what of them is most like it.

    A name may stand for a pronoun, for a description (`the mayor`) or for a shorter form of itself. The speaker, the
    outlet and whoever is named in the sentence that a quote is cut from may be put in, but in no other name's place.
    """
    quoted = "\n".join(one.quote for one in evidence)
    known = "\n".join(part for one in evidence for part in (_around(one), one.speaker, one.publisher) if part)
    named = frozenset(word.casefold() for one in evidence for run in runs_in(one.whole) for word in words(run))
    nearest, said = _nearest(sentence, evidence), words(sentence)
    departs = Departure(changes(sentence, nearest), said=said, named=named)
    begins = [word for word in said[:1] if departs.is_name(word)]
    for name in dict.fromkeys((*begins, *proper_names(sentence))):
        own = bare_name(name) or name
        new = [part for part in parts(own) if not is_in(part, quoted)]
        if new and not is_spelt_out(own, quoted) and not _is_longer(own, quoted, evidence):
            is_known = all(is_in(part, known) for part in new)
            if not departs.fits(new, is_known=is_known):
                yield name
    yield from departs.replaced()


def exchanged_days(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The days of the sentence that no quote has, in the place of another one of the sentence most like it.

    Beside a day of the quotes, another one of its kind must follow from them; that it stands around them is not enough.
    """
    said, quoted = read(sentence), read("\n".join(one.quote for one in evidence))
    left = _kinds(read(_nearest(sentence, evidence)), besides=said)
    yield from sorted(name for name in said.by_name - quoted.by_name if name in WEEKDAYS and "weekday" in left)
    there = {day for _, day in quoted.days}
    beyond = set(missing_days(sentence, [replace(one, context="") for one in evidence]))
    for wording, day in said.days:
        alike = left | {_kind(other) for other in there} if wording in beyond else left
        if day not in there and _kind(day) in alike:
            yield wording


def _kinds(told: Read, *, besides: Read) -> frozenset[str]:
    """The kinds of the days that are told of and not said."""
    said = {day for _, day in besides.days}
    kinds = {_kind(day) for _, day in told.days if day not in said}
    return frozenset(kinds | ({"weekday"} if not (told.by_name - besides.by_name).isdisjoint(WEEKDAYS) else set()))


def _kind(day: Day) -> str:
    """Which of its parts are told."""
    return " ".join(name for name in ("year", "month", "day") if getattr(day, name))


def _nearest(sentence: str, evidence: Sequence[Evidence]) -> str:
    """The sentence of the quotes that shares most words with it; empty where there is none."""
    wanted = words_of(sentence)
    among = [
        one.quote[start:end] for one in evidence for start, end in sentences(one.quote, start=0, end=len(one.quote))
    ]
    return max(among, key=lambda other: len(wanted & words_of(other)), default="")


def _around(one: Evidence) -> str:
    """The sentences that the quote is cut from, without it; empty where it isn't in its context."""
    at = one.context.find(one.quote)
    if at < 0:
        return ""
    end = at + len(one.quote)
    spans = sentences(one.context, start=0, end=len(one.context))
    return "\n".join(
        one.context[start:at] + "\n" + one.context[end:stop]
        for start, stop in spans
        if start < end and at < stop and (start < at or end < stop)
    )


def _is_longer(name: str, quoted: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a part of the name stands in the quotes, and the whole of it together by the evidence."""
    runs = [run for one in evidence for run in runs_in(one.whole)]
    own = [*parts(name)]
    return any(is_in(part, quoted) for part in own) and any(all(is_in(part, run) for part in own) for run in runs)
