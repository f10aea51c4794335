"""How good one reply is, as counts; no model judges anything."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.gold import Evidence, GoldQuestion
from evals.match import contains, locate, normalise, sentences
from qa.wire import CitationBody, ReplyBody

WORDS_ALLOWED = 120
"""How long an answer may be and pass: an article pasted whole has every wording in it, and answers nothing."""
EVIDENCE_MULTIPLE = 3
"""Or this many times as long as its gold evidence, where that is more."""

_GENERATION = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Share:
    """`k` of `n`, 0 <= k <= n; `k` is no whole number where it adds up shares."""

    k: float
    n: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of an empty `n`."""
        return self.k / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one reply got right and wrong. Shares are empty where the question or the reply has nothing to count."""

    citation_validity: Share
    nugget_recall: Share
    missing: tuple[str, ...]
    """The nuggets that are not in the reply, each in its first wording."""
    evidence_hit: Share
    violations: tuple[str, ...]
    """The wordings that should not be in the reply and are."""
    attribution: bool | None
    abstained: bool
    words: int
    """How long the answer is."""
    passed: bool


def score(question: GoldQuestion, reply: ReplyBody, *, texts: Mapping[str, str]) -> Score:
    """The reply measured; `texts` are the articles' texts by id, as citations count their offsets."""
    validity = citation_validity(reply, texts=texts)
    missing = missing_nuggets(question, reply)
    violated = violations(question, reply)
    words = sum(len(segment.text.split()) for segment in reply.segments)
    good = not missing and validity.value == 1 and words <= word_limit(question)
    return Score(
        citation_validity=validity,
        nugget_recall=Share(len(question.must_include) - len(missing), len(question.must_include)),
        missing=missing,
        evidence_hit=evidence_hit(question, reply, texts=texts),
        violations=violated,
        attribution=attribution(question, reply),
        abstained=not reply.answered,
        words=words,
        passed=not violated and _passes(question, answered=reply.answered, good=good),
    )


def citation_validity(reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The citations that stand in their article, word for word and at their offsets.

    A marker in the answer that no citation bears counts as a citation that doesn't hold.
    """
    dangling = {marker for segment in reply.segments for marker in segment.markers}
    dangling -= {citation.marker for citation in reply.citations}
    holding = sum(_holds(citation, texts=texts) for citation in reply.citations)
    return Share(holding, len(reply.citations) + len(dangling))


def missing_nuggets(question: GoldQuestion, reply: ReplyBody) -> tuple[str, ...]:
    """The first wording of every nugget that has none of its wordings in what the reader sees."""
    seen = seen_text(question, reply)
    return tuple(
        nugget[0]
        for nugget in question.must_include
        if not any(contains(part, wording) for part in seen for wording in nugget)
    )


def evidence_hit(question: GoldQuestion, reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The gold spans of which one valid citation covers at least half; one is enough under `evidence_any`.

    A span that is not in an article's text, such as a live page's heading, can't be cited and isn't counted.
    """
    spans = [
        (evidence, places)
        for evidence in question.evidence
        if (places := locate(texts.get(evidence.doc, ""), evidence.quote))
    ]
    citations = [citation for citation in reply.citations if _holds(citation, texts=texts)]
    hits = sum(_covered(evidence, places, citations=citations) for evidence, places in spans)
    return Share(min(hits, 1), min(len(spans), 1)) if question.evidence_any else Share(hits, len(spans))


def violations(question: GoldQuestion, reply: ReplyBody) -> tuple[str, ...]:
    """The wordings of `must_not_include` that the reader sees in a sentence that does not excuse them."""
    seen = seen_text(question, reply)
    return tuple(
        wording
        for wording in question.must_not_include
        if any(_violates(part, wording, unless=question.must_not_unless) for part in seen)
    )


def attribution(question: GoldQuestion, reply: ReplyBody) -> bool | None:
    """Whether a citation names the true speaker, by surname; None where none matters or nothing was answered."""
    if question.speaker is None or not reply.answered:
        return None
    surname = _surname(question.speaker)
    return any(_surname(citation.speaker) == surname for citation in reply.citations if citation.speaker)


def word_limit(question: GoldQuestion) -> int:
    """How many words an answer may have and pass."""
    return max(WORDS_ALLOWED, EVIDENCE_MULTIPLE * sum(len(span.quote.split()) for span in question.evidence))


def seen_text(question: GoldQuestion, reply: ReplyBody) -> tuple[str, ...]:
    """What counts as said to the reader, in parts that are each searched alone.

    The answer without its markers; where it matters who spoke, the speaker shown with each citation as well. Not the
    quotes, titles, publishers and dates beside it, nor the near misses and the message of an abstention.
    """
    answer = " ".join(segment.text for segment in reply.segments)
    if question.speaker is None and question.kind not in {"who-said", "attribution-trap"}:
        return (answer,)
    return (answer, *(citation.speaker for citation in reply.citations if citation.speaker))


def _passes(question: GoldQuestion, *, answered: bool, good: bool) -> bool:
    """Whether it answers well what is answerable, declines what isn't, and declines or corrects a false premise."""
    if question.answerable:
        return answered and good
    corrects = good and question.kind == "false-premise" and bool(question.must_include)
    return corrects or not answered


def _holds(citation: CitationBody, *, texts: Mapping[str, str]) -> bool:
    text = texts.get(citation.article_id, "")
    inside = 0 <= citation.start < citation.end <= len(text)
    return inside and text[citation.start : citation.end] == citation.quote


def _covered(evidence: Evidence, places: Sequence[tuple[int, int]], *, citations: Sequence[CitationBody]) -> bool:
    return any(
        2 * (min(citation.end, end) - max(citation.start, start)) >= end - start
        for citation in citations
        if citation.article_id == evidence.doc
        for start, end in places
    )


def _violates(part: str, wording: str, *, unless: Sequence[str]) -> bool:
    if not contains(part, wording):
        return False
    # A wording that runs over the end of a sentence is in none of them: then nothing excuses it.
    hits = [sentence for sentence in sentences(part) if contains(sentence, wording)]
    return not hits or any(not any(contains(hit, excuse) for excuse in unless) for hit in hits)


def _surname(name: str) -> str:
    """The last word of the name, without what is in brackets and without `Jr` or `III`."""
    words = re.findall(r"[\w'-]+", normalise(re.sub(r"\([^)]*\)", " ", name)))
    return next((word for word in reversed(words) if word not in _GENERATION), "")
