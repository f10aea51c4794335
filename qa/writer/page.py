"""What has been released of an answer: segments with their markers, each source cited once."""

from collections.abc import Iterable, Sequence

from qa.events import SegmentDone
from qa.reply import Answer, Citation, Segment
from qa.writer.judge import Source


class Page:
    """Grows by whole segments, up to a number of citations; what is on it stays."""

    def __init__(self, *, max_citations: int) -> None:
        self._most = max_citations
        self._segments: list[Segment] = []
        self._cited: dict[tuple[str, int, int], Citation] = {}

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been released."""
        return not self._segments

    @property
    def is_full(self) -> bool:
        """Whether there is no citation left."""
        return len(self._cited) >= self._most

    @property
    def answer(self) -> Answer | None:
        """What has been released; None where nothing has."""
        if self.is_blank:
            return None
        return Answer(segments=tuple(self._segments), citations=tuple(self._cited.values()))

    def add(self, text: str, sources: Sequence[Source]) -> SegmentDone | None:
        """The segment with its markers; None where it is there already or takes more citations than are left."""
        if any(text.casefold() == segment.text.casefold() for segment in self._segments):
            return None
        places = list(dict.fromkeys(_place(source) for source in sources))
        new = dict(self._new(sources))
        if len(self._cited) + len(new) > self._most:
            return None
        self._cited |= new
        segment = Segment(text, tuple(self._cited[place].marker for place in places))
        self._segments.append(segment)
        return SegmentDone(segment, tuple(new.values()))

    def _new(self, sources: Sequence[Source]) -> Iterable[tuple[tuple[str, int, int], Citation]]:
        fresh = {_place(source): source for source in sources if _place(source) not in self._cited}
        for marker, (place, source) in enumerate(fresh.items(), start=len(self._cited) + 1):
            yield place, _citation(source, marker=marker)


def _place(source: Source) -> tuple[str, int, int]:
    return source.hit.article.id, source.start, source.end


def _citation(source: Source, *, marker: int) -> Citation:
    return Citation(
        marker=marker,
        article=source.hit.article,
        post_id=source.hit.passage.post_id,
        passage_id=source.hit.passage.id,
        start=source.start,
        end=source.end,
        quote=source.quote,
        speaker=source.speaker,
        copies=source.hit.copies,
    )
