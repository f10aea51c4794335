"""Plain text as copied from the web: one article a file, without the furniture of its page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from vectorstore.article import Article, Post
from vectorstore.errors import InputError
from vectorstore.readers.captions import captions
from vectorstore.readers.datelines import take_dates
from vectorstore.readers.furniture import furniture
from vectorstore.readers.lines import page_lines, without
from vectorstore.readers.live import in_order, live_page
from vectorstore.readers.read import Reading, Unreadable, clean, decode
from vectorstore.readers.sections import Section, joined, sections, strays


def read_text(content: bytes, *, name: str, source: str) -> Reading:
    """The article, under the id `name`. What the page does not say of itself stays unknown."""
    try:
        yield _article(clean(decode(content)), name=name, source=source)
    except InputError as exc:
        yield Unreadable(source, str(exc))


def _article(written: str, *, name: str, source: str) -> Article:
    head, *entries = _sections(written)
    lines, dates = take_dates(head.lines)
    parts = (replace(head, lines=lines), *entries)
    text, spans = joined(parts)
    posts = _posts(entries, spans[1:], day=dates.day())
    return Article(
        id=name,
        title=head.heading,
        publisher=_publisher(parts),
        authors=tuple(dict.fromkeys(author for part in parts for author in part.byline.authors)),
        published_at=_earliest(posts) or (dates.published.dateline() if dates.published else None),
        updated_at=dates.updated.moment() if dates.updated else None,
        url=None,
        language=None,
        text=text,
        posts=posts,
        source=source,
        removed=tuple(piece for part in parts for line in part.lines for piece in line.removed),
    )


def _sections(written: str) -> tuple[Section, ...]:
    """The page's sections, without furniture, bylines and the entries' times."""
    lines = page_lines(written)
    lines, entries = live_page(without(lines, captions(lines) | furniture(lines)))
    headings = [entry.heading for entry in entries if entry.heading is not None]
    return sections(without(lines, set(strays(lines, after=max(headings, default=0)))), entries)


def _posts(entries: Sequence[Section], spans: Sequence[tuple[int, int]], *, day: date | None) -> tuple[Post, ...]:
    """The entries that have text, each at its time; one that gives no day is of the page's, if all can be."""
    stamps = [part.entry.stamp for part in entries if part.entry]
    common = day if in_order([stamp for stamp in stamps if stamp.day is None]) else None
    kept = [entry for entry in zip(entries, stamps, spans, strict=True) if entry[2][0] < entry[2][1]]
    return tuple(
        Post(
            id=f"p{number}",
            heading=part.heading,
            author=", ".join(part.byline.authors) or None,
            published_at=stamp.on(common).moment(),
            start=start,
            end=end,
        )
        for number, (part, stamp, (start, end)) in enumerate(kept, start=1)
    )


def _earliest(posts: Sequence[Post]) -> datetime | None:
    """When the page's first entry was published; None where an entry's time is unknown."""
    times = [post.published_at for post in posts if post.published_at]
    return min(times) if times and len(times) == len(posts) else None


def _publisher(parts: Sequence[Section]) -> str | None:
    """The outlet that the page's byline names, or else the one that all of its posts' bylines do."""
    outlets = dict.fromkeys(part.byline.publisher for part in parts if part.byline.publisher)
    return parts[0].byline.publisher or (next(iter(outlets)) if len(outlets) == 1 else None)
