"""A newsroom of short invented articles, for tests of finding passages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from recorded_spans import RecordedSpans

from qa.build import open_service
from qa.service import Service
from qa.settings import read_settings
from vectorstore.article import Article, Post

GAZETTE, TIMES, HBN = "The Roke Gazette", "Brandsby Times", "HBN News"

_PAGE = "The harbour, hour by hour\n\nFog\nThe fog lies on Roke harbour.\n\nHorn\nThe horn of the lighthouse sounds."

_REPORTS = {
    "ferry-gazette": (
        GAZETTE,
        datetime(2024, 5, 2, 8, tzinfo=UTC),
        "The ferry from Roke will not sail in winter any more.\n\n“Nobody sails in January,” said Marta Quill, "
        "who runs the ferry.",
    ),
    "ferry-times": (
        TIMES,
        datetime(2024, 5, 16, 8, tzinfo=UTC),
        "Winter sailings of the Roke ferry have come to an end, and its crew of four must look for work.",
    ),
    "ferry-hbn": (
        HBN,
        datetime(2024, 6, 20, 8, tzinfo=UTC),
        "Islanders protest: the ferry between Roke and Skerrow stays in port all winter.\n\n“We will miss it,” said "
        "Edwin Strake, a baker.",
    ),
    "fair-2022": (
        GAZETTE,
        datetime(2022, 8, 9, tzinfo=UTC),
        "The Roke fair drew 4,000 visitors, the town hall counted, despite two days of heavy rain.",
    ),
    "fair-2023": (
        GAZETTE,
        datetime(2023, 8, 9, tzinfo=UTC),
        "About 6,500 visitors came to the fair in Roke, where a brass band from Brandsby played.",
    ),
    "fair-2024": (
        GAZETTE,
        datetime(2024, 8, 9, tzinfo=UTC),
        "With 9,100 visitors, the Roke fair was fuller than ever; a second car park had to be opened.",
    ),
    "mill": (TIMES, datetime(2024, 3, 1, tzinfo=UTC), "The Brandsby mill grinds again after the flood of last autumn."),
    "school": (HBN, datetime(2024, 3, 4, tzinfo=UTC), "Pupils in Skerrow will learn to tie knots in every class."),
    "snow": (TIMES, datetime(2024, 1, 9, tzinfo=UTC), "Snow closed the moor road to Brandsby for a whole week."),
    "bread": (
        TIMES,
        datetime(2024, 4, 4, tzinfo=UTC),
        "The price of rye went up again.\n\n“Bread must stay cheap,” said Owen Pike, who runs a shop in Brandsby.",
    ),
    "library": (GAZETTE, None, "The Roke library lends out ladders, drills and a cement mixer besides its books."),
}


def _report(name: str) -> Article:
    outlet, published_at, text = _REPORTS[name]
    return Article(
        id=name,
        title=None,
        publisher=outlet,
        authors=(),
        published_at=published_at,
        updated_at=None,
        url=None,
        language="en",
        text=text,
        posts=(),
        source="-",
    )


def _live_page() -> Article:
    """A page of 3 March with a post of that day and one of 5 March."""
    horn = _PAGE.index("Horn")
    return Article(
        id="harbour",
        title="Harbour live",
        publisher=HBN,
        authors=(),
        published_at=datetime(2024, 3, 3, tzinfo=UTC),
        updated_at=None,
        url=None,
        language="en",
        text=_PAGE,
        posts=(
            Post("fog", "Fog", None, None, _PAGE.index("Fog"), horn - 2),
            Post("horn", "Horn", None, datetime(2024, 3, 5, tzinfo=UTC), horn, len(_PAGE)),
        ),
        source="-",
    )


@pytest.fixture
def live_page() -> Article:
    """A page of 3 March with a post of that day and one of 5 March."""
    return _live_page()


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Service]:
    """A service over a dozen short articles; tests only read from it."""
    service = open_service(read_settings(home=tmp_path_factory.mktemp("newsroom"), models=models))
    assert all(result.status == "added" for result in service.ingest([*map(_report, _REPORTS), _live_page()]))
    yield service
    service.close()


@pytest.fixture(scope="session")
def _tracer_provider() -> TracerProvider:
    """The process's own: it can be set but once."""
    provider = TracerProvider()
    trace.set_tracer_provider(provider)
    return provider


@pytest.fixture
def spans(_tracer_provider: TracerProvider, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordedSpans]:
    """The spans of one test, by the default settings."""
    monkeypatch.delenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", raising=False)
    exporter = InMemorySpanExporter()
    _tracer_provider.add_span_processor(SimpleSpanProcessor(exporter))
    yield RecordedSpans(exporter)
    exporter.shutdown()
