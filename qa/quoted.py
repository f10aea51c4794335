"""Whose words a quotation is, looked up in the statements that were found."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.candidates import Candidate
from qa.question import Claim
from qa.words import content_words
from vectorstore.sentences import Span
from vectorstore.statements.lexicon import SPEECH_VERBS
from vectorstore.words import stems

_NO = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|cannot)\b|n['’]t\b", re.I)
_SAME_WORDS = 0.8
"""A statement with this share of the quotation's content words has it."""


def whose_claim(candidates: Sequence[Candidate], claim: Claim) -> tuple[Candidate, ...]:
    """Who said as much, those asked about before others.

    What says no where the claim doesn't is not it, nor what passes on that another said it.
    """
    same = [c for c in candidates if _says_no(c.text) == _says_no(claim.text) and not _passes_on(c, claim.text)]
    theirs = [c for c in same if c.speaker in claim.speakers]
    return whose_words(theirs, claim.text) or whose_words(same, claim.text)


def _passes_on(candidate: Candidate, claim: str) -> bool:
    """Whether another speaks within what the candidate says, but not in the claim."""
    said = " ".join(candidate.hit.article.text[start:end] for start, end in candidate.content)
    return bool(_speaking(said) - _speaking(claim))


def _speaking(text: str) -> set[str]:
    verbs = (SPEECH_VERBS.get(word) for word in re.findall(r"\w+", text.lower()))
    return {verb.lemma for verb in verbs if verb and verb.is_speech and verb.form != "base"}


def _says_no(text: str) -> bool:
    return _NO.search(text) is not None


def whose_words(candidates: Sequence[Candidate], quotation: str) -> tuple[Candidate, ...]:
    """The speaker's own words that hold the quotation, cut to them; the same words of several articles together.

    Nothing where no statement with a known speaker has it.
    """
    wanted = _content(quotation)
    held = [(share, c) for c in candidates if c.speaker for share, c in [_best(c, wanted)] if share >= _SAME_WORDS]
    if not held:
        return ()
    best = max(held, key=lambda pair: (pair[0], -(pair[1].end - pair[1].start)))[1]
    same = [c for _, c in held if c.speaker == best.speaker and _plain(c.text) == _plain(best.text)]
    return tuple(sorted(same, key=lambda c: (c is not best, c.hit.article.id, c.start)))


def _best(candidate: Candidate, wanted: frozenset[str]) -> tuple[float, Candidate]:
    """The stretch of the candidate's content with the most of the wanted words, and the share that it has."""
    stretches = [*candidate.content, *([_around(candidate.content)] if len(candidate.content) > 1 else [])]
    scored = [(_share(candidate, span, wanted), span[0] - span[1], span) for span in stretches]
    share, _, (start, end) = max(scored, default=(0.0, 0, (candidate.start, candidate.end)))
    return share, replace(candidate, start=start, end=end)


def _around(content: Sequence[Span]) -> Span:
    return min(start for start, _ in content), max(end for _, end in content)


def _share(candidate: Candidate, span: Span, wanted: frozenset[str]) -> float:
    said = _content(candidate.hit.article.text[slice(*span)])
    return len(wanted & said) / len(wanted) if wanted else 0.0


def _content(text: str) -> frozenset[str]:
    return frozenset(stems(" ".join(content_words(text))))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
