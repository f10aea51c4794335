"""Data sets of a few invented rows, and replies with nothing in them but what a test is about."""

import gzip
import json

from evals.benchmarks.benchmark import Lab
from qa.wire import AbstentionBody, CitationBody, CopyBody, HitBody, ReplyBody, SegmentBody


def quiet(settings):
    """A lab that shows no progress."""
    return Lab(settings=settings, progress=lambda *_: None)


def write_rows(file, rows):
    """Writes the rows as JSON Lines, gzipped where the file's name says so."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def values(result):
    """The value of each figure by its name."""
    return {figure.name: figure.estimate.value for figure in result.figures}


def reply(text="", *citations):
    """An answer of one segment; an abstention where there is no text."""
    markers = tuple(citation.marker for citation in citations)
    return ReplyBody(
        id="ans",
        question="?",
        standalone_question="?",
        answered=bool(text),
        answer=text,
        segments=(SegmentBody(text=text, markers=markers),) if text else (),
        citations=citations,
        abstention=None if text else AbstentionBody(reason="not_in_articles", message="The articles don't say."),
        conflicts=(),
        nearest=(),
        mode="extractive",
        model="extractive",
        degraded=False,
        timings_ms={},
    )


def citation(quote, *, article_id="a", start=0, speaker=None):
    """A citation of the quote at that place."""
    return CitationBody(
        marker=1,
        article_id=article_id,
        version=1,
        post=None,
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        url=None,
        passage_id=f"{article_id}:0",
        start=start,
        end=start + len(quote),
        quote=quote,
        speaker=speaker,
        correction=None,
        copies=(),
    )


def cited(article_id, start, end):
    """A citation of that span."""
    return citation("-" * (end - start), article_id=article_id, start=start)


def hit(article_id, start=0, end=9, *, copies=()):
    """A passage that was found."""
    return HitBody(
        passage_id=f"{article_id}:{start}",
        article_id=article_id,
        post_id=None,
        title=None,
        publisher=None,
        published_at=None,
        url=None,
        start=start,
        end=end,
        text="-",
        score=1.0,
        why={},
        copies=tuple(CopyBody(article_id=copy, title=None, publisher=None, url=None) for copy in copies),
    )
