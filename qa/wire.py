"""The JSON of requests and replies, the same over HTTP and on the command line."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, FailFast, Field

from qa.question import Mode
from qa.reply import Abstention, Answer, Citation, Hit, Reply
from vectorstore.article import Article
from vectorstore.corrections import correction_notice
from vectorstore.readers.moments import in_utc
from vectorstore.statement import Polarity, Statement, StatementKind


def _of_whole_characters(text: str) -> str:
    """The text, in which nothing is half of a surrogate pair: that can't be written back as UTF-8."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("it holds half of a surrogate pair (\\ud800 to \\udfff): send whole characters")
    return text


def _number(count: object) -> object:
    """Refuses what pydantic takes for a number and JSON doesn't."""
    if isinstance(count, bool | str):
        raise ValueError(f"this should be a whole number; this was {count!r:.80}")  # noqa: TRY004  # pydantic's contract
    return count


def _as_written(moment: object) -> object:
    """Refuses numbers, of which pydantic would guess whether they are seconds or milliseconds since 1970."""
    if isinstance(moment, datetime) or (isinstance(moment, str) and moment[4:5] == "-"):
        return moment
    raise ValueError(f"this should be a time and its zone, such as 2022-02-28T23:59:59Z; this was {moment!r:.80}")


Text = Annotated[str, AfterValidator(_of_whole_characters)]
Told = Annotated[Text, Field(json_schema_extra={"pattern": r"\S"})]
"""What the service refuses where it is blank."""
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], FailFast(), Field(max_length=1_000)]
Moment = Annotated[AwareDatetime, Field(strict=False), AfterValidator(in_utc), BeforeValidator(_as_written)]
NumberAlone = BeforeValidator(_number)


class Wire(BaseModel):
    """A JSON object in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(Wire):
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[Text, Field(max_length=20_000)]


class FiltersBody(Wire):
    """Hard limits on which articles may answer; dates are inclusive; an article without a date fails them."""

    publishers: Names = ()
    article_ids: Names = ()
    speakers: Names = ()
    published_from: Moment | None = None
    published_to: Moment | None = None


class AskRequest(Wire):
    """A question. `as_of` hides what was published later."""

    question: Told
    history: Annotated[tuple[Turn, ...], FailFast(), Field(max_length=100)] = ()
    filters: FiltersBody = FiltersBody()
    as_of: Moment | None = None
    mode: Mode = "auto"
    max_citations: Annotated[int, Field(ge=1, le=20), NumberAlone] = 8
    include: Annotated[tuple[Literal["passages"], ...], Field(max_length=1)] = ()


class SearchRequest(Wire):
    """Words to find passages by."""

    query: Told
    limit: Annotated[int, Field(ge=1, le=100), NumberAlone] = 10
    filters: FiltersBody = FiltersBody()
    as_of: Moment | None = None


class StatementsRequest(Wire):
    """Whose statements, on what and from when; dates are inclusive, and an article without a date fails them."""

    speaker: Annotated[Text, Field(max_length=200)]
    about: Text | None = None
    published_from: Moment | None = None
    published_to: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class SegmentBody(Wire):
    """A stretch of the answer and the numbers of its citations."""

    text: str
    markers: tuple[int, ...]


class PostBody(Wire):
    """The entry of a live page that a span stands in."""

    id: str
    heading: str | None
    author: str | None
    published_at: datetime | None


class CopyBody(Wire):
    """Another outlet's copy of the same story."""

    article_id: str
    title: str | None
    publisher: str | None
    url: str | None


class CitationBody(Wire):
    """A verbatim span, `start` to `end` in code points of the article's text in that `version`.

    `correction` is the article's own notice that it was corrected.
    """

    marker: int
    article_id: str
    version: int
    post: PostBody | None
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    url: str | None
    passage_id: str
    start: int
    end: int
    quote: str
    speaker: str | None
    correction: str | None
    copies: tuple[CopyBody, ...]


class HitBody(Wire):
    """A passage that was found; `why` is its rank, from 1, by each way of finding, and 1 by an outlet or day it has."""

    passage_id: str
    article_id: str
    post_id: str | None
    title: str | None
    publisher: str | None
    published_at: datetime | None
    url: str | None
    start: int
    end: int
    text: str
    score: float
    why: dict[str, int]
    copies: tuple[CopyBody, ...]


class HitsBody(Wire):
    """The passages that were found, best first."""

    hits: tuple[HitBody, ...]


class StatementBody(Wire):
    """What a speaker said: `text` is `start` to `end` in code points of the article's text in that `version`.

    `quotes` are what of it is quoted, verbatim; `polarity` is whether it was said; `confidence` is how sure the speaker
    is, and `score` how much it is about the subject, where one was asked for; both 0 to 1.
    """

    article_id: str
    version: int
    post: PostBody | None
    title: str | None
    publisher: str | None
    published_at: datetime | None
    url: str | None
    speaker: str | None
    speaker_as_written: str | None
    kind: StatementKind
    polarity: Polarity
    confidence: float
    start: int
    end: int
    text: str
    quotes: tuple[str, ...]
    score: float | None


class StatementsBody(Wire):
    """Who said what, newest first."""

    statements: tuple[StatementBody, ...]


class AbstentionBody(Wire):
    """Why there is no answer."""

    reason: Literal["not_in_articles", "no_articles"]
    message: str


class ReplyBody(Wire):
    """An answer or an abstention; `passages` only where the request's `include` asks for them.

    `conflicts` are what the cited articles tell differently, a sentence each; `evidence_from` and `evidence_to` are
    when the first and the last of what is cited was told, as far as it is dated.
    """

    id: str
    question: str
    standalone_question: str
    answered: bool
    answer: str
    segments: tuple[SegmentBody, ...]
    citations: tuple[CitationBody, ...]
    abstention: AbstentionBody | None
    conflicts: tuple[str, ...]
    evidence_from: datetime | None = None
    evidence_to: datetime | None = None
    nearest: tuple[HitBody, ...]
    mode: str
    model: str
    degraded: bool
    timings_ms: dict[str, float]
    passages: tuple[HitBody, ...] | None = None


def reply_body(reply: Reply, *, with_passages: bool) -> ReplyBody:
    """The reply as it travels."""
    answer = reply.outcome if isinstance(reply.outcome, Answer) else None
    abstention = reply.outcome if isinstance(reply.outcome, Abstention) else None
    told = [moment for citation in (answer.citations if answer else ()) if (moment := citation.told_at)]
    return ReplyBody(
        id=reply.id,
        question=reply.question,
        standalone_question=reply.standalone_question,
        answered=answer is not None,
        answer=answer.text if answer else "",
        segments=tuple(SegmentBody(text=s.text, markers=s.markers) for s in answer.segments) if answer else (),
        citations=tuple(map(citation_body, answer.citations)) if answer else (),
        abstention=AbstentionBody(reason=abstention.reason, message=abstention.message) if abstention else None,
        conflicts=reply.conflicts,
        evidence_from=min(told, default=None),
        evidence_to=max(told, default=None),
        nearest=tuple(map(hit_body, abstention.nearest)) if abstention else (),
        mode=reply.mode,
        model=reply.model,
        degraded=reply.degraded,
        timings_ms={stage: round(spent, 3) for stage, spent in reply.timings_ms.items()},
        passages=tuple(map(hit_body, reply.hits)) if with_passages else None,
    )


def hit_body(hit: Hit) -> HitBody:
    """The hit as it travels."""
    return HitBody(
        passage_id=hit.passage.id,
        article_id=hit.article.id,
        post_id=hit.passage.post_id,
        title=hit.article.title,
        publisher=hit.article.publisher,
        published_at=hit.article.published_at,
        url=hit.article.url,
        start=hit.passage.start,
        end=hit.passage.end,
        text=hit.passage.text,
        score=round(hit.score, 6),
        why=dict(hit.why),
        copies=tuple(map(_copy_body, hit.copies)),
    )


def statement_body(statement: Statement, *, article: Article, score: float | None) -> StatementBody:
    """The statement as it travels; `article` is the one that it stands in."""
    post = next((post for post in article.posts if post.start <= statement.start < post.end), None)
    return StatementBody(
        article_id=article.id,
        version=article.version,
        post=_post_body(article, post.id if post else None),
        title=article.title,
        publisher=article.publisher,
        published_at=article.published_at,
        url=article.url,
        speaker=statement.speaker,
        speaker_as_written=statement.speaker_as_written,
        kind=statement.kind,
        polarity=statement.polarity,
        confidence=round(statement.confidence, 6),
        start=statement.start,
        end=statement.end,
        text=article.text[statement.start : statement.end],
        quotes=tuple(article.text[start:end] for start, end in statement.quote_spans),
        score=None if score is None else round(score, 6),
    )


def citation_body(citation: Citation) -> CitationBody:
    """The citation as it travels."""
    article = citation.article
    return CitationBody(
        marker=citation.marker,
        article_id=article.id,
        version=article.version,
        post=_post_body(article, citation.post_id),
        title=article.title,
        publisher=article.publisher,
        authors=article.authors,
        published_at=article.published_at,
        url=article.url,
        passage_id=citation.passage_id,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        speaker=citation.speaker,
        correction=correction_notice(article.text),
        copies=tuple(map(_copy_body, citation.copies)),
    )


def _copy_body(article: Article) -> CopyBody:
    return CopyBody(article_id=article.id, title=article.title, publisher=article.publisher, url=article.url)


def _post_body(article: Article, post_id: str | None) -> PostBody | None:
    post = article.post(post_id)
    if post is None:
        return None
    return PostBody(id=post.id, heading=post.heading, author=post.author, published_at=post.published_at)
