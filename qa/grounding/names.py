"""The names of a text, and whether the evidence has them: in full, by surname, as initials."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qa.grounding.evidence import Evidence
from vectorstore.names import bare_name, proper_names, surname
from vectorstore.offices import folded, is_country
from vectorstore.statements.people import key
from vectorstore.words import stems

_COURTESIES = frozenset("mr mrs ms miss dr sir dame lord lady st jr sr the a an i".split())
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
"""Names of months in short, which are told as dates."""
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,6}")
_BEGINS = re.compile(r"(?:^|[.!?:…]\s+|\n\s*)[\"'“‘(\[]*([^\W\d_a-z][\w’'-]*)")
_WORD = re.compile(r"(?:[A-Z]\.)+|\w+(?:['’]\w+)*")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w.]*")


def missing_names(text: str, evidence: Sequence[Evidence], *, question: str) -> Iterator[str]:
    """The names of the text that the evidence doesn't have, neither in a quote nor around it.

    A capital where a sentence begins shows a name only where more capitals follow, or in a country's name or one that
    the question has. A first name beside a surname must stand beside it somewhere.
    """
    shown = "\n".join(one.whole for one in evidence)
    words, runs = _words(shown), runs_in(shown)
    initials = _initials(runs)
    people = _people(runs)
    for name in (*proper_names(text), *_first_words(text, question)):
        missing = [word for word in parts(name) if not _stands(word, words) and _bare(word) not in initials]
        if missing and not is_spelt_out(name, shown):
            yield " ".join(missing)
        elif (person := bare_name(name)) and _is_mixed(person, people):
            yield person


def _first_words(text: str, question: str) -> Iterator[str]:
    """What begins a sentence and is a name by the question or as a country."""
    asked = {key(part) for name in proper_names(question) for part in parts(name)}
    for found in _BEGINS.finditer(text):
        found_parts = list(parts(found[1]))
        if any(key(part) in asked or is_country(_bare(part)) for part in found_parts):
            yield found_parts[0]


def parts(name: str) -> Iterator[str]:
    """The capitalised words of a name, but for `Mr` and its like; of `Russia-backed` the first."""
    for word in re.split(r"[\s-]+", re.sub(r"['’]s?(?=\s|$)", "", name)):
        if _CAPITALISED.match(word) and _bare(word) not in _COURTESIES | _MONTHS:
            yield word.strip(".") if len(word.strip(".")) > 1 and "." not in word.strip(".") else word


def is_in(part: str, text: str) -> bool:
    """Whether that part of a name stands in the text, in any form of it: German as Germany, or by its initials."""
    return _stands(part, _words(text)) or _bare(part) in _initials(runs_in(text))


def _stands(word: str, words: frozenset[str]) -> bool:
    bare = _bare(word)
    return (
        (len(bare) == 1 and word.endswith("."))
        or not words.isdisjoint({key(bare), folded(bare)})
        or words.issuperset(stems(bare) or (bare,))
    )


def is_spelt_out(name: str, text: str) -> bool:
    """Whether the text has the initials of a name of several words: `EU`."""
    capitals = "".join(word[0] for word in name.split() if word[0].isupper())
    return len(capitals) > 1 and capitals.casefold() in _words(text)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    """The words of the text in the forms that names are compared by."""
    found = {form for word in _WORD.findall(text.replace("-", " ")) for form in (_bare(word), key(_bare(word)))}
    return frozenset(found | {folded(word) for word in found} | set(stems(text)))


@lru_cache(maxsize=256)
def runs_in(text: str) -> tuple[str, ...]:
    """The runs of capitalised words of the text, each once."""
    return tuple(dict.fromkeys(proper_names(text)))


def _initials(runs: Sequence[str]) -> set[str]:
    return {"".join(word[0] for word in run.split() if word[0].isupper()).casefold() for run in runs}


def _people(runs: Sequence[str]) -> dict[str, set[str]]:
    """By surname, the words that stand in front of it; names of one word are left out."""
    found: dict[str, set[str]] = {}
    for run in runs:
        if " " in (name := bare_name(run)):
            found.setdefault(key(surname(name)), set()).update(map(key, name.split()[:-1]))
    return found


def _is_mixed(name: str, people: dict[str, set[str]]) -> bool:
    """Whether it is one person's first name with another's surname."""
    firsts, last = [key(word) for word in name.split()[:-1]], key(surname(name))
    beside = people.get(last)
    elsewhere = {word for other, words in people.items() if other != last for word in words}
    return bool(firsts) and beside is not None and firsts[0] not in beside and firsts[0] in elsewhere


def _bare(word: str) -> str:
    """In lower case, without the dots of initials and the possessive."""
    if _INITIALS.fullmatch(word):
        word = word.replace(".", "")
    return re.sub(r"['’]s?$", "", word).strip(".").casefold()
