"""How an answer compares with PolNeAR's annotations of who said what (Newell et al., LREC 2018)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.benchmarks.benchmark import DataRow
from evals.benchmarks.text import content_recall
from qa.wire import CitationBody, ReplyBody
from vectorstore.names import surname

Span = tuple[int, int]
Place = tuple[str, Span]
"""An article's id, and start and end in its text."""
Verdict = Literal["the speaker's", "someone else's", "of no named source", "not in the gold"]

_SAME_STATEMENT = 0.7
"""The share of its content words by which a statement counts as given."""
_QUOTE_WORDS = 6
_MARK = re.compile(r"[“”\"]|''")
_ENDS = ".,;:!?…—–- \u00a0"


class Attribution(DataRow):
    """Who said what in an article, as annotated: spans of its text, and the named people of the source."""

    doc_id: str
    content_spans: tuple[Span, ...]
    direct: bool
    """Whether all of the content is quoted."""
    source_names: tuple[str, ...]

    def is_of(self, speaker: str) -> bool:
        """Whether a named source has the speaker's last name."""
        return surname(speaker) in map(surname, self.source_names)

    def stretches(self, text: str) -> list[Span]:
        """The content spans, those with only blanks between them as one."""
        joined = list[Span]()
        for start, end in sorted(self.content_spans):
            if joined and not text[joined[-1][1] : start].strip():
                first, last = joined.pop()
                start, end = first, max(last, end)
            joined.append((start, end))
        return joined


@dataclass(frozen=True, slots=True)
class Annotations:
    """The articles' texts by id, and every attribution in them."""

    texts: Mapping[str, str]
    attributions: tuple[Attribution, ...]

    def places(self, attribution_ids: Collection[str]) -> list[Place]:
        """Where the contents of these attributions stand."""
        wanted = (attribution for attribution in self.attributions if attribution.id in attribution_ids)
        return [(attribution.doc_id, span) for attribution in wanted for span in attribution.content_spans]

    def speakers(self, doc_id: str) -> frozenset[str]:
        """The last names of everyone who is a source in the article."""
        return frozenset(surname(name) for a in self.attributions if a.doc_id == doc_id for name in a.source_names)

    def verdict(self, quote: str, *, doc_ids: Iterable[str], speaker: str) -> Verdict:
        """Whose words the quote is, where it stands verbatim in one of these articles."""
        around = [found for doc_id in doc_ids for found in self._around(quote, doc_id=doc_id)]
        if any(attribution.is_of(speaker) for attribution in around):
            return "the speaker's"
        if any(attribution.source_names for attribution in around):
            return "someone else's"
        return "of no named source" if around else "not in the gold"

    def _around(self, quote: str, *, doc_id: str) -> list[Attribution]:
        """The attributions of the article with the quote inside a content span."""
        text = self.texts[doc_id]
        found = occurrences(quote, text)
        return [
            attribution
            for attribution in self.attributions
            if attribution.doc_id == doc_id
            and any(a <= start and end <= b for a, b in attribution.stretches(text) for start, end in found)
        ]


def occurrences(quote: str, text: str) -> list[Span]:
    """Where the quote stands in the text, whatever the blanks between its words and the marks at its ends."""
    pattern = r"\s+".join(map(re.escape, quote.strip(_ENDS).split()))
    return [found.span() for found in re.finditer(pattern, text)] if pattern else []


def quoted(text: str) -> tuple[str, ...]:
    """What stands in double quotation marks; where the text cuts a quote, from its beginning or to its end."""
    marks = list(_MARK.finditer(text))
    found, opened = list[str](), 0 if marks else None
    for mark in marks:
        if not _closes(mark):
            opened = mark.end()
        elif opened is not None:
            found.append(text[opened : mark.start()])
            opened = None
    return tuple(found if opened is None else [*found, text[opened:]])


def long_quotes(text: str) -> tuple[str, ...]:
    """The quoted strings of at least six words."""
    return tuple(quote for quote in quoted(text) if len(quote.split()) >= _QUOTE_WORDS)


def names_only(text: str, *, right: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the text has one of the right last names and none of the others."""
    return any(_names(text, name) for name in right) and not any(_names(text, name) for name in others)


def given(answer: str, statements: Sequence[str]) -> int:
    """How many of the statements have at least 0.7 of their content words in the answer."""
    return sum(content_recall(answer, statement) >= _SAME_STATEMENT for statement in statements)


def bears_out(reply: ReplyBody, *, speaker: str, quote: str) -> bool:
    """Whether a citation of somebody of that last name has at least 0.7 of the quote's content words."""
    theirs = [c.quote for c in reply.citations if c.speaker and surname(c.speaker) == surname(speaker)]
    return any(content_recall(words, quote) >= _SAME_STATEMENT for words in theirs)


def overlapping(citations: Sequence[CitationBody], *, gold: Collection[Place]) -> int:
    """How many of the citations share a character with a gold span."""
    return sum(
        any(c.article_id == doc_id and c.start < end and start < c.end for doc_id, (start, end) in gold)
        for c in citations
    )


def _closes(mark: re.Match[str]) -> bool:
    """A straight mark closes behind a character and before none of a word."""
    if mark.group() in "“”":
        return mark.group() == "”"
    before, behind = mark.string[: mark.start()][-1:], mark.string[mark.end() :][:1]
    return bool(before.strip()) and not behind.isalnum()


def _names(text: str, name: str) -> bool:
    plain, straight = text.replace("’", "'"), name.replace("’", "'")
    return re.search(rf"(?<!\w)(?:{re.escape(straight)}|{re.escape(straight.upper())})(?!\w)", plain) is not None
