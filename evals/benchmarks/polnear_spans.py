"""The statements that are found in PolNeAR's articles, beside those that people marked."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from evals.benchmarks.benchmark import Figure
from evals.benchmarks.polnear_scoring import Attribution
from evals.benchmarks.resample import estimated
from vectorstore.article import Article
from vectorstore.sentences import Span
from vectorstore.statements.find import find_statements

_WORD = re.compile(r"\w+")
_OPENS_QUOTATION = re.compile(r"[“”\"«„‘]|''")

Counts = tuple[int, int, int]
"""Found rightly, found wrongly, missed."""


@dataclass(frozen=True, slots=True)
class Spans:
    """What of one article is somebody's words, as found and as marked."""

    text: str
    found: tuple[Span, ...]
    marked: tuple[Span, ...]
    marked_direct: tuple[Span, ...]

    @property
    def words(self) -> Counts:
        """Of the words within the content of any statement."""
        found, marked = _words(self.text, self.found), _words(self.text, self.marked)
        return len(found & marked), len(found - marked), len(marked - found)

    @property
    def direct(self) -> Counts:
        """Of the direct quotations, each the same from its first word to its last."""
        found, marked = self._quotations(), {_bare(self.text, span) for span in _joined(self.text, self.marked_direct)}
        return len(found & marked), len(found - marked), len(marked - found)

    @property
    def direct_or_within(self) -> Counts:
        """The same; a quotation that stands in words marked as reported is not counted as wrong."""
        right, _, missed = self.direct
        marked = {_bare(self.text, span) for span in _joined(self.text, self.marked_direct)}
        wrong = [span for span in self._quotations() - marked if not _overlaps(span, self.marked)]
        return right, len(wrong), missed

    def _quotations(self) -> set[Span]:
        quoted = [span for span in self.found if _is_quotation(self.text, span)]
        return {_bare(self.text, span) for span in _joined(self.text, quoted)}


def spans(article: Article, attributions: Sequence[Attribution]) -> Spans:
    """The article's, with the attributions that are its own."""
    own = [attribution for attribution in attributions if attribution.doc_id == article.id]
    return Spans(
        text=article.text,
        found=tuple(span for statement in find_statements(article) for span in statement.content),
        marked=tuple(span for attribution in own for span in attribution.content_spans),
        marked_direct=tuple(span for attribution in own if attribution.direct for span in attribution.content_spans),
    )


def span_figures(by_article: Mapping[str, Spans]) -> tuple[Figure, ...]:
    """F1 over all articles together; each article is a cluster."""
    clusters, found = list(by_article), list(by_article.values())

    def figure(name: str, counts: Sequence[Counts]) -> Figure:
        return Figure(f"statements, {name}", estimated(counts, clusters=clusters, statistic=_f1))

    return (
        figure("direct quotations F1", [one.direct for one in found]),
        figure("direct quotations F1, reported ones aside", [one.direct_or_within for one in found]),
        figure("content token F1", [one.words for one in found]),
    )


def _f1(counts: Sequence[Counts]) -> float:
    right, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def _words(text: str, within: Collection[Span]) -> set[int]:
    """By where they begin."""
    return {word.start() for start, end in within for word in _WORD.finditer(text, start, end)}


def _is_quotation(text: str, span: Span) -> bool:
    """Whether nothing but quotations stands in the span."""
    opened = _OPENS_QUOTATION.match(text, span[0])
    return opened is not None and text[span[1] - 1] in "”\"»’'“"


def _joined(text: str, found: Collection[Span]) -> list[Span]:
    """Spans of one paragraph with no word between them as one."""
    joined: list[Span] = []
    for start, end in sorted(found):
        between = text[joined[-1][1] : start] if joined else "\n"
        if "\n" not in between and not _WORD.search(between):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _bare(text: str, span: Span) -> Span:
    """The span from its first word to its last."""
    words = list(_WORD.finditer(text, *span))
    return (words[0].start(), words[-1].end()) if words else span


def _overlaps(span: Span, others: Collection[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
