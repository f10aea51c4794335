"""A system that knows the gold: it says and cites the evidence, and declines what has no answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from evals.gold import Evidence, GoldQuestion, Nugget
from evals.match import contains, locate, sentences
from evals.metrics import said, seen_text, violating
from evals.row import Row
from evals.run import run
from evals.subject import Subject, read_subject
from evals.target import Target
from qa.wire import AbstentionBody, CitationBody, HitBody, ReplyBody, SearchRequest, SegmentBody
from vectorstore.article import Article, passage_id


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.article.text[self.start : self.end]


def oracle(gold: Iterable[GoldQuestion], articles: Sequence[Article]) -> Target:
    """Replies to these questions, and to no others, with what gold says; finds the paragraphs of the evidence."""
    asked = {(question.question, question.visible_until): question for question in gold}
    return Target(
        ask=lambda request: oracle_reply(
            asked[request.question, request.as_of], visible(articles, until=request.as_of)
        ),
        search=partial(_search, asked=asked, articles=articles),
    )


@cache
def subject() -> Subject:
    """The project's own gold and articles."""
    return read_subject([], None)


@cache
def oracle_rows() -> tuple[Row, ...]:
    """What the oracle makes of the project's own gold."""
    own = subject()
    target = oracle(own.questions, own.articles)
    return run(own.questions, target=target, articles=own.articles, workers=1, progress=lambda _row: None)


def visible(articles: Iterable[Article], *, until: datetime | None) -> tuple[Article, ...]:
    """Those that are not known to have been published later."""
    return tuple(a for a in articles if not (until and a.published_at and a.published_at > until))


def oracle_reply(question: GoldQuestion, articles: Sequence[Article]) -> ReplyBody:
    """The evidence with its speaker, and a sentence for each okay nugget besides; or an abstention."""
    if not question.answerable:
        return reply(question.question, (), ())
    cited = [cite(span, speaker=question.speaker) for span in _chosen(question, articles)]
    segments = [_segment(question, citation, marker) for marker, citation in enumerate(cited, start=1)]
    for nugget in (*question.must_include, *question.may_include):
        if not any(said(nugget, part) for part in seen_text(question, reply(question.question, segments, cited))):
            _say(nugget, question, articles, segments, cited)
    return reply(question.question, segments, cited)


def reply(question: str, segments: Sequence[SegmentBody], citations: Sequence[CitationBody]) -> ReplyBody:
    """These segments with these citations, numbered from 1; of none, an abstention."""
    return ReplyBody(
        id="r",
        question=question,
        standalone_question=question,
        answered=bool(segments),
        answer=" ".join(segment.text + "".join(f" [{marker}]" for marker in segment.markers) for segment in segments),
        segments=tuple(segments),
        citations=tuple(c.model_copy(update={"marker": marker}) for marker, c in enumerate(citations, start=1)),
        abstention=None if segments else AbstentionBody(reason="not_in_articles", message="The articles don't say."),
        conflicts=(),
        nearest=(),
        mode="extractive",
        model="oracle",
        degraded=False,
        timings_ms={},
    )


def cite(span: Span, *, speaker: str | None) -> CitationBody:
    """A citation of exactly that span, with marker 1."""
    article = span.article
    return CitationBody(
        marker=1,
        article_id=article.id,
        version=article.version,
        post=None,
        title=article.title,
        publisher=article.publisher,
        authors=article.authors,
        published_at=article.published_at,
        url=article.url,
        passage_id=passage_id(article.id, start=span.start, end=span.end),
        start=span.start,
        end=span.end,
        quote=span.text,
        speaker=speaker,
        correction=None,
        copies=(),
    )


def hit(span: Span) -> HitBody:
    """The span as a search finds it."""
    article = span.article
    return HitBody(
        passage_id=passage_id(article.id, start=span.start, end=span.end),
        article_id=article.id,
        post_id=None,
        title=article.title,
        publisher=article.publisher,
        published_at=article.published_at,
        url=article.url,
        start=span.start,
        end=span.end,
        text=span.text,
        score=1.0,
        why={},
        copies=(),
    )


def evidence_span(evidence: Evidence, articles: Iterable[Article]) -> Span:
    """Where the evidence stands, for the first time."""
    article = next(article for article in articles if article.id == evidence.doc)
    return Span(article, *locate(article.text, evidence.quote)[0])


def _chosen(question: GoldQuestion, articles: Sequence[Article]) -> list[Span]:
    """All the evidence; where any of it suffices, the first and what adds a nugget to the spans before it."""
    spans = [evidence_span(evidence, articles) for evidence in question.evidence]
    if not question.evidence_any:
        return spans
    chosen, missing = spans[:1], [*question.must_include, *question.may_include]
    for span in spans:
        if any(said(nugget, span.text) for nugget in missing):
            chosen += [span] if span not in chosen else []
            missing = [nugget for nugget in missing if not said(nugget, span.text)]
    return chosen


def _segment(question: GoldQuestion, citation: CitationBody, marker: int) -> SegmentBody:
    led = question.speaker and not contains(citation.quote, question.speaker)
    return SegmentBody(text=f"{question.speaker}: {citation.quote}" if led else citation.quote, markers=(marker,))


def _say(
    nugget: Nugget,
    question: GoldQuestion,
    articles: Sequence[Article],
    segments: list[SegmentBody],
    cited: list[CitationBody],
) -> None:
    """Says what the evidence does not: gold's own wording, the outlet of a citation, or the nearest sentence."""
    wording = next((wording for wording in nugget if wording in question.normalised), None)
    place = next((n for n, c in enumerate(cited) if said(nugget, c.publisher or "")), None)
    if wording:
        segments.append(SegmentBody(text=wording, markers=tuple(range(1, len(cited) + 1))))
    elif place is not None:
        led = f"{cited[place].publisher}: {segments[place].text}"
        segments[place] = segments[place].model_copy(update={"text": led})
    elif span := next(_saying(nugget, question, articles), None):
        cited.append(cite(span, speaker=None))
        segments.append(SegmentBody(text=span.text, markers=(len(cited),)))


def _saying(nugget: Nugget, question: GoldQuestion, articles: Sequence[Article]) -> Iterator[Span]:
    """The sentences that say the nugget and nothing forbidden: those of the article of the evidence come first."""
    docs = [evidence.doc for evidence in question.evidence]
    for article in sorted(articles, key=lambda article: docs.index(article.id) if article.id in docs else len(docs)):
        for span in _sentence_spans(article):
            if said(nugget, span.text) and not violating(question, [span.text]):
                yield span


@cache
def _sentence_spans(article: Article) -> tuple[Span, ...]:
    return tuple(Span(article, *locate(article.text, sentence)[0]) for sentence in sentences(article.text))


def _search(
    request: SearchRequest, *, asked: dict[tuple[str, datetime | None], GoldQuestion], articles: Sequence[Article]
) -> tuple[HitBody, ...]:
    """The paragraphs of the question's evidence; within an article, the one with the words that are looked for."""
    question = asked.get((request.query, request.as_of))
    wanted = (
        question.evidence if question else [Evidence(doc=d, quote=request.query) for d in request.filters.article_ids]
    )
    spans = dict.fromkeys(_paragraphs_around(evidence_span(evidence, articles)) for evidence in wanted)
    return tuple(map(hit, spans))


def _paragraphs_around(span: Span) -> Span:
    text = span.article.text
    end = text.find("\n", span.end)
    return Span(span.article, text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)
