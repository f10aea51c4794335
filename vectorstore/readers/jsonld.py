"""JSON-LD of news pages: schema.org's NewsArticle and its kin, and LiveBlogPosting."""

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml has no stubs

from vectorstore.errors import InputError
from vectorstore.readers.about import About, Update
from vectorstore.readers.moments import moment
from vectorstore.readers.paragraphs import html_to_text
from vectorstore.readers.read import clean
from vectorstore.readers.urls import article_address

_REPORTS = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle "
    "ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle SatiricalArticle Report BlogPosting "
    "LiveBlogPosting".split()
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")
_WRAPPING = 40
_MOST_NODES = 10_000
_MOST_UPDATES = 5_000


def reports(page: HtmlElement, *, base: str | None) -> tuple[About, ...]:
    """What the page's JSON-LD says of articles, in its order; JSON-LD that can't be read says nothing."""
    nodes = (node for script in page.iter("script") if _is_jsonld(script) for node in _nodes(script.text or ""))
    return tuple(_about(node, base) for node in nodes if _types(node) & _REPORTS)


def _is_jsonld(script: HtmlElement) -> bool:
    return (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json"


def _nodes(written: str) -> Iterator[dict[str, object]]:
    """The objects of the JSON, those in lists, in `@graph` and in `mainEntity` included."""
    try:
        waiting = [json.loads(_unwrapped(written), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node[:_MOST_NODES]))
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("mainEntity", "@graph") if key in node)


def _unwrapped(written: str) -> str:
    """The JSON out of the HTML comment or the CDATA section that old systems wrap it in."""
    for before, after in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        start, end = written.find(before, 0, _WRAPPING), written.rfind(after, max(0, len(written) - _WRAPPING))
        if start >= 0 and end > start:
            return written[start + len(before) : end].removeprefix("*/").removesuffix("//").removesuffix("/*")
    return written


def _types(node: dict[str, object]) -> set[str]:
    return {str(kind).rpartition("/")[2] for kind in _listed(node.get("@type"))}


def _about(node: dict[str, object], base: str | None) -> About:
    publisher = next(iter(_names(node.get("publisher"))), None)
    page = node.get("mainEntityOfPage")
    address = node.get("url") or (page.get("@id") if isinstance(page, dict) else page)
    updates = (_update(entry) for entry in _listed(node.get("liveBlogUpdate"))[:_MOST_UPDATES])
    return About(
        title=_line(node.get("headline")) or _line(node.get("name")),
        publisher=publisher,
        authors=_names(node.get("author")),
        published_at=moment(node.get("datePublished")),
        updated_at=moment(node.get("dateModified")),
        url=article_address(address, base=base),
        language=_line(node.get("inLanguage")),
        text=_text(node.get("articleBody")),
        updates=tuple(update for update in updates if update.text),
    )


def _update(entry: object) -> Update:
    if not isinstance(entry, dict):
        return Update(None, None, None, "")
    heading, body = _line(entry.get("headline")), _text(entry.get("articleBody"))
    if heading and body.startswith(heading):
        body = body[len(heading) :].strip()
    author = ", ".join(_names(entry.get("author"))) or None
    text = "\n\n".join(part for part in (heading, body) if part)
    return Update(heading, author, moment(entry.get("datePublished")), text)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(value: object) -> tuple[str, ...]:
    """The names of people or organisations, each once; an address is no name."""
    named = (entry.get("name") if isinstance(entry, dict) else entry for entry in _listed(value))
    lines = (_line(name) for entry in named for name in _listed(entry))
    return tuple(dict.fromkeys(line for line in lines if line and "://" not in line))


def _line(value: object) -> str | None:
    return " ".join(_text(value).split()) or None


def _text(value: object) -> str:
    """The string as plain text; markup and entities that some sites leave in it are resolved."""
    if not isinstance(value, str):
        return ""
    text = clean(value)
    if not _MARKUP.search(text):
        return re.sub(r"\n\s*\n+", "\n\n", text).strip()
    try:
        return html_to_text(re.sub(r"\n\s*\n", "<br><br>", text))
    except InputError:
        return ""
