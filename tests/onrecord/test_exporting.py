"""The spans of `onrecord serve`, taken by a real collector over gRPC."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import (
    TraceServiceServicer,
    add_TraceServiceServicer_to_server,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from served_process import serving

from onrecord.exporting import exported_spans

QUESTION = "who said the steel will not wait?"
SPEAKER = "Strake"
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector(TraceServiceServicer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[ExportTraceServiceRequest] = []
        self.port = 0

    def Export(self, request: ExportTraceServiceRequest, context: Any) -> ExportTraceServiceResponse:  # noqa: N802, ARG002
        """One batch of spans."""
        self.sent.append(request)
        return ExportTraceServiceResponse()

    @property
    def spans(self) -> list[tuple[str, Span]]:
        """Each with the name of the library that made it."""
        return [
            (scope.scope.name, span)
            for request in self.sent
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    @property
    def own(self) -> list[str]:
        """The names of ours."""
        return sorted(span.name for library, span in self.spans if library == "onrecord")

    @property
    def services(self) -> set[str]:
        """Whose spans they are."""
        return {
            attribute.value.string_value
            for request in self.sent
            for resource in request.resource_spans
            for attribute in resource.resource.attributes
            if attribute.key == "service.name"
        }


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Listens on the loopback."""
    collector, server = Collector(), grpc.server(ThreadPoolExecutor(2))
    add_TraceServiceServicer_to_server(collector, server)
    collector.port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield collector
    server.stop(None).wait()


def _asked_and_ended(address: str, process: "subprocess.Popen[str]", by: signal.Signals) -> tuple[int, str]:
    """Its exit code and what it printed, ended as soon as it has answered."""
    httpx.get(f"{address}/v1/statements", params={"speaker": SPEAKER}).raise_for_status()
    headers = {"traceparent": f"00-{TRACE}-{SPAN}-01"}
    httpx.post(f"{address}/v1/ask", json={"question": QUESTION}, headers=headers).raise_for_status()
    process.send_signal(by)
    printed = "".join(process.communicate(timeout=30))
    return process.returncode, printed


def test_spans_go_to_the_collector_that_the_variables_name(tmp_path: Path, models: Path, collector: Collector) -> None:
    """Those of the last question too, which the server is ended behind, in the trace of who asked; no words of it."""
    endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}"}
    with serving(tmp_path, models, endpoint) as (address, process):
        code, printed = _asked_and_ended(address, process, signal.SIGTERM)
    asked = next(span for _, span in collector.spans if span.name == "ask")
    served = [
        span for _, span in collector.spans if span.kind == Span.SPAN_KIND_SERVER and span.trace_id == asked.trace_id
    ]

    assert collector.own == ["ask", "ground", "read", "retrieve", "understand"]
    assert collector.services == {"onrecord"}
    assert asked.trace_id.hex() == TRACE
    assert [(span.name, span.span_id, span.parent_span_id.hex()) for span in served] == [
        ("POST /v1/ask", asked.parent_span_id, SPAN)
    ]
    assert "onrecord.request_id" in {attribute.key for attribute in served[0].attributes}
    assert not any(words in f"{printed}{collector.sent}" for words in ("steel", SPEAKER))
    assert code == 0
    assert "Traceback" not in printed


def test_a_collector_that_is_not_there_keeps_nobody_waiting(tmp_path: Path, models: Path) -> None:
    """Neither who asks nor who ends the server."""
    with serving(tmp_path, models, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}) as (address, process):
        began = time.monotonic()
        code, printed = _asked_and_ended(address, process, signal.SIGTERM)
        took = time.monotonic() - began

    assert code == 0
    assert took < 15
    assert "steel" not in printed


def test_an_exporter_that_is_not_installed_is_told_and_the_rest_goes_on(tmp_path: Path, models: Path) -> None:
    """The one that is prints the spans, until the server is interrupted; a service has the name that it is given."""
    variables = {
        "OTEL_TRACES_EXPORTER": "otlp, console",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "smoke-signals",
        "OTEL_SERVICE_NAME": "newsroom",
    }
    with serving(tmp_path, models, variables) as (address, process):
        code, printed = _asked_and_ended(address, process, signal.SIGINT)

    assert "no spans are sent: the exporter 'otlp (smoke-signals)' is not installed" in printed
    assert '"onrecord.abstention.reason": "no_articles"' in printed
    assert '"service.name": "newsroom"' in printed
    assert not any(words in printed for words in ("steel", SPEAKER, "Traceback"))
    assert code == 0


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none"},
        {"OTEL_TRACES_EXPORTER": ""},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
        {"OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
        {"OTEL_SDK_DISABLED": "True", "OTEL_TRACES_EXPORTER": "console"},
    ],
)
def test_nothing_is_set_up_unless_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str]
) -> None:
    """The variables that turn it off win."""
    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    before = trace.get_tracer_provider()
    with exported_spans():
        within = trace.get_tracer_provider()

    assert within == before
