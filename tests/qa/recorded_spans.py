"""The spans that a test brings about, as OpenTelemetry's own SDK exports them."""

import time
from dataclasses import dataclass

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class RecordedSpans:
    """The spans that have ended, in the order of their beginnings."""

    exporter: InMemorySpanExporter

    @property
    def all(self) -> list[ReadableSpan]:
        """As exported."""
        return sorted(self.exporter.get_finished_spans(), key=lambda span: span.start_time or 0)

    @property
    def tree(self) -> list[str]:
        """Each span's name under its parents' names, with slashes."""
        by_id = {span.context.span_id: span for span in self.all if span.context}

        def path(span: ReadableSpan) -> str:
            parent = by_id.get(span.parent.span_id) if span.parent else None
            return f"{path(parent)}/{span.name}" if parent else span.name

        return [path(span) for span in self.all]

    def named(self, name: str, *, count: int = 1) -> list[ReadableSpan]:
        """So many of that name; waited for, as a chat model may come to its end behind the answer."""
        until = time.monotonic() + _PATIENCE_S
        while len(found := [span for span in self.all if span.name == name]) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(found) == count, f"{len(found)} spans {name!r}: {self.tree}"
        return found

    @property
    def told(self) -> str:
        """All that leaves the process."""
        return "\n".join(span.to_json() for span in self.all)
