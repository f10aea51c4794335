"""Which sentences may answer, the best supported first."""

from collections.abc import Iterable
from dataclasses import replace

from qa.asked_for import fitness
from qa.candidates import Candidate
from qa.numbered import is_another
from qa.question import Understood

_OF_ANOTHER = 0.4
"""What is left of the support of a sentence about a thing of another number."""


def ranked(understood: Understood, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that may answer, the best supported first."""
    fit, another = fitness(understood.own, understood.kind), is_another(understood.own)
    fitting = (
        replace(c, support=c.support * fit(c.text) * (_OF_ANOTHER if another(_around(c)) else 1))
        for c in _eligible(understood, candidates)
    )
    return sorted(fitting, key=lambda c: -c.support)


def _eligible(understood: Understood, candidates: Iterable[Candidate]) -> list[Candidate]:
    prose = [c for c in candidates if _is_prose(c.text)]
    if understood.speakers:
        return [c for c in prose if c.speaker in understood.speakers]
    if understood.kind == "who-said":
        return [c for c in prose if c.speaker]
    return prose


def _around(candidate: Candidate) -> str:
    return f"{candidate.hit.article.title or ''} {candidate.hit.passage.text}"


def _is_prose(text: str) -> bool:
    """A sentence, not a caption, a label or a headline: it ends like one, or is long."""
    words = text.split()
    return len(words) >= 4 and (text.rstrip("”\"’')]").endswith((".", "!", "?", "…")) or len(words) >= 10)
