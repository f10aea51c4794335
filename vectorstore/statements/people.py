"""The people whom an article names: under every form of their names and offices, and how they are referred to."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from vectorstore.names import CAPITALS, bare_name, counted_names, surname
from vectorstore.statements.genders import TITLES, Gender, genders
from vectorstore.statements.offices import by_title, held_offices

_WITHIN = re.compile(rf"(?<=[a-z,] )[{CAPITALS}][\w’'-]*\w")
_UMLAUTS = re.compile(r"(?<=[aou])e")
_LIKE_ENOUGH = 0.84
_SHORTEST_VARIANT = 5
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in one article."""

    by_surname: Mapping[str, Sequence[str]]
    """The full names of that surname, by its `key`, the most frequent one first."""
    by_first_name: Mapping[str, str]
    """Those whom a first name alone tells."""
    held_offices: Sequence[tuple[str, str]]
    """The titles that the article gives, each with the full name of its holder."""
    by_office: Mapping[str, str]
    """Who holds which office, by its title in lower case, in full and by its last words."""
    proper: frozenset[str]
    """The words that are capitalised within a sentence: such a word at a sentence's beginning is a name too."""
    genders: Mapping[str, Gender]
    """By full name, where the article or the first name tells."""

    def full_name(self, written: str) -> str | None:
        """The fullest name of the person written so; None where the article names nobody so in full."""
        name = bare_name(written)
        if not name:
            return None
        whole = self._of_surname(key(name))
        found = whole or self._of_surname(key(surname(name)))
        titled = {TITLES[word] for word in re.findall(r"\w+", written.lower()) if word in TITLES}
        first = key(name.split()[0])
        fitting = [full for full in found if all(self.may_be(full, gender) for gender in titled)]
        if " " in name and not whole:
            fitting = [full for full in fitting if _same_first(key(full.split()[0]), first)]
        return next(iter(fitting), None) or (self.by_first_name.get(key(name)) if not found else None)

    def may_be(self, name: str, gender: Gender) -> bool:
        """Whether the person can be `he` or `she`: unless the article shows the other."""
        return self.genders.get(name, gender) == gender

    def _of_surname(self, wanted: str) -> Sequence[str]:
        found = self.by_surname.get(wanted)
        if found is None and len(wanted) >= _SHORTEST_VARIANT:
            found = next((names for known, names in self.by_surname.items() if _alike(known, wanted)), None)
        return found or ()


@lru_cache(maxsize=2)
def people(text: str) -> People:
    """The people of an article; those of the text just asked for are kept."""
    prose = _prose(text)
    counts = Counter({name: n for name, n in counted_names(prose).items() if len(name.split()) <= _LONGEST_NAME})
    by_surname = _by_surname(counts)
    named = list(dict.fromkeys(name for names in by_surname.values() for name in names))
    firsts = Counter(key(name.split()[0]) for name in named)
    held = held_offices(prose, full_name=lambda name: next(iter(by_surname.get(key(surname(name)), ())), None))
    return People(
        by_surname=by_surname,
        by_first_name={key(n.split()[0]): n for n in named if firsts[key(n.split()[0])] == 1},
        held_offices=held,
        by_office=by_title(held),
        proper=frozenset(_WITHIN.findall(text)),
        genders=genders(prose, by_surname, key=lambda name: key(surname(name))),
    )


def _by_surname(counts: Counter[str]) -> dict[str, list[str]]:
    """The people by the key of their surname, the most frequent name first; a misspelt one is under its right name."""
    found: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], -len(name), name)):
        last, first = key(surname(name)), key(name.split()[0])
        like = next((k for k in found if k == last or (len(last) >= _SHORTEST_VARIANT and _alike(k, last))), last)
        same = found.setdefault(like, [])
        if not any(_same_first(key(other.split()[0]), first) for other in same):
            if like != last:
                same = found.setdefault(last, [])
            same.append(name)
    return found


def key(name: str) -> str:
    """The name without case, accents, hyphens and apostrophes: Kröhl, Kroehl and KROHL are one."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l").replace("ø", "o"))
    return _UMLAUTS.sub("", "".join(char for char in plain if char.isalnum()))


def _same_first(one: str, other: str) -> bool:
    """Whether two first names may be one person's: the same, an initial, the beginning of the other, or misspelt."""
    begins = one.startswith(other) or other.startswith(one)
    return begins or (len(one) >= _SHORTEST_VARIANT and bool(other) and _alike(one, other))


def _prose(text: str) -> str:
    """The text without its headlines, whose capitals make no names."""
    return "\n".join(line for line in text.splitlines() if not _is_headline(line))


def _is_headline(line: str) -> bool:
    words = line.split()
    capitals = sum(word[0].isupper() for word in words)
    return 4 < len(words) < 25 and capitals > 0.6 * len(words) and line.rstrip()[-1] not in ".!?”\"’'"


def _alike(known: str, written: str) -> bool:
    return (
        known[0] == written[0]
        and abs(len(known) - len(written)) <= 1
        and SequenceMatcher(None, known, written).ratio() >= _LIKE_ENOUGH
    )
