"""Which sentences of a page a claim is held against, chosen without knowing which are right."""

from collections.abc import Sequence

from qa.grounding.bearing import words_of
from qa.grounding.evidence import Evidence

_MOST = 3
_AROUND = 2
"""Sentences before and after a chosen one that are its context."""
_HEADER = "(meta data)"
"""Begins the lines of a page that give its title and its day."""


def chosen_evidence(claim: str, page: Sequence[str]) -> tuple[Evidence, ...]:
    """At most three sentences: each the one with the most of the claim's words that those before it lack.

    Of two the one with fewer words, then the earlier. Its context are the two sentences on either side and the headers.
    """
    wanted, words = words_of(claim), [words_of(sentence) for sentence in page]
    chosen: list[int] = []
    while len(chosen) < _MOST:
        gains = [(len(wanted & there), -len(there), -place) for place, there in enumerate(words)]
        most, _, place = max(gains, default=(0, 0, 0))
        if not most:
            break
        chosen.append(-place)
        wanted -= words[-place]
    header = "\n".join(line for line in page if line.startswith(_HEADER))
    return tuple(_evidence(page, place, header) for place in chosen)


def _evidence(page: Sequence[str], place: int, header: str) -> Evidence:
    around = "\n".join(page[max(0, place - _AROUND) : place + _AROUND + 1])
    return Evidence(page[place], f"{header}\n{around}", speaker=None, publisher=None, published_at=None)
