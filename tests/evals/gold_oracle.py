"""Two small articles, gold questions about them, and a system that knows the gold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from records import recorded

from evals.gold import Evidence, GoldQuestion
from evals.match import locate
from evals.metrics import score
from evals.reports.report import Report
from evals.retrieval import Found, retrieval
from evals.row import Row, Scored
from evals.waterfall import losses
from qa.wire import AbstentionBody, CitationBody, HitBody, ReplyBody, SegmentBody
from vectorstore.article import Article, passage_id

TEXTS = {
    "ferry": (
        "The Sallow ferry will stop running on 3 May, the harbour board said.\n\n"
        "“We can’t mend what isn’t there,” said Ada Quist, the board’s chair. About 30,000 people use it a year.\n\n"
        "Tom Brandt, who leads the crew, called the decision “a slap in the face”."
    ),
    "bridge": (
        "Brandt told a meeting on Monday that 14 crew members would lose their jobs.\n\n"
        "Quist said the board would pay 2.5 million crowns towards a bridge, which opens in 2031."
    ),
}

ARTICLES = tuple(
    Article(
        id=article_id,
        title=title,
        publisher="The Courier",
        authors=(),
        published_at=datetime(2030, 5, 1, 6, tzinfo=UTC),
        updated_at=None,
        url="https://courier.example/",
        language="en",
        text=TEXTS[article_id],
        posts=(),
        source="-",
    )
    for article_id, title in (("ferry", "Ferry to stop"), ("bridge", "Crew to go"))
)


def gold_question(**fields: object) -> GoldQuestion:
    """An answerable question of fact without demands, but for what is given."""
    plain = {
        "id": "q",
        "question": "When does the ferry stop?",
        "kind": "fact",
        "answerable": True,
        "answer": "",
        "must_include": (),
        "must_not_include": (),
        "speaker": None,
        "evidence": (),
        "evidence_any": False,
        "as_of": None,
    }
    return GoldQuestion.model_validate(plain | fields)


WHEN = gold_question(
    id="when",
    must_include=(("3 May", "May 3"),),
    must_not_include=("2031",),
    evidence=(Evidence(doc="ferry", quote="will stop running on 3 May"),),
)
WHO = gold_question(
    id="who",
    question="Who called it a slap in the face?",
    kind="who-said",
    must_include=(("Brandt",),),
    must_not_include=("Quist",),
    speaker="Tom Brandt",
    evidence=(Evidence(doc="ferry", quote='called the decision "a slap in the face"'),),
)
BOTH = gold_question(
    id="both",
    question="How many use the ferry, and how many lose their jobs?",
    kind="multi-doc",
    must_include=(("30,000",), ("14",)),
    must_not_include=("130,000",),
    evidence=(
        Evidence(doc="ferry", quote="About 30,000 people use it a year."),
        Evidence(doc="bridge", quote="14 crew members would lose their jobs"),
    ),
)
UNKNOWN = gold_question(
    id="unknown",
    question="What does a ticket cost?",
    kind="unanswerable",
    answerable=False,
    must_not_include=("crowns",),
)
PREMISE = gold_question(
    id="premise",
    question="Why did Quist call the decision a slap in the face?",
    kind="false-premise",
    answerable=False,
    must_include=(("Brandt",),),
    must_not_include=("because Quist",),
    evidence=(Evidence(doc="ferry", quote="Tom Brandt, who leads the crew, called the decision"),),
)
GOLD = (WHEN, WHO, BOTH, UNKNOWN, PREMISE)


def citation(
    article_id: str, start: int, end: int, *, marker: int = 1, quote: str | None = None, speaker: str | None = None
) -> CitationBody:
    """A citation of that span; its quote is what stands there, but where another is given."""
    return CitationBody(
        marker=marker,
        article_id=article_id,
        version=1,
        post=None,
        title="Ferry to stop",
        publisher="The Courier",
        authors=(),
        published_at=None,
        url=None,
        passage_id=f"{article_id}:{start}-{end}",
        start=start,
        end=end,
        quote=TEXTS[article_id][start:end] if quote is None else quote,
        speaker=speaker,
        correction=None,
        copies=(),
    )


def answer(*citations: CitationBody, text: str | None = None) -> ReplyBody:
    """An answer of the quotes, or of one text that bears every marker."""
    if text is None:
        segments = tuple(SegmentBody(text=cited.quote, markers=(cited.marker,)) for cited in citations)
    else:
        segments = (SegmentBody(text=text, markers=tuple(cited.marker for cited in citations)),)
    return _reply(segments, citations)


def abstention() -> ReplyBody:
    """The articles don't say."""
    return _reply((), ())


def oracle(question: GoldQuestion) -> ReplyBody:
    """The gold evidence, cited and with its speaker; an abstention where there is no answer."""
    if not question.answerable:
        return abstention()
    spans = [(span.doc, *locate(TEXTS[span.doc], span.quote)[0]) for span in question.evidence]
    return answer(
        *(
            citation(doc, start, end, marker=marker, speaker=question.speaker)
            for marker, (doc, start, end) in enumerate(spans, start=1)
        )
    )


def row(question: GoldQuestion, reply: ReplyBody, *, latency_ms: float = 12.34) -> Scored:
    """The question with that reply, scored."""
    scored = score(question, reply, texts=TEXTS)
    return Scored(
        question=question, reply=reply, score=scored, retrieval=None, losses=(), found=None, latency_ms=latency_ms
    )


def hit(article_id: str, start: int, end: int) -> HitBody:
    """That span as a passage which the words of a question found best."""
    return HitBody(
        passage_id=passage_id(article_id, start=start, end=end),
        article_id=article_id,
        post_id=None,
        title="Ferry to stop",
        publisher="The Courier",
        published_at=None,
        url=None,
        start=start,
        end=end,
        text=TEXTS[article_id][start:end],
        score=0.5,
        why={"words": 1},
        copies=(),
    )


def searched(question: GoldQuestion, reply: ReplyBody, *hits: HitBody) -> Scored:
    """The question with that reply, scored, by a target that finds these passages and holds them all."""
    found = Found(hits=hits, holders=tuple(hits for _ in question.evidence))
    return replace(
        row(question, reply),
        found=found.hits,
        losses=losses(question, reply, found, texts=TEXTS),
        retrieval=retrieval(question, found, texts=TEXTS),
    )


def report(*rows: Row, before: Sequence[Row] | None = None) -> Report:
    """A run of these rows over the two articles, beside a baseline of those before."""
    baseline = None if before is None else recorded(before, commit="bea7ed")
    return Report(
        rows=rows,
        record=recorded(rows, baseline=baseline),
        baseline=baseline,
        baseline_rows=tuple(before or ()),
        articles=ARTICLES,
    )


def _reply(segments: Sequence[SegmentBody], citations: Sequence[CitationBody]) -> ReplyBody:
    return ReplyBody(
        id="r",
        question="q",
        standalone_question="q",
        answered=bool(segments),
        answer=" ".join(segment.text + "".join(f" [{marker}]" for marker in segment.markers) for segment in segments),
        segments=tuple(segments),
        citations=tuple(citations),
        abstention=None if segments else AbstentionBody(reason="not_in_articles", message="The articles don't say."),
        conflicts=(),
        nearest=(),
        mode="extractive",
        model="oracle",
        degraded=False,
        timings_ms={},
    )
