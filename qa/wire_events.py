"""The JSON of what happens on the way to a reply."""

from collections.abc import Generator
from contextlib import closing

from qa.events import Done, Event, SegmentDone, Stage, Status
from qa.reply import Segment
from qa.wire import CitationBody, ReplyBody, Wire, citation_body, reply_body


class StatusBody(Wire):
    """What is being done."""

    stage: Stage


class SegmentEventBody(Wire):
    """A segment that stays; its citations came before it. The `delta`s put together are the reply's `answer`."""

    text: str
    markers: tuple[int, ...]
    delta: str


EventBody = StatusBody | CitationBody | SegmentEventBody | ReplyBody
EVENT_NAMES: dict[type[EventBody], str] = {
    StatusBody: "status",
    CitationBody: "citation",
    SegmentEventBody: "segment",
    ReplyBody: "done",
}


def event_bodies(
    events: Generator[Event, None, None], *, with_passages: bool
) -> Generator[EventBody | None, None, None]:
    """The events as they travel, and None for one that tells nothing new, so that this can be closed there as well.

    Each citation comes once, before the first segment that uses it; the whole reply comes last.
    """
    stage: Stage | None = None
    first = True
    with closing(events):
        for event in events:
            match event:
                case Status():
                    yield StatusBody(stage=event.stage) if event.stage != stage else None
                    stage = event.stage
                case SegmentDone():
                    yield from map(citation_body, event.citations)
                    yield _segment_body(event.segment, first=first)
                    first = False
                case Done():
                    yield reply_body(event.reply, with_passages=with_passages)


def _segment_body(segment: Segment, *, first: bool) -> SegmentEventBody:
    marked = segment.text + "".join(f" [{marker}]" for marker in segment.markers)
    return SegmentEventBody(text=segment.text, markers=segment.markers, delta=marked if first else f" {marked}")
