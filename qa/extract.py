"""The extractive reader: the best supported sentences, in the articles' own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.candidates import Candidate, CandidateFinder, is_of_the_day
from qa.draft import Draft, confirmed, dated, draft, merged, within_length
from qa.holders import latest_holder, office_asked
from qa.itemised import ItemReader
from qa.question import Kind, Understood
from qa.quoted import whose_claim, whose_words
from qa.ranked import of_the_same
from qa.reader.judge import Judge, Judged
from qa.reply import Hit

JUDGED = 16
"""So many sentences are judged: each takes the reader two milliseconds."""
_SENTENCES = 0.4, 3
_FURTHER: dict[Kind, tuple[float, int]] = {
    "who-said": (0.6, 2),
    "what-said": (0.4, 4),
    "list": (0.24, 6),
    "compare": (0.24, 6),
}
"""A further sentence is taken when its probability is at least this share of the best one's, up to so many in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractiveReader:
    """Chooses sentences; of a question for somebody's words, only that person's statements."""

    finder: CandidateFinder
    judge: Judge
    items: ItemReader
    min_probability: float
    """Of the articles having an answer; below it there is none."""

    def read(self, understood: Understood, hits: Sequence[Hit], *, max_citations: int) -> tuple[Draft, ...]:
        """The drafts of an answer's segments, the best supported first; none where no sentence has support.

        Of a question that asks for several things, in the order of these.
        """
        found = self.finder.sentences(understood, hits)
        candidates = self.finder.candidates(understood, found)
        if understood.quotation:
            whose = whose_words(candidates, understood.quotation)
            if whose or understood.kind == "did-say":
                asked = () if understood.kind == "who-said" else understood.speakers
                return tuple(confirmed(whose[:max_citations], asked, by_name=understood.kind == "who-said"))
        if understood.claim and (whose := whose_claim(candidates, understood.claim)):
            return tuple(confirmed(whose[:max_citations], understood.claim.speakers))
        chosen = _holder(understood, candidates)
        if not chosen:
            judged = self.judge.judged(understood, candidates, hits=hits, most=JUDGED)
            if judged.candidates and judged.answered >= self.min_probability:
                chosen = merged(self.items.sentences(understood, found, hits=hits)) or _best(understood, judged)
        drafts = within_length(draft(sources) for sources in chosen[:max_citations])
        return tuple(map(dated, drafts) if understood.kind == "when" else drafts)


def _best(understood: Understood, judged: Judged) -> list[tuple[Candidate, ...]]:
    fitting = of_the_same(understood, judged.candidates)
    if understood.kind == "who-said":
        fitting = [one for one in fitting if one.speaker == fitting[0].speaker]
    if is_of_the_day(fitting[0].hit, understood):
        fitting = [one for one in fitting if is_of_the_day(one.hit, understood)]
    close, most = _FURTHER.get(understood.kind, _SENTENCES)
    return merged(one for one in fitting if one.support >= close * fitting[0].support)[:most]


def _holder(understood: Understood, candidates: Sequence[Candidate]) -> list[tuple[Candidate, ...]]:
    """The sentence that names the holder of an office that is asked for; one of the days asked for, where there are."""
    asked = office_asked(understood.own, beside=understood.day_words)
    of_the_day = [one for one in candidates if not understood.when or is_of_the_day(one.hit, understood)]
    named = latest_holder(asked, of_the_day) if asked else None
    return [(named,)] if named else []
