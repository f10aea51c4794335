"""The numbers of a text, compared by value: how much, of what, and how many of how many."""

import re
from collections.abc import Iterator, Sequence

from qa.grounding.days import read, years
from qa.grounding.evidence import Evidence
from qa.words import content_words
from vectorstore.words import stems

_VALUE = r"(?<!\d)(?<!\d[.,:/])\d[\d.,:/]*(?<=\d)%?"
_NUMBER = re.compile(rf"(?P<money>[£$€¥]?)(?P<value>{_VALUE})")
_AMOUNTS = re.compile(
    r"\b(?:half|halves|quarters?|dozens?|twice|double[ds]?|tripled?|hundreds|thousands|millions|billions)\b"
)
_COUNTED = re.compile(rf"(?P<value>{_VALUE})(?: (?:of|the|its|their|other|more|new)\b)* (?P<what>[a-z][\w'-]*)")
_OF = re.compile(rf"({_VALUE}) (?:out )?of (?:(?:the|its|their|some|about|nearly|all) )*({_VALUE})")


def missing_numbers(text: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The numbers, shares and sums of the text that don't stand in the quotes as the same value of the same thing."""
    said, quoted = read(text).rest, " | ".join(read(one.quote).rest for one in evidence)
    there = {found["value"]: found["money"] for found in _NUMBER.finditer(quoted)}
    dated = years(evidence)
    for found in _NUMBER.finditer(said):
        money = there.get(found["value"])
        if (money is None and found["value"] not in dated) or (money and found["money"] and money != found["money"]):
            yield found.group()
    amounts = {stem for word in _AMOUNTS.findall(quoted) for stem in stems(word)}
    yield from (word for word in _AMOUNTS.findall(said) if not amounts.issuperset(stems(word)))
    yield from _exchanged(said, quoted)


def _exchanged(said: str, quoted: str) -> Iterator[str]:
    """`5 ships` where there are 9 ships and 5 boats, unless boats are told of too; `9 of 5` where there are 5 of 9."""
    counted, told = list(_counted(said)), set(_counted(quoted))
    for value, what in counted:
        others = {thing for theirs, thing in told if theirs == value and thing != what}
        elsewhere = {thing for number, thing in counted if number != value} | (others - set(stems(said)))
        is_other = any(theirs != value and thing == what for theirs, thing in told)
        if is_other and others & elsewhere and (value, what) not in told:
            yield f"{value} {what}"
    shares = set(_OF.findall(quoted))
    yield from (f"{part} of {all_}" for part, all_ in _OF.findall(said) if (all_, part) in shares - {(part, all_)})


def _counted(text: str) -> Iterator[tuple[str, str]]:
    for found in _COUNTED.finditer(text):
        if content_words(found["what"]):
            yield found["value"], " ".join(stems(found["what"]))
