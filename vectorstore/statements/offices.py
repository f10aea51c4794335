"""Who an article says holds which office: `foreign secretary`, `the club's treasurer`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from vectorstore.names import CAPITALS, SHORT_NAME, bare_name, names_in
from vectorstore.offices import HEADS

_OFFICE = f"(?i:{'|'.join(sorted(HEADS))})"
_WORDS = r"(?:(?!(?:and|or|but|with|to|as|told|said|convince)\b)[\w’'-]+ )"
_OF = rf"(?: of(?: the)? [{CAPITALS}][\w’'-]+(?: [{CAPITALS}][\w’'-]+)*)?"
_PHRASE = rf"{_WORDS}{{0,5}}?{_OFFICE}(?: (?:[\w’'-]+ )?{_OFFICE})?{_OF}"
_BEHIND = re.compile(
    rf"(?P<name>{SHORT_NAME})(?:,| is| was| became| has become| remains| serves as)(?: now)?"
    rf" (?:(?:the|a|an|its|their|his|her|our) )?(?P<office>{_PHRASE})\b"
)
_IN_FRONT = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|\w+['’]s) (?P<office>{_PHRASE}), (?P<name>{SHORT_NAME})"
)
_DIRECTLY = re.compile(rf"(?P<office>(?=[{CAPITALS}]){_WORDS}{{1,4}}?{_OFFICE}) (?P<name>{SHORT_NAME})")
_IS_OFFICE = re.compile(rf"{_OFFICE}$")


def held_offices(text: str, *, full_name: Callable[[str], str | None]) -> tuple[tuple[str, str], ...]:
    """Each title as it is written, whole, with the full name of its holder; each pair once."""
    named = ((office, full_name(name) if name else None) for office, name in _named(text))
    return tuple(dict.fromkeys((office, full) for office, full in named if full))


def by_title(held: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """By the title, in lower case, in full and by its last words; one that several hold is left out."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for office, full in held:
        words = office.lower().split()
        for first in range(len(words)):
            holders[" ".join(words[first:])].add(full)
    return {office: names.pop() for office, names in holders.items() if len(names) == 1}


def _named(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        for pattern in (_BEHIND, _IN_FRONT, _DIRECTLY):
            yield from ((found["office"], bare_name(found["name"])) for found in pattern.finditer(line))
        for name, start, end in names_in(line):
            title = line[start:end].removesuffix(name).strip().rstrip(",")
            if " " in name and _IS_OFFICE.search(title.lower()):
                yield title, name
