"""The format of input that has no name, by its beginning."""

import json
import re

_LISTED = re.compile(r'\{\s*"articles"\s*:')
_IN_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_IN_FEED = re.compile(r"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
_BY_CONTENT_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".ndjson",
    "text/markdown": ".md",
}


def suffix_of(content_type: str | None) -> str | None:
    """The suffix of the format that a `Content-Type` header names; None if that leaves it open."""
    return _BY_CONTENT_TYPE.get((content_type or "").partition(";")[0].strip().lower())


def sniffed(head: bytes) -> str:
    """The suffix of the format: JSON, JSONL, HTML, a feed, Markdown with front matter, or else plain text."""
    text = head.decode("utf-8-sig", "replace").lstrip()
    if text.startswith("["):
        return ".json"
    if text.startswith("{"):
        return _of_object(text)
    if text.startswith("<"):
        page, feed = _IN_HTML.search(text), _IN_FEED.search(text)
        return ".xml" if feed and (page is None or feed.start() < page.start()) else ".html"
    return ".md" if text.startswith("---") else ".txt"


def _of_object(text: str) -> str:
    """JSONL if the first line is a whole object, or goes on beyond what we see; else JSON."""
    if _LISTED.match(text):
        return ".json"
    first, newline, _ = text.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return ".json" if newline else ".jsonl"
    return ".jsonl"
