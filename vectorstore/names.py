"""Names of people in a text, found by their shape."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

CAPITALS = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x530)) if letter.isupper())
"""The capital letters of Latin, Greek and Cyrillic, for a class of a regular expression."""

_WORD = rf"(?:(?:[A-Z]\.)+|(?:Mc|Mac|O['’]|al-)?[{CAPITALS}][\w’'-]*[\w])"
_PARTICLE = r"(?:van|von|der|den|de|di|da|del|al|el|bin|ibn|la|le|zu)"
SHORT_NAME = rf"{_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?{_WORD}){{0,5}}"
"""A name of at most six words: within a longer pattern, a run of any length would take quadratic time."""
NAME = rf"{_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])*{_WORD})*"
"""A run of capitalised words, with the initials and particles between them."""

_name = re.compile(NAME)
_goes_on = re.compile(r"[^\s.!?:“\"‘(\[][ \u00a0]*$")
"""In front of a word: the sentence has begun."""
_article_before = re.compile(r"\b(?:[Tt]he|[Aa]n?) $")

_DAYS_AND_MONTHS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday tomorrow""".split()
)
_MAY_BE_A_NAME = frozenset(
    """january february march april may june july august september october november december
    america britain england scotland wales ireland france germany russia ukraine poland italy spain china belarus
    turkey europe moscow kyiv kiev london berlin paris brussels washington""".split()
)
"""Months and places that people are called by too: part of a name where one other word is left."""
_WITHIN_NAMES = frozenset(
    "a an the of and in on at by for from to as union house white street press european parliament government".split()
)
"""Of those words, the ones that stand in the names of organisations; behind any other one a name begins."""
_NOT_IN_A_NAME = (
    _DAYS_AND_MONTHS
    | _MAY_BE_A_NAME
    | frozenset(
        """what who when where why how which
    a an the this that these those he she it they we i you his her their our its my in on at by for from to of as
    and but or so if when while after before during since although however meanwhile according asked speaking
    given following neither nor both either like unlike despite even only just still yet then now here there once
    perhaps maybe well no yes not every some many most few several such another each rather instead also again later
    earlier last next first second third finally because until unless though without within against among between
    mr mrs ms miss dr prof professor sir dame lord lady gen general col colonel capt captain lt sgt judge justice rev
    president vice prime minister chancellor secretary foreign defence defense interior finance health state affairs
    ambassador senator sen representative rep congressman congresswoman governor gov mayor councillor councilor cllr
    spokesman spokeswoman spokesperson press chief head leader director chairman chairwoman chair ceo officer
    commissioner inspector king queen prince princess pope bishop high top senior deputy former acting correspondent
    editor reporter white house kremlin downing street pentagon government parliament council ministry department
    european union nato eu un us uk usa bbc cnn
    american british english scottish welsh irish french german russian ukrainian polish italian spanish chinese
    belarusian turkish western eastern southern northern republican democratic del fr""".split()
    )
)
_BEFORE_A_NAME = _NOT_IN_A_NAME - _MAY_BE_A_NAME - _WITHIN_NAMES


@lru_cache(maxsize=4096)
def bare_name(words: str) -> str:
    """The name without the titles, offices and places in front of it and the possessive behind; may be empty."""
    kept = re.sub(r"['’]s?$", "", words).split()
    plain = [word.rstrip(".").lower().removesuffix("'s").removesuffix("’s") for word in kept]
    owners = [n for n, word in enumerate(kept[:-1]) if word.endswith(("'s", "’s"))]
    first, last = owners[-1] + 1 if owners else 0, len(kept)
    titles = [n for n, word in enumerate(plain[:-1]) if word in _BEFORE_A_NAME]
    if titles:
        first = max(first, titles[-1] + 1)
    while first < last and plain[first] in _NOT_IN_A_NAME and (last - first != 2 or plain[first] not in _MAY_BE_A_NAME):
        first += 1
    while first < last and plain[last - 1] in _DAYS_AND_MONTHS:
        if last - first == 2 and plain[last - 1] in _MAY_BE_A_NAME:
            break
        last -= 1
    return " ".join(kept[first:last])


def surname(name: str) -> str:
    """The last word of a name, its apostrophes straight; of "Lloyd J. Austin III" it is "Austin"."""
    words = [word for word in name.replace("’", "'").split() if not re.fullmatch(r"[IVX]+|Jr\.?|Sr\.?", word)]
    return words[-1] if words else name


def counted_names(text: str) -> Counter[str]:
    """How often each name of more than one word stands in the text; of "the Corn Hall" nothing is counted."""
    counts: Counter[str] = Counter()
    for match in _name.finditer(text):
        name = bare_name(match.group())
        if " " in name and not (
            name == match.group() and _article_before.search(text[max(0, match.start() - 5) : match.start()])
        ):
            counts[name] += 1
    return counts


def proper_names(text: str) -> Iterator[str]:
    """Each run of capitalised words, whatever it names, but for days; a word that begins a sentence counts in a run."""
    for match in _name.finditer(text):
        words = re.sub(r"['’]s?$", "", match.group()).split()
        begins = not _goes_on.search(text[max(0, match.start() - 3) : match.start()])
        if begins and (len(words) == 1 or words[0].lower() in _NOT_IN_A_NAME):
            words = words[1:]
        if kept := [word for word in words if word.lower() not in _DAYS_AND_MONTHS and word != "I"]:
            yield " ".join(kept)


def names_in(text: str) -> list[tuple[str, int, int]]:
    """Each name in the text, bare, with the span of the whole run of capitalised words it stands in."""
    found = ((bare_name(match.group()), match.start(), match.end()) for match in _name.finditer(text))
    return [(name, start, end) for name, start, end in found if name]
