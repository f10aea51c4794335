"""What the citations of a reply are worth, as counts."""

from collections import Counter
from collections.abc import Mapping, Sequence

from evals.gold import Evidence, GoldQuestion
from evals.match import locate
from evals.share import Share
from evals.support import supported
from qa.wire import CitationBody, HitBody, ReplyBody


def citation_validity(reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The citations that stand in their article, word for word and at their offsets.

    A marker in the answer that no citation bears counts as a citation that doesn't hold.
    """
    dangling = {marker for segment in reply.segments for marker in segment.markers}
    dangling -= {citation.marker for citation in reply.citations}
    return Share(len(valid_citations(reply, texts=texts)), len(reply.citations) + len(dangling))


def valid_citations(reply: ReplyBody, *, texts: Mapping[str, str]) -> tuple[CitationBody, ...]:
    """The citations that stand in their article; one whose marker another has too is none: it is not known which."""
    times = Counter(citation.marker for citation in reply.citations)
    return tuple(c for c in reply.citations if times[c.marker] == 1 and _holds(c, texts=texts))


def coverage(reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The segments with a valid citation. All count as factual: an answer has no others."""
    valid = {citation.marker for citation in valid_citations(reply, texts=texts)}
    return Share(sum(not valid.isdisjoint(segment.markers) for segment in reply.segments), len(reply.segments))


def support(question: GoldQuestion, reply: ReplyBody, *, texts: Mapping[str, str]) -> Share:
    """The segments that what their valid citations show bears out, told by `evals.support`.

    A citation shows its quote, and whose words, in which outlet, under which headline and of which day they are. What
    gold says to follow from the evidence (`normalised`, such as a count) may be said beside any citation.
    """
    shown = {citation.marker: _shown(citation) for citation in valid_citations(reply, texts=texts)}
    borne_out = (
        supported(segment.text, "\n".join([*(shown[m] for m in cited), *question.normalised]))
        for segment in reply.segments
        if (cited := [marker for marker in segment.markers if marker in shown])
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
    return inside and text[citation.start : citation.end] == citation.quote


def _shown(citation: CitationBody) -> str:
    day = f"{citation.published_at:%d %B %Y}" if citation.published_at else None
    heading = citation.post.heading if citation.post else None
    parts = (citation.speaker, citation.quote, citation.publisher, citation.title, heading, day)
    return "\n".join(part for part in parts if part)
