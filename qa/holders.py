"""Questions for who holds an office: of the sentences that name a holder, the one told last."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import islice

from qa.candidates import Candidate
from qa.words import content_words
from vectorstore.names import CAPITALS, SHORT_NAME, bare_name, surname
from vectorstore.offices import HEADS, folded
from vectorstore.statements.first_names import FIRST_NAMES
from vectorstore.words import stems

_LEADS = "leader|leads|led|head|heads|headed"
_CHAIRS = "chair(?:man|woman|person|s|ed)?"
_FORMS = {
    **{head: head for head in HEADS},
    **dict.fromkeys(("leader", "leads", "head", "heads"), _LEADS),
    **dict.fromkeys(("chair", "chairs", "chairman", "chairwoman", "chairperson"), _CHAIRS),
}
"""By the word that a question uses, how an article may say it."""
_ASKS = re.compile(r"^\W*who(?:['’]s| is| was| are)?\b(?P<office>.*)", re.I)
_ANOTHER = r"former|ex|outgoing|previous|past|deputy|opposition|shadow|acting"
_NOT_ASKED = re.compile(rf"\b(?:{_ANOTHER}|sa(?:id|ys?)|told|wrote|called|quoted|asked|words|won|beat|by|for)\b", re.I)
_NOT_ANOTHER = "".join(f"(?<!{other}.)" for other in _ANOTHER.split("|"))
_BETWEEN = r"(?:(?!(?:said|told|and|but|that)\b)[\w’'-]+ )"
_ENDS = r"(?=$|[,.;:!?”\"]| (?:of|for|since|on|in|at|after|from|the|last|this)\b)"
"""Behind an office that stands for the name in front of it; else it may begin a clause of its own."""
_NOW = frozenset("now right current currently today present time".split())
_WORDS_OF_OFFICE = 5
_NEAR, _LOOKED_AT = 100, 3
"""Characters around an office to look for a name in, and how often in one text: a text may be made to take long."""


@dataclass(frozen=True, slots=True)
class OfficeAsked:
    """An office, by the question's word for it, and whose: its other words that carry meaning, and their stems."""

    word: str
    of: frozenset[str]
    of_words: tuple[str, ...]


def office_asked(question: str, *, beside: frozenset[str]) -> OfficeAsked | None:
    """The office whose holder the question is after; None where it asks for something else.

    `beside` are words that don't tell the office, such as those for a day.
    """
    found = _ASKS.match(question)
    if found is None or _NOT_ASKED.search(question):
        return None
    words = [word for word in content_words(found["office"]) if word not in beside | _NOW]
    office = next((word for word in words if word in _FORMS), None)
    if office is None or len(words) > _WORDS_OF_OFFICE:
        return None
    others = tuple(word for word in words if word != office)
    return OfficeAsked(office, frozenset(stems(" ".join(others))), others)


def latest_holder(asked: OfficeAsked, candidates: Sequence[Candidate]) -> Candidate | None:
    """The best supported sentence that names as the holder whom the one told last names; None where none names any."""
    people = {surname(one.speaker) for one in candidates if one.speaker}
    naming = [
        (when, one.support, holder, one)
        for one in candidates
        if (when := one.hit.told_at) and (holder := _holder(one.text, asked, people)) and asked.of <= _about(one)
    ]
    if not naming:
        return None
    _, _, latest, _ = max(naming, key=lambda found: found[:2])
    return max((one for _, _, holder, one in naming if holder == latest), key=lambda one: one.support)


def _holder(text: str, asked: OfficeAsked, people: Set[str]) -> str | None:
    """The surname in `Mayor Ann Hale`, `the mayor, Ann Hale`, `Ann Hale, the mayor`, `Hale was sworn in as mayor`."""
    word = rf"{_NOT_ANOTHER}\b(?i:{_FORMS[asked.word]})\b"
    office = rf"(?P<whose>(?:[{CAPITALS}][\w’'-]+ ){{0,3}}){word}"
    behind = re.compile(rf"{office}(?: of {SHORT_NAME})?,? (?P<name>{SHORT_NAME})")
    before = re.compile(rf"(?P<name>{SHORT_NAME}),? {_BETWEEN}{{0,7}}?{office}{_ENDS}")
    near = [text[max(0, at.start() - _NEAR) : at.end() + _NEAR] for at in islice(re.finditer(word, text), _LOOKED_AT)]
    found = (found for form in (behind, before) for part in near for found in form.finditer(part))
    names = (bare_name(one["name"]) for one in found if _is_asked(one["whose"], asked))
    return next((surname(name) for name in names if name and _is_person(name, people)), None)


def _is_asked(whose: str, asked: OfficeAsked) -> bool:
    """Whether the office may be the one asked for: it is nobody's, or its owner is named in the question."""
    owner = {folded(word) for word in content_words(whose)}
    return not owner or bool({folded(word) for word in asked.of_words} & owner)


def _is_person(name: str, people: Set[str]) -> bool:
    return surname(name) in people or name.split()[0].lower() in FIRST_NAMES


def _about(one: Candidate) -> frozenset[str]:
    article = one.hit.article
    return frozenset(stems(f"{article.text} {article.title} {article.publisher}"))
