"""Who an article says holds which office: `foreign secretary`, `the club's treasurer`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from vectorstore.names import CAPITALS, SHORT_NAME, bare_name, names_in

_OFFICE = "|".join(
    """minister secretary chancellor president premier mayor treasurer chair chairman chairwoman chairperson leader
    manager director captain coach editor spokesman spokeswoman spokesperson governor senator professor chief
    commissioner judge ambassador envoy founder owner principal headteacher head engineer bishop representative
    adviser advisor general superintendent inspector sheriff strategist whip speaker executive keeper conductor
    curator warden clerk lawyer councillor deputy priest vicar rector dean economist analyst scientist author
    pollster""".split()
)
_OFFICE = f"(?:{_OFFICE})"
_PHRASE = rf"(?:[\w’'-]+ ){{0,5}}?{_OFFICE}(?: of(?: the)? [{CAPITALS}][\w’'-]+(?: [{CAPITALS}][\w’'-]+)*)?"
_BEHIND = re.compile(
    rf"(?P<name>{SHORT_NAME})(?:,| is| was| became| has become| remains| serves as)(?: now)?"
    rf" (?:(?:the|a|an|its|their|his|her|our) )?(?P<office>{_PHRASE})\b"
)
_IN_FRONT = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|\w+['’]s) (?P<office>{_PHRASE}), (?P<name>{SHORT_NAME})"
)
_IS_OFFICE = re.compile(rf"{_OFFICE}$")


def offices(text: str, *, full_name: Callable[[str], str | None]) -> Mapping[str, str]:
    """By the office, in lower case, in full and by its last words; one that several hold is left out."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for office, name in _named(text):
        full = full_name(name) if name else None
        words = office.lower().split()
        if full:
            for first in range(len(words)):
                holders[" ".join(words[first:])].add(full)
    return {office: names.pop() for office, names in holders.items() if len(names) == 1}


def _named(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        for pattern in (_BEHIND, _IN_FRONT):
            yield from ((found["office"], bare_name(found["name"])) for found in pattern.finditer(line))
        for name, start, end in names_in(line):
            title = line[start:end].removesuffix(name).strip().rstrip(",")
            if " " in name and _IS_OFFICE.search(title.lower()):
                yield title, name
