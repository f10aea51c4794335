"""Holds every segment to its sources: what is not verbatim in a stored article is dropped."""

from collections.abc import Mapping, Sequence

from qa.draft import Draft
from qa.reply import Answer, Citation, Segment
from vectorstore.archive import Archive
from vectorstore.article import Article


def ground(drafts: Sequence[Draft], archive: Archive, *, max_citations: int) -> Answer | None:
    """The answer made of the drafts that the archive bears out now; None where nothing is left.

    A draft's text must be its first source's words, with at most its speaker's name in front, or that name alone; each
    source must be cut from an article that the archive still holds as it was.
    """
    stored = archive.articles([source.hit.article.id for draft in drafts for source in draft.sources])
    segments, citations = list[Segment](), list[Citation]()
    for draft in drafts:
        cited = _citations(draft, stored, first=len(citations) + 1)[: max_citations - len(citations)]
        if cited and _verbatim(draft, cited[0]):
            segments.append(Segment(draft.lead + draft.text, tuple(citation.marker for citation in cited)))
            citations.extend(cited)
    return Answer(segments=tuple(segments), citations=tuple(citations)) if segments else None


def _citations(draft: Draft, stored: Mapping[str, Article], *, first: int) -> list[Citation]:
    present = [source for source in draft.sources if stored.get(source.hit.article.id) == source.hit.article]
    return [
        Citation(
            marker=marker,
            article=source.hit.article,
            post_id=source.hit.passage.post_id,
            passage_id=source.hit.passage.id,
            start=source.start,
            end=source.end,
            quote=source.text,
            speaker=source.speaker,
            copies=source.hit.copies,
        )
        for marker, source in enumerate(present, start=first)
    ]


def _verbatim(draft: Draft, citation: Citation) -> bool:
    quote = " ".join(citation.quote.split())
    return draft.text in (quote, f"{citation.speaker}: {quote}", f"{citation.speaker}.")
