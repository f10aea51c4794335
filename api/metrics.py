"""What Prometheus is told. Labels are names of ours, never what a client sent."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder

from qa.reply import Abstention, Reply
from vectorstore.ingest import IngestResult

_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_STAGE_SECONDS = (0.001, 0.0025, *_REQUEST_SECONDS)
_DROPPED = "dropped: "
_QUOTES = ("exact", "misattributed", "stitched", "absent", "unknown")


class Metrics:
    """The figures of one application, in a registry of its own. Safe to use from several threads."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "onrecord_http_requests", "Requests.", ("method", "route", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "onrecord_http_request_seconds",
            "From the head of a request to the last byte of its response.",
            ("method", "route"),
            buckets=_REQUEST_SECONDS,
            registry=registry,
        )
        self._stage_seconds = Histogram(
            "onrecord_stage_seconds", "A stage of answering.", ("stage",), buckets=_STAGE_SECONDS, registry=registry
        )
        self._replies = Counter("onrecord_replies", "Questions with a reply.", ("mode", "answered"), registry=registry)
        self._abstentions = Counter("onrecord_abstentions", "Replies that decline.", ("reason",), registry=registry)
        self._degraded = Counter(
            "onrecord_degraded_replies", "Replies that a chat model should have written and failed.", registry=registry
        )
        self._segments = Counter(
            "onrecord_written_segments", "Segments that a chat model wrote.", ("fate",), registry=registry
        )
        self._dropped = Counter(
            "onrecord_dropped_segments", "Why they were dropped; one may have several reasons.", ("reason",),
            registry=registry,
        )  # fmt: skip
        self._quotes = Counter(
            "onrecord_written_quotes", "Quotes that a chat model gave, by what became of them.", ("status",),
            registry=registry,
        )  # fmt: skip
        self._articles = Counter("onrecord_articles", "Articles that were sent.", ("status",), registry=registry)
        self._behind = Gauge(
            "onrecord_index_behind_changes",
            "Changes that an index has still to take in.",
            ("index",),
            registry=registry,
        )
        self._answering = Gauge("onrecord_answers_running", "Answers that are being made.", registry=registry)

    def requested(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """A request has its response."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(method, route).observe(seconds)

    def replied(self, reply: Reply) -> None:
        """A question has its reply."""
        abstained = isinstance(reply.outcome, Abstention)
        self._replies.labels(reply.mode, "false" if abstained else "true").inc()
        if isinstance(reply.outcome, Abstention):
            self._abstentions.labels(reply.outcome.reason).inc()
        if reply.degraded:
            self._degraded.inc()
        for stage, spent_ms in reply.timings_ms.items():
            if stage != "total":
                self._stage_seconds.labels(stage).observe(spent_ms / 1000)
        self._wrote(reply.written)

    def ingested(self, result: IngestResult) -> None:
        """An article was taken in, or failed."""
        self._articles.labels(result.status).inc()

    def unreadable(self, articles: int) -> None:
        """Articles were sent that can't be read as such."""
        self._articles.labels("failed").inc(articles)

    def indexed(self, followed: Mapping[str, int], *, last: int) -> None:
        """How far each index has followed the archive, whose newest change is the last."""
        for index, seq in followed.items():
            self._behind.labels(index).set(last - seq)

    def answering(self, answers: int) -> None:
        """So many answers are being made."""
        self._answering.set(answers)

    def page(self, *, accept: str) -> tuple[bytes, str]:
        """All figures as the scraper accepts them, and their media type."""
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type

    def _wrote(self, counts: Mapping[str, int]) -> None:
        for fate in ("released", "dropped"):
            self._segments.labels(fate).inc(counts.get(fate, 0))
        for status in _QUOTES:
            self._quotes.labels(status).inc(counts.get(status, 0))
        for name, number in counts.items():
            if name.startswith(_DROPPED):
                self._dropped.labels(name.removeprefix(_DROPPED)).inc(number)
