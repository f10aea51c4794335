"""Whether a segment may leave: each quote stands where it says, and the quotes bear the segment out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

from qa.grounding.evidence import Evidence, Finding
from qa.grounding.quotes import Located
from qa.reply import Hit
from qa.writer.parse import Quoted, Written
from qa.writer.prompt import Shown
from qa.writer.said import Said
from qa.writer.strays import stray

_QUOTE_SHOWN = 120


class QuoteLocator(Protocol):
    """Finds a quote in the passage that is cited for it, or tells where else it stands."""

    def __call__(self, quote: str, *, cited: Hit, others: Sequence[Hit]) -> Located:
        """Where it stands."""


class ClaimChecker(Protocol):
    """Finds what of a text its evidence doesn't bear out; nothing found means grounded."""

    def __call__(self, text: str, *, evidence: Sequence[Evidence], question: str) -> tuple[Finding, ...]:
        """What is not borne out."""


@dataclass(frozen=True, slots=True)
class Source:
    """A span of a stored article: `hit.article.text[start:end]`."""

    hit: Hit
    start: int
    end: int
    speaker: str | None

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        return self.hit.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A reason to drop a segment. `kind` is counted; `wording` is told to the model."""

    kind: str
    wording: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A segment that may leave where nothing is wrong with it."""

    written: Written
    sources: tuple[Source, ...]
    statuses: tuple[str, ...]
    """One for each quote: exact, misattributed, stitched, absent, or unknown for an id that was not given."""
    wrong: tuple[Wrong, ...]

    @property
    def told(self) -> Mapping[str, JsonValue]:
        """For the model: which segment, and why not."""
        return {"text": self.written.text, "wrong": [one.wording for one in self.wrong]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges the segments of one reply. Nothing that the model says of a quote is believed."""

    passages: Mapping[str, Shown]
    """By the ids that the model was given."""
    said: Said
    question: str
    nonce: str
    locate: QuoteLocator
    ungrounded: ClaimChecker
    stored: Callable[[Hit], bool]
    """Whether the archive still holds the hit's article as it was."""

    def judge(self, written: Written) -> Judged:
        """The verdict; every quote must be found, not only one."""
        found = [self._found(quoted) for quoted in written.quotes]
        sources = tuple(source for source, _, _ in found if source)
        statuses = tuple(status for _, status, _ in found)
        wrong = tuple(wrong for _, _, wrong in found if wrong)
        if not found:
            wrong = (Wrong("no quote", "it has no quote"),)
        return Judged(written, sources, statuses, wrong or self._claims(written.text, sources))

    def _found(self, quoted: Quoted) -> tuple[Source | None, str, Wrong | None]:
        passage = self.passages.get(quoted.passage)
        told = quoted.quote[:_QUOTE_SHOWN]
        if passage is None:
            return None, "unknown", Wrong("unknown", f"no passage has the id {quoted.passage[:40]!r}")
        others = [other.hit for other in self.passages.values() if other is not passage]
        place = self.locate(quoted.quote, cited=passage.hit, others=others)
        if place.status != "exact" or place.hit is None:
            return None, place.status, Wrong(place.status, f"the quote {told!r} is {_SAYS[place.status]} {passage.id}")
        if not self.stored(place.hit):
            return None, "gone", Wrong("gone", f"passage {passage.id} is no more")
        speaker = self.said.speaker(place.hit, start=place.start, end=place.end)
        return Source(place.hit, place.start, place.end, speaker), "exact", None

    def _claims(self, text: str, sources: Sequence[Source]) -> tuple[Wrong, ...]:
        if self.nonce in text:
            return (Wrong("markup", "it has the id of a passage: ids belong with the quotes"),)
        evidence = [_evidence(source) for source in sources]
        found = self.ungrounded(text, evidence=evidence, question=self.question)
        wrong = [Wrong(one.kind, f"its quotes don't have this {_MEANS[one.kind]}: {one.wording}") for one in found]
        cited = [part for one in evidence for part in (one.quote, one.speaker, one.publisher, _day(one)) if part]
        if words := stray(text, cited):
            wrong.append(Wrong("words", f"its quotes have nothing of this: {words}"))
        return tuple(wrong)


_MEANS = {
    "number": "number",
    "date": "date",
    "name": "name",
    "negation": "denial, or deny where it doesn't",
    "speaker": "speaker",
    "words": "wording",
    "markup": "markup, which plain text has none of",
}
_SAYS = {
    "misattributed": "in another passage, not in",
    "stitched": "put together from several places of",
    "absent": "not in",
    "exact": "not in",
}


def _day(one: Evidence) -> str:
    """When it was published, in words; empty where that isn't known."""
    return f"{one.published_at:%A} {one.published_at.day} {one.published_at:%B %Y}" if one.published_at else ""


def _evidence(source: Source) -> Evidence:
    article = source.hit.article
    post = article.post(source.hit.passage.post_id)
    headlines = (article.title, post.heading if post else None)
    return Evidence(
        quote=source.quote,
        context="\n".join(filter(None, (*headlines, source.hit.passage.text))),
        speaker=source.speaker,
        publisher=article.publisher,
        published_at=source.hit.told_at,
    )
