"""Whose words a quotation is, looked up in the statements that were found."""

from collections.abc import Sequence
from dataclasses import replace

from qa.candidates import Candidate
from qa.understand import content_words
from vectorstore.sentences import Span
from vectorstore.words import stems

_SAME_WORDS = 0.8
"""A statement with this share of the quotation's content words has it."""


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
