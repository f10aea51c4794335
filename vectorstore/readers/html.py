"""Saved web pages: JSON-LD first, then `<meta>`, and the text as trafilatura finds it."""

import logging
import re
from itertools import takewhile

from lxml.etree import strip_elements  # type: ignore[import-untyped]  # lxml has no stubs
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml has no stubs

from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.about import About, Update, phrases_within, words_within
from vectorstore.readers.encoding import decode_declared
from vectorstore.readers.jsonl import article_of
from vectorstore.readers.jsonld import reports
from vectorstore.readers.meta import meta_about
from vectorstore.readers.paragraphs import paragraphs, parse_page
from vectorstore.readers.read import Reading, Unreadable

_AGREES = 0.5
"""The share of a headline's words, or of a text's runs of three words, that must be found in the other."""
_HOLDS = 0.75
"""The share of the page's text that another text must hold to take its place."""
_CLEARLY_LONGER = 1.1
_SENTENCE_LETTERS, _ARTICLE_LETTERS = 30, 300
_ENDS_SENTENCE = re.compile(r"[.!?…。！？]['\"”’»)\]]*\Z")
_BETWEEN_POSTS = "\n\n"


def read_html(content: bytes, *, name: str, source: str) -> Reading:
    """The page's article. Its id is derived from its canonical address; without one it is `name`.

    What its JSON-LD says counts only where it agrees with what the page shows. Nothing is ever fetched.
    """
    try:
        yield _article(decode_declared(content), name=name, source=source)
    except InputError as exc:
        yield Unreadable(source, str(exc))


def _article(html: str, *, name: str, source: str) -> Article:
    page = parse_page(html)
    meta = meta_about(page)
    shown = _shown(page)
    found = _found(html)
    visible = next((text for text in (found, shown) if _is_reporting(text)), "")
    heading = "\n".join(filter(None, (meta.title, _first(page, "h1"), _first(page, "title"))))
    linked = _agreeing(reports(page, base=meta.url), heading=heading, shown=shown, visible=visible)
    text, posts = _body(linked, found=found, visible=visible)
    title = linked.title or _title(page, meta, shown)
    record: dict[str, object] = {**meta.record(), **linked.record(), "title": title}
    record["url"] = meta.url or linked.url
    record["id"] = None if record["url"] else name
    if not posts and title and text.startswith(f"{title}\n\n"):
        text = text[len(title) :].lstrip()
    if not _is_reporting(text):
        raise InputError("no article text was found in this page: save the page of one article, or give its text")
    return article_of({**record, "text": text, "posts": posts}, source=source)


def _shown(page: HtmlElement) -> str:
    """All that the page shows, its title with it."""
    return "\n\n".join(part for part in (_first(page, "title"), *map(paragraphs, page.iter("body"))) if part)


def _found(html: str) -> str:
    """The text of the article as trafilatura finds it; empty where it finds none."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = parse_page(html)
    strip_elements(page, "script", with_tail=False)  # trafilatura would take JSON-LD's word for the text
    try:
        found = bare_extraction(page, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # noqa: BLE001  # a page is other people's: whatever it breaks, there is no text then
        return ""
    body = getattr(found, "body", None)
    return paragraphs(body) if body is not None else ""


def _is_reporting(text: str) -> bool:
    """Whether there is a sentence in it, or much text; what else a page shows is labels, and contradicts nothing."""
    paragraphs = text.split("\n\n")
    sentences = (p for p in paragraphs if _letters(p) >= _SENTENCE_LETTERS and _ENDS_SENTENCE.search(p))
    return _letters(text) >= _ARTICLE_LETTERS or next(sentences, None) is not None


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _agreeing(said: tuple[About, ...], *, heading: str, shown: str, visible: str) -> About:
    """The description that agrees best with the page's heading, of those that agree with the page; else an empty one.

    One lie discredits all that the description says.
    """
    agreeing = [
        about
        for about in said
        if words_within(about.title or "", shown) >= _AGREES and _agree(about.text, shown=shown, visible=visible)
    ]

    def rank(about: About) -> tuple[float, int, int]:
        return words_within(about.title, heading) if about.title else 0, len(about.updates), len(about.text)

    return max(agreeing, key=rank, default=About())


def _agree(said: str, *, shown: str, visible: str) -> bool:
    return max(phrases_within(said, shown), phrases_within(visible, said)) >= _AGREES


def _body(linked: About, *, found: str, visible: str) -> tuple[str, list[dict[str, object]]]:
    """The text and its posts: the page's own, unless the JSON-LD holds that and more."""
    if linked.updates:
        text, posts = _live(linked.text or _summary(found, linked.updates), linked.updates)
        if phrases_within(visible, text) >= _HOLDS:
            return text, posts
    if len(linked.text) > _CLEARLY_LONGER * len(visible) and phrases_within(visible, linked.text) >= _HOLDS:
        return linked.text, []
    return found, []


def _summary(found: str, updates: tuple[Update, ...]) -> str:
    """The sentences that the page shows above its first update."""
    posted = "\n\n".join(update.text for update in updates)
    above = takewhile(lambda paragraph: phrases_within(paragraph, posted) < _AGREES, found.split("\n\n"))
    return "\n\n".join(paragraph for paragraph in above if _is_reporting(paragraph))


def _live(summary: str, updates: tuple[Update, ...]) -> tuple[str, list[dict[str, object]]]:
    """The text of a live page: its summary, then each update as a post."""
    text, posts = summary, list[dict[str, object]]()
    for update in updates:
        start = len(text) + len(_BETWEEN_POSTS) if text else 0
        text = f"{text}{_BETWEEN_POSTS}{update.text}" if text else update.text
        posts.append(
            {
                "heading": update.heading,
                "author": update.author,
                "published_at": update.published_at,
                "start": start,
                "end": len(text),
            }
        )
    return text, posts


def _title(page: HtmlElement, meta: About, shown: str) -> str | None:
    """The first of og:title, `<h1>` and `<title>` that the page shows."""
    for title in (meta.title, _first(page, "h1"), _first(page, "title")):
        if title and words_within(title, shown) >= _AGREES:
            return title
    return None


def _first(page: HtmlElement, tag: str) -> str | None:
    return next((line for element in page.iter(tag) if (line := " ".join(element.text_content().split()))), None)
