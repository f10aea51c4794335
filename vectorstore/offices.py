"""Who holds an office, by what the articles say: `the German chancellor`, `Germany's chancellor`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

HEADS = frozenset(
    """minister secretary chancellor president premier mayor treasurer chair chairman chairwoman chairperson leader
    manager director captain coach editor spokesman spokeswoman spokesperson governor senator professor chief
    commissioner judge ambassador envoy founder owner principal headteacher head engineer bishop representative
    adviser advisor general superintendent inspector sheriff strategist whip speaker executive keeper conductor
    curator warden clerk lawyer councillor deputy priest vicar rector dean economist analyst scientist author
    pollster""".split()
)
"""The words for offices, the last of a title's own."""
_COUNTRIES = """germany german|france french|russia russian|ukraine ukrainian|britain british uk|
america american us usa|italy italian|spain spanish|poland polish|china chinese|japan japanese|india indian|
turkey turkish|belarus belarusian|europe european eu|ireland irish|scotland scottish|wales welsh|england english|
sweden swedish|norway norwegian|finland finnish|denmark danish|netherlands dutch|belgium belgian|austria austrian|
hungary hungarian|greece greek|israel israeli|iran iranian|iraq iraqi|syria syrian|egypt egyptian|canada canadian|
mexico mexican|brazil brazilian|australia australian|portugal portuguese|switzerland swiss|romania romanian|
estonia estonian|latvia latvian|lithuania lithuanian|serbia serbian|georgia georgian|pakistan pakistani"""
_FOLDED = {
    **{word: group.split()[0] for group in _COUNTRIES.split("|") for word in group.split()},
    "spokeswoman": "spokesperson",
    "spokesman": "spokesperson",
    "chairwoman": "chair",
    "chairman": "chair",
    "chairperson": "chair",
    "advisor": "adviser",
    "premier": "minister",
    "defence": "defense",
}
_COUNTRY_WORDS = frozenset(_COUNTRIES.replace("|", " ").split())
_EMPTY = frozenset("the a an of for its his her their our my new current then former s in at to and".split())
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An article says that somebody holds an office; `title` as it is written."""

    article_id: str
    title: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedOffice:
    """An office with the day that its article tells of it."""

    office: Office
    published_at: datetime | None


def folded(word: str) -> str:
    """The word as offices are compared by, from lower case: `german` is `germany`, `spokesman` is `spokesperson`."""
    return _FOLDED.get(word, word)


def is_country(word: str) -> bool:
    """Whether the word, in lower case, names a country or what is of it."""
    return word in _COUNTRY_WORDS


def head_of(phrase: str) -> str | None:
    """The word for the office in its folded form; None where the phrase names none."""
    return next((word for word in reversed(list(_words(phrase))) if word in _FOLDED_HEADS), None)


def holders(offices: Sequence[DatedOffice], phrase: str) -> tuple[str, ...]:
    """Who holds the office that the phrase names: whoever the latest article to name a holder names.

    Nobody where the phrase is a bare `the mayor` and several are: it may be any of them.
    """
    wanted = frozenset(_words(phrase))
    held = [dated for dated in offices if wanted <= frozenset(_words(dated.office.title))]
    names = {dated.office.holder for dated in held}
    if len(names) < 2 or len(wanted) == 1:
        return tuple(names) if len(names) == 1 else ()
    latest = max(held, key=lambda dated: (dated.published_at is not None, dated.published_at, dated.office.article_id))
    same = {dated.office.holder for dated in held if dated.office.article_id == latest.office.article_id}
    return tuple(sorted(same)) if len(same) == 1 else ()


def _words(phrase: str) -> Iterator[str]:
    plain = phrase.lower().replace("u.s.", "us").replace("u.k.", "uk")
    return (folded(word) for word in _WORD.findall(plain) if word not in _EMPTY)


_FOLDED_HEADS = frozenset(_FOLDED.get(head, head) for head in HEADS)
