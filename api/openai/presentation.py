"""How a reply looks in a profile: pure functions of the reply."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.links import Base, page_title, page_url
from api.openai.markdown import as_link_text, as_markdown
from api.openai.profiles import Profile
from qa.reply import Abstention, Answer, Citation, Outcome, Segment

_LINK = re.compile(r"\[\[(\d+)\]\]\([^)\s]*\)")
_SOURCES = "\n\nSources:\n\n"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A citation and the place of its first marker, in code points of the text."""

    citation: Citation
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Presentation:
    """One profile, with links that begin with `base`."""

    profile: Profile
    base: Base

    def url(self, citation: Citation) -> str:
        """Where the citation leads."""
        return page_url(citation, base=self.base)

    def segment(self, segment: Segment, *, cited: Mapping[int, Citation], first: bool) -> str:
        """What the segment adds to the text."""
        return self._text(segment, first=first) + "".join(f" {self._marker(cited[m])}" for m in segment.markers)

    def tail(self, outcome: Outcome) -> str:
        """What comes behind the segments: the sources, where they stand in the text, or why there is no answer."""
        if isinstance(outcome, Abstention):
            return self._escaped(outcome.message)
        if self.profile != "onrecord-links":
            return ""
        listed = (f"{c.marker}. [{as_link_text(page_title(c))}]({self.url(c)})" for c in outcome.citations)
        return _SOURCES + "\n".join(listed)

    def annotations(self, outcome: Outcome) -> tuple[Annotation, ...]:
        """One a citation, in their order."""
        if self.profile == "onrecord-links" or not isinstance(outcome, Answer):
            return ()
        cited, found, length = {c.marker: c for c in outcome.citations}, dict[int, Annotation](), 0
        for segment in outcome.segments:
            for annotation in self.placed(segment, cited=cited, at=length):
                found.setdefault(annotation.citation.marker, annotation)
                length = annotation.end
        return tuple(found[marker] for marker in sorted(found))

    def placed(self, segment: Segment, *, cited: Mapping[int, Citation], at: int) -> Iterator[Annotation]:
        """Each citation of the segment, which begins at that place of the text; its last marker ends it."""
        end = at + len(self._text(segment, first=not at))
        for marker in segment.markers:
            start, end = end + 1, end + 1 + len(self._marker(cited[marker]))
            yield Annotation(cited[marker], start, end)

    def _text(self, segment: Segment, *, first: bool) -> str:
        return ("" if first else " ") + self._escaped(segment.text)

    def _marker(self, citation: Citation) -> str:
        shown = f"[{citation.marker}]"
        return f"[{shown}]({self.url(citation)})" if self.profile == "onrecord-links" else shown

    def _escaped(self, text: str) -> str:
        return text if self.profile == "onrecord" else as_markdown(text)


def as_said(content: str) -> str:
    """An earlier answer as it was without links and sources."""
    return _LINK.sub(r"[\1]", content.partition(_SOURCES)[0])
