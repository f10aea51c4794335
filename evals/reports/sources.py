"""Where a reply's citations and the gold evidence stand in their articles, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from evals.cited import covers, valid_citations
from evals.gold import Evidence, GoldQuestion
from evals.match import locate
from evals.reports.excerpts import Excerpt, Mark, excerpts
from qa.wire import CitationBody, ReplyBody
from vectorstore.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place of an article that is cited, or should be, or both."""

    title: str
    byline: str
    """Outlet, day and, of a live page, the post's heading."""
    citations: tuple[CitationBody, ...]
    """Those that stand here."""
    gold: bool
    excerpt: Excerpt | None
    """None where the article is not at hand, or the quote is not in it."""
    quote: str
    """What was quoted, where there is no excerpt."""
    fault: str
    """Why there is no excerpt; empty where there is one."""


def sources(question: GoldQuestion, reply: ReplyBody | None, *, articles: Mapping[str, Article]) -> tuple[Source, ...]:
    """The places cited, in the order of their citations, then those of gold evidence that is cited nowhere."""
    texts = {article.id: article.text for article in articles.values()}
    cited = valid_citations(reply, texts=texts) if reply else ()
    faulty = [citation for citation in (reply.citations if reply else ()) if citation not in cited]
    lost = [evidence for evidence in question.evidence if not locate(texts.get(evidence.doc, ""), evidence.quote)]
    ids = dict.fromkeys((*(c.article_id for c in cited), *(e.doc for e in question.evidence if e not in lost)))
    standing = [source for each in ids for source in _standing(articles[each], cited, question.evidence)]
    return (*standing, *map(_faulty, faulty), *map(_lost, lost))


def day(moment: datetime | None) -> str:
    """Such as `3 May 2023`; empty where the day is not known."""
    return f"{moment.day} {moment:%B %Y}" if moment else ""


def byline(*parts: str | None) -> str:
    """What is known of them, in a line."""
    return " · ".join(part for part in parts if part)


def _standing(article: Article, cited: Sequence[CitationBody], gold: Sequence[Evidence]) -> Iterator[Source]:
    here = [citation for citation in cited if citation.article_id == article.id]
    marks = [Mark(start=citation.start, end=citation.end, marker=citation.marker) for citation in here]
    marks += [mark for evidence in gold if evidence.doc == article.id for mark in _gold(article, evidence, here)]
    for excerpt in excerpts(article.text, marks):
        inside = {mark.marker for mark in excerpt.marks}
        first = min(mark.start for mark in excerpt.marks)
        heading = next((post.heading for post in article.posts if post.start <= first < post.end), None)
        yield Source(
            title=article.title or article.id,
            byline=byline(article.publisher, day(article.published_at), heading),
            citations=tuple(citation for citation in here if citation.marker in inside),
            gold=None in inside,
            excerpt=excerpt,
            quote="",
            fault="",
        )


def _gold(article: Article, evidence: Evidence, cited: Sequence[CitationBody]) -> Iterator[Mark]:
    """One place of the evidence: one that is cited, where there is one."""
    places = locate(article.text, evidence.quote)
    at = [place for place in places if any(covers(citation, evidence, [place]) for citation in cited)]
    for start, end in (at or places)[:1]:
        yield Mark(start=start, end=end, marker=None)


def _faulty(citation: CitationBody) -> Source:
    return Source(
        title=citation.title or citation.article_id,
        byline=byline(citation.publisher, day(citation.published_at)),
        citations=(citation,),
        gold=False,
        excerpt=None,
        quote=citation.quote,
        fault="This citation does not stand in an article that may be cited.",
    )


def _lost(evidence: Evidence) -> Source:
    return Source(
        title=evidence.doc,
        byline="",
        citations=(),
        gold=True,
        excerpt=None,
        quote=evidence.quote,
        fault="This is not in the article's text, so it can't be cited.",
    )
