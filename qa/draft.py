"""What an answer is made of, before it is grounded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa.candidates import Candidate
from qa.told import same_day
from vectorstore.names import surname

MAX_WORDS = 110
"""Of an answer, unless its first sentence has more."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment before grounding: what it says, and the spans that it stands on."""

    text: str
    sources: tuple[Candidate, ...]
    lead: str = ""
    """In front of the text: yes or no, or the day that it tells of."""


def confirmed(sources: tuple[Candidate, ...], asked: Sequence[str], *, by_name: bool = False) -> Iterable[Draft]:
    """Whose the words are; asked whether they are somebody's, yes or no and the words, for they may go on."""
    if not sources:
        return
    speaker = sources[0].speaker or ""
    if by_name:
        yield Draft(f"{speaker}.", sources)
        return
    lead = "Yes. " if speaker in asked else "No. "
    yield replace(draft(sources), lead=lead if asked else "")


def merged(candidates: Iterable[Candidate]) -> list[tuple[Candidate, ...]]:
    """The same words in several articles are one segment with several sources."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(" ".join(candidate.text.split()).casefold(), []).append(candidate)
    return [tuple(group) for group in groups.values()]


def draft(sources: tuple[Candidate, ...]) -> Draft:
    """The first of the sources, as it is shown."""
    return Draft(shown(sources[0]), sources)


def shown(candidate: Candidate) -> str:
    """The sentence in one line; where it doesn't name its speaker, under the speaker's name."""
    text = " ".join(candidate.text.split())
    speaker = candidate.speaker
    if speaker and surname(speaker).casefold() not in text.replace("’", "'").casefold():
        return f"{speaker}: {text}"
    return text


def dated(told: Draft) -> Draft:
    """With the date of the day that it calls today, or by the name of the weekday."""
    day = same_day(told.text, told.sources[0].hit)
    return replace(told, lead=f"{day}: ") if day else told


def within_length(drafts: Iterable[Draft]) -> Iterable[Draft]:
    """As many of the drafts, from the first on, as make no long answer."""
    words = 0
    for one in drafts:
        words += len(one.text.split())
        if words > MAX_WORDS and words > len(one.text.split()):
            return
        yield one
