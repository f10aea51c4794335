"""What the citations of a reply are worth, as counts."""

from calendar import month_name
from collections import Counter
from collections.abc import Mapping, Sequence

from evals.gold import Evidence, GoldQuestion
from evals.match import contains, locate, normalise
from evals.share import Share
from evals.support import known_names, supported
from qa.wire import CitationBody, HitBody, ReplyBody

LONGEST_QUOTE = 200
"""How many words a citation may have: where a whole article is cited, nobody is shown what bears the answer out."""


def citation_validity(reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The citations that stand in their article, word for word and at their offsets, and are no longer than allowed.

    A marker in the answer that no citation bears counts as a citation that doesn't hold.
    """
    dangling = {marker for segment in reply.segments for marker in segment.markers}
    dangling -= {citation.marker for citation in reply.citations}
    return Share(len(valid_citations(reply, texts=texts)), len(reply.citations) + len(dangling))


def valid_citations(reply: ReplyBody, *, texts: Mapping[str, str]) -> tuple[CitationBody, ...]:
    """The citations that hold; one whose marker another has too is none: it is not known which."""
    times = Counter(citation.marker for citation in reply.citations)
    return tuple(c for c in reply.citations if times[c.marker] == 1 and _holds(c, texts=texts))


def coverage(reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The segments with a valid citation. All count as factual: an answer has no others."""
    valid = {citation.marker for citation in valid_citations(reply, texts=texts)}
    return Share(sum(not valid.isdisjoint(segment.markers) for segment in reply.segments), len(reply.segments))


def support(question: GoldQuestion, reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The segments that what their valid citations show bears out, told by `evals.support`.

    A citation shows its quote, and whose words, in which outlet, under which headline and of which day they are. What
    gold says to follow from the evidence (`normalised`, such as a count) may be said beside any citation. The question
    itself says nothing that could be borne out.
    """
    valid = {citation.marker: citation for citation in valid_citations(reply, texts=texts)}
    names = known_names(tuple(texts.values()))
    borne_out = (
        supported(said, "\n".join([*(_shown(c, beside=said) for c in cited), *question.normalised]), names=names)
        for said, cited in ((s.text, [valid[m] for m in s.markers if m in valid]) for s in reply.segments)
        if cited and _bare(said) != _bare(question.question)
    )
    return Share(sum(borne_out), len(reply.segments))


def evidence_hit(question: GoldQuestion, reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The gold spans of which one valid citation covers at least half; one is enough under `evidence_any`.

    A span that is not in an article's text, such as a live page's heading, can't be cited and isn't counted.
    """
    spans = [
        (evidence, places)
        for evidence in question.evidence
        if (places := locate(texts.get(evidence.doc, ""), evidence.quote))
    ]
    citations = valid_citations(reply, texts=texts)
    hits = sum(any(covers(citation, evidence, places) for citation in citations) for evidence, places in spans)
    return Share(min(hits, 1), min(len(spans), 1)) if question.evidence_any else Share(hits, len(spans))


def covers(span: CitationBody | HitBody, evidence: Evidence, places: Sequence[tuple[int, int]]) -> bool:
    """Whether the span has at least half of the evidence, which stands at these places of its article."""
    return span.article_id == evidence.doc and any(
        2 * (min(span.end, end) - max(span.start, start)) >= end - start for start, end in places
    )


def _holds(citation: CitationBody, *, texts: Mapping[str, str]) -> bool:
    text = texts.get(citation.article_id, "")
    inside = 0 <= citation.start < citation.end <= len(text)
    short = len(citation.quote.split()) <= LONGEST_QUOTE
    return inside and short and text[citation.start : citation.end] == citation.quote


def _shown(citation: CitationBody, *, beside: str) -> str:
    """What the citation shows beside that text, a line each."""
    heading = citation.post.heading if citation.post else None
    parts = (citation.speaker, citation.quote, citation.publisher, citation.title, heading)
    return "\n".join([*filter(None, parts), *_dates(citation, beside=beside)])


def _dates(citation: CitationBody, *, beside: str) -> list[str]:
    """What the text beside says of the day of publication: the day, the year, or the month where the quote has none.

    Shown as a whole, the day's numbers and month would bear out others: 28 tonnes, or October for November.
    """
    if not citation.published_at:
        return []
    day = citation.published_at
    forms = [f"{day:%d %B}", f"{day:%B %Y}", f"{day:%Y}"]
    forms += [] if any(contains(citation.quote, month) for month in month_name[1:]) else [f"{day:%B}"]
    return [form for form in forms if contains(beside, form)]


def _bare(text: str) -> str:
    return normalise(text).rstrip(" .?!")
