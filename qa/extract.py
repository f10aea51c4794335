"""The extractive reader: the best supported sentences, in the articles' own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa.asked_for import fitness
from qa.candidates import Candidate, CandidateFinder, Sentences
from qa.question import Kind, Understood
from qa.quoted import whose_claim, whose_words
from qa.reply import Hit
from qa.told import same_day
from vectorstore.names import surname

_SENTENCES = 0.7, 3
_FURTHER: dict[Kind, tuple[float, int]] = {
    "who-said": (0.8, 2),
    "what-said": (0.7, 4),
    "list": (0.5, 6),
    "compare": (0.5, 6),
}
"""A further sentence is taken when its support is at least this share of the best one's, up to so many in all."""
_PART_SUPPORT = 0.6
_MAX_WORDS = 110


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment before grounding: what it says, and the spans that it stands on."""

    text: str
    sources: tuple[Candidate, ...]
    lead: str = ""
    """In front of the text: yes or no, or the day that it tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractiveReader:
    """Chooses sentences; of a question for somebody's words, only that person's statements."""

    finder: CandidateFinder
    min_support: float

    def read(self, understood: Understood, hits: Sequence[Hit], *, max_citations: int) -> tuple[Draft, ...]:
        """The drafts of an answer's segments in the order of the articles; none where no sentence has support."""
        found = self.finder.sentences(hits)
        candidates = self.finder.candidates(understood, found)
        if understood.quotation:
            whose = whose_words(candidates, understood.quotation)
            if whose or understood.kind == "did-say":
                asked = () if understood.kind == "who-said" else understood.speakers
                return tuple(_confirmed(whose[:max_citations], asked, by_name=understood.kind == "who-said"))
        if understood.claim and (whose := whose_claim(candidates, understood.claim)):
            return tuple(_confirmed(whose[:max_citations], understood.claim.speakers))
        ranked = _ranked(understood, candidates)
        best = ranked[0].support if ranked else 0.0
        close, most = _FURTHER.get(understood.kind, _SENTENCES)
        if understood.kind == "who-said":
            ranked = [c for c in ranked if c.speaker == ranked[0].speaker]
        chosen = [c for c in ranked if c.support >= close * best] if best >= self.min_support else []
        of_parts = list(self._of_parts(understood, found))
        if of_parts and not understood.speakers:
            chosen, most = [*of_parts, *chosen[:1]], len(of_parts) + 1
        merged = _merged(chosen)[: min(most, max_citations)]
        drafts = _within_length(_draft(sources) for sources in merged)
        return tuple(map(_dated, drafts) if understood.kind == "when" else drafts)

    def _of_parts(self, understood: Understood, found: Sentences) -> Iterable[Candidate]:
        """The best sentence for each part of the question that has one."""
        for part in understood.parts:
            asked = replace(
                understood,
                standalone=part.text,
                asked=part.text,
                own=part.text,
                kind=part.kind,
                topic=part.words,
                carried=frozenset(),
            )
            ranked = _ranked(asked, self.finder.candidates(asked, found))
            if ranked and ranked[0].support >= _PART_SUPPORT:
                yield ranked[0]


def _ranked(understood: Understood, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that may answer, the best supported first."""
    fit = fitness(understood.own, understood.kind)
    fitting = (replace(c, support=c.support * fit(c.text)) for c in _eligible(understood, candidates))
    return sorted(fitting, key=lambda c: -c.support)


def _eligible(understood: Understood, candidates: Iterable[Candidate]) -> list[Candidate]:
    prose = [c for c in candidates if _is_prose(c.text)]
    if understood.speakers:
        return [c for c in prose if c.speaker in understood.speakers]
    if understood.kind == "who-said":
        return [c for c in prose if c.speaker]
    return prose


def _confirmed(sources: tuple[Candidate, ...], asked: Sequence[str], *, by_name: bool = False) -> Iterable[Draft]:
    """Whose the words are; asked whether they are somebody's, yes or no and the words, for they may go on."""
    if not sources:
        return
    speaker = sources[0].speaker or ""
    if by_name:
        yield Draft(f"{speaker}.", sources)
        return
    lead = "Yes. " if speaker in asked else "No. "
    yield replace(_draft(sources), lead=lead if asked else "")


def _merged(candidates: Iterable[Candidate]) -> list[tuple[Candidate, ...]]:
    """The same words in several articles are one segment with several sources."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(" ".join(candidate.text.split()).casefold(), []).append(candidate)
    return [tuple(group) for group in groups.values()]


def _draft(sources: tuple[Candidate, ...]) -> Draft:
    """The sentence; where it doesn't name its speaker, under the speaker's name."""
    first = sources[0]
    text = " ".join(first.text.split())
    if first.speaker and surname(first.speaker).casefold() not in text.replace("’", "'").casefold():
        text = f"{first.speaker}: {text}"
    return Draft(text, sources)


def _dated(draft: Draft) -> Draft:
    """With the date of the day that it calls today, or by the name of the weekday."""
    day = same_day(draft.text, draft.sources[0].hit)
    return replace(draft, lead=f"{day}: ") if day else draft


def _within_length(drafts: Iterable[Draft]) -> Iterable[Draft]:
    words = 0
    for draft in drafts:
        words += len(draft.text.split())
        if words > _MAX_WORDS and words > len(draft.text.split()):
            return
        yield draft


def _is_prose(text: str) -> bool:
    """A sentence, not a caption, a label or a headline: it ends like one, or is long."""
    words = text.split()
    return len(words) >= 4 and (text.rstrip("”\"’')]").endswith((".", "!", "?", "…")) or len(words) >= 10)
