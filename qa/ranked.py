"""Which sentences may answer, and those about another thing of the kind put behind."""

from collections.abc import Iterable
from dataclasses import replace

from qa.candidates import Candidate
from qa.numbered import is_another
from qa.question import Understood

_OF_ANOTHER = 0.4
"""What is left of the support of a sentence about a thing of another number."""


def of_the_same(understood: Understood, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best supported first, those about a thing of another number than the question's with less support."""
    another = is_another(understood.own)
    same = (replace(c, support=c.support * _OF_ANOTHER) if another(_around(c)) else c for c in candidates)
    return sorted(same, key=lambda c: -c.support)


def may_answer(understood: Understood, candidate: Candidate) -> bool:
    """Whether it is a sentence, and by whoever the question asks for."""
    if not _is_prose(candidate.text):
        return False
    if understood.speakers:
        return candidate.speaker in understood.speakers
    return understood.kind != "who-said" or candidate.speaker is not None


def _around(candidate: Candidate) -> str:
    return f"{candidate.hit.article.title or ''} {candidate.hit.passage.text}"


def _is_prose(text: str) -> bool:
    """A sentence, not a caption, a label or a headline: it ends like one, or is long."""
    words = text.split()
    return len(words) >= 4 and (text.rstrip("”\"’')]").endswith((".", "!", "?", "…")) or len(words) >= 10)
