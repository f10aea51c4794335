"""Where the spans of `onrecord serve` go: nowhere, unless OpenTelemetry's own variables ask for it."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points, version

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

from qa.tracing import shows_content

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_OTLP = {"grpc": "otlp_proto_grpc", "http/protobuf": "otlp_proto_http"}

_log = logging.getLogger("onrecord.serve")


class _WithoutQueries(SpanProcessor):
    """Takes the query off a request's address, for it may hold the words that are looked for."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002  # the SDK's signature
        if "url.query" in (span.attributes or {}) and not shows_content(span):
            span.set_attribute("url.query", "REDACTED")


@contextmanager
def exported_spans() -> Iterator[None]:
    """Spans go where the variables say, until the block ends; what was gathered by then is sent off."""
    exporters = [exporter for name in _asked_for() if (exporter := _opened(name))]
    if not exporters:
        yield
        return
    own = {"service.name": "onrecord", "service.version": version("onrecord")}
    resource = Resource.create({**own, **OTELResourceDetector().detect().attributes})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    for processor in (_WithoutQueries(), *map(BatchSpanProcessor, exporters)):
        provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()


def _asked_for() -> tuple[str, ...]:
    """The exporters by OpenTelemetry's names for them."""
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return ()
    unsaid = "otlp" if any(map(os.environ.get, _ENDPOINTS)) else "none"
    names = (os.environ.get("OTEL_TRACES_EXPORTER") or unsaid).split(",")
    return tuple(name.strip() for name in names if name.strip() not in ("", "none"))


def _opened(name: str) -> SpanExporter | None:
    """The exporter; where it isn't installed a note that says so, for spans are no reason not to serve."""
    protocol = next(filter(None, map(os.environ.get, _PROTOCOLS)), "grpc")
    wanted = _OTLP.get(protocol, f"otlp ({protocol})") if name == "otlp" else name
    try:
        found = next(iter(entry_points(group="opentelemetry_traces_exporter", name=wanted)))
        exporter: SpanExporter = found.load()()
    except (StopIteration, ImportError):
        _log.warning(
            "no spans are sent: the exporter %r is not installed: install it, or set OTEL_TRACES_EXPORTER", wanted
        )
        return None
    return exporter
