"""RSS and Atom: one article an entry."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from vectorstore.article import MAX_ID_LENGTH
from vectorstore.errors import InputError
from vectorstore.readers.encoding import decode_declared
from vectorstore.readers.jsonl import article_of
from vectorstore.readers.moments import moment
from vectorstore.readers.paragraphs import html_to_text
from vectorstore.readers.read import Reading, Unreadable, clean, derived_id
from vectorstore.readers.urls import article_address, web_address

_ENTITY = re.compile(r"<!ENTITY\s+(?:%\s+)?([^\s>]*)")
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_FEED_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_TAIL = 2_000
"""What may follow a feed: comments that tell which server made it."""
_HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def read_feed(content: bytes, *, name: str, source: str) -> Reading:
    """The entries in the feed's order; one without a text, or that the file breaks off in, is reported.

    Nothing is fetched and no entity of the file's own is resolved.
    """
    del name
    try:
        xml = _checked(decode_declared(content))
        feed, entries = _parsed(xml)
    except InputError as exc:
        yield Unreadable(source, str(exc))
        return
    is_whole = _FEED_END.search(xml[-_TAIL:]) is not None
    whole = len(entries) if is_whole else len(_ENTRY_END.findall(xml))
    for number, entry in enumerate(entries[:whole], start=1):
        try:
            yield article_of(_record(entry, feed), source=source)
        except InputError as exc:
            yield Unreadable(_where(source, number, entry), str(exc))
    if not is_whole:
        yield Unreadable(
            source, f"the feed breaks off after {len(entries[:whole])} whole entries: download it again for the rest"
        )


def _checked(xml: str) -> str:
    """The XML without its declaration, which tells an encoding that it no longer has."""
    root = _ROOT.search(xml)
    if declared := _ENTITY.search(xml, 0, root.start() if root else len(xml)):
        raise InputError(f"it declares XML entities of its own ({declared[1]!r}), which no feed needs: remove them")
    return _XML_DECLARATION.sub("", xml, count=1)


def _parsed(xml: str) -> tuple[dict[str, object], Sequence[dict[str, object]]]:
    """What the feed says of itself, and its entries."""
    import feedparser  # type: ignore[import-untyped]  # feedparser has no stubs

    try:
        parsed = feedparser.parse(
            xml.encode("utf-8", "replace"), response_headers={"content-type": "application/xml; charset=utf-8"}
        )
    except Exception as exc:  # feedparser lets through whatever its parts raise
        raise InputError(f"can't be read as a feed ({type(exc).__name__}: {exc}): download it again") from exc
    if not parsed.version and not parsed.entries:
        reason = f" ({parsed.bozo_exception})" if parsed.bozo else ""
        raise InputError(f"no RSS or Atom feed{reason}: give one, or name a web page .html")
    if not parsed.entries:
        raise InputError("a feed without entries: leave it out, or download it again")
    feed, entries = dict(parsed.feed), [dict(entry) for entry in parsed.entries]
    if str(parsed.version).startswith("rss"):
        feed.pop("authors", None)  # an RSS channel names its managing editor, not who wrote its items
        for entry in entries:
            if "published" not in entry and "updated" in entry:
                entry["published"] = entry.pop("updated")  # RSS 1.0 has one date
    return feed, entries


def _record(entry: dict[str, object], feed: dict[str, object]) -> dict[str, object]:
    """The entry under the names of `ArticleRecord`."""
    site = web_address(feed.get("link"), base=None)
    url = article_address(entry.get("link"), base=site)
    text = _text(entry)
    if not text:
        raise InputError("this entry has no text: nothing can be cited from a headline alone")
    return {
        "id": _id(entry.get("id"), url=url, site=site),
        "title": " ".join(_plain(entry.get("title_detail")).split()),
        "publisher": _line(_of(entry, "source", "title")) or _line(feed.get("title")),
        "authors": _authors(entry) or _authors(feed),
        "published_at": moment(entry.get("published")),
        "updated_at": moment(entry.get("updated")),
        "url": url,
        "language": _language(entry) or feed.get("language"),
        "text": text,
    }


def _text(entry: dict[str, object]) -> str:
    """The longest of the entry's contents; its summary if it has none."""
    texts = [_plain(detail) for detail in _listed(entry.get("content"))]
    return max(texts, key=len, default="") or _plain(entry.get("summary_detail"))


def _plain(detail: object) -> str:
    if not isinstance(detail, dict) or not isinstance(value := detail.get("value"), str):
        return ""
    return clean(value).strip() if detail.get("type") == "text/plain" else html_to_text(value)


def _id(guid: object, *, url: str | None, site: str | None) -> str | None:
    """The entry's own id. A web address names the article as its URL does; a bare one is unique in its site only."""
    if not isinstance(guid, str) or not guid.strip():
        return None
    if web_address(guid, base=None):
        return derived_id(url=guid.strip(), title=None, publisher=None, text="")
    host = urlsplit(url or site or "").hostname
    named = guid.strip() if _HAS_SCHEME.match(guid.strip()) or not host else f"{host}:{guid.strip()}"
    if len(named) > MAX_ID_LENGTH or not named.isprintable():
        return derived_id(url=named, title=None, publisher=None, text="")
    return named


def _authors(said: dict[str, object]) -> list[str]:
    names = (_line(author.get("name")) for author in _listed(said.get("authors")) if isinstance(author, dict))
    return list(dict.fromkeys(name for name in names if name and "://" not in name))


def _language(entry: dict[str, object]) -> object:
    details = [*_listed(entry.get("content")), entry.get("summary_detail"), entry.get("title_detail")]
    return next((found for detail in details if isinstance(detail, dict) and (found := detail.get("language"))), None)


def _of(said: dict[str, object], key: str, inner: str) -> object:
    found = said.get(key)
    return found.get(inner) if isinstance(found, dict) else None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _line(value: object) -> str | None:
    return " ".join(html_to_text(value).split()) or None if isinstance(value, str) else None


def _where(source: str, number: int, entry: dict[str, object]) -> str:
    title = entry.get("title")
    named = f" ({title[:80]!r})" if isinstance(title, str) and title else ""
    return f"{source}: entry {number}{named}"
