"""What a page's `<meta>`, `<link>` and `<html lang>` say of it."""

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml has no stubs

from vectorstore.readers.about import About
from vectorstore.readers.moments import moment
from vectorstore.readers.urls import article_address, web_address

_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "dc.date", "date")
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator")


def meta_about(page: HtmlElement) -> About:
    """The first value of each; of authors, all that the first name for them has."""
    said = _said(page)
    base = next((web_address(found.get("href"), base=None) for found in page.iter("base")), None)
    return About(
        title=next(iter(said.get("og:title", ())), None),
        publisher=next(iter(said.get("og:site_name", ())), None),
        authors=next((names for key in _AUTHORS if (names := _names(said.get(key, [])))), ()),
        published_at=next((at for key in _PUBLISHED for value in said.get(key, ()) if (at := moment(value))), None),
        updated_at=next((at for key in _UPDATED for value in said.get(key, ()) if (at := moment(value))), None),
        url=_canonical(page, base) or article_address(next(iter(said.get("og:url", ())), None), base=base),
        language=page.get("lang") or next(iter(said.get("content-language", ())), None),
    )


def _said(page: HtmlElement) -> dict[str, list[str]]:
    """The contents of the `<meta>` elements by property, name, itemprop or http-equiv, in lower case."""
    said: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        key = next((k for a in ("property", "name", "itemprop", "http-equiv") if (k := element.get(a))), "")
        if content := " ".join((element.get("content") or "").split()):
            said.setdefault(key.strip().lower(), []).append(content)
    return said


def _canonical(page: HtmlElement, base: str | None) -> str | None:
    links = (link for link in page.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    return next((address for link in links if (address := article_address(link.get("href"), base=base))), None)


def _names(contents: list[str]) -> tuple[str, ...]:
    names = (name.removeprefix("By ").removeprefix("by ").strip() for name in contents if "://" not in name)
    return tuple(dict.fromkeys(name for name in names if name))
