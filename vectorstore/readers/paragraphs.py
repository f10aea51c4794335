"""HTML into plain text: paragraphs with a blank line between them."""

import re
from collections.abc import Iterator

from lxml.etree import ParserError  # type: ignore[import-untyped]  # lxml has no stubs
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]  # lxml has no stubs

from vectorstore.errors import InputError

_SILENT = frozenset("script style template noscript head iframe object svg math select textarea button".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 head header hr html item li list main nav ol p pre quote section summary table tr row "
    "ul".split()
)
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_BLOCK_END, _LINE_END, _CELL_END = "\x00", "\x01", "\x02"
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")


def parse_page(html: str) -> HtmlElement:
    """The tree of the page.

    Raises:
        InputError: there is nothing in it, or it is nested so deeply that no page people read is.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError) as exc:
        raise InputError("no HTML in it: save the page again") from exc
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise InputError("nested more than 255 elements deep, or one piece of text over 10 MB: no page of news is so")
    return tree


def html_to_text(html: str) -> str:
    """The text of a piece of HTML, as `paragraphs`.

    Raises:
        InputError: as `parse_page`.
    """
    return paragraphs(parse_page(f"<div>{html}</div>")) if html.strip() else ""


def paragraphs(element: HtmlElement, *, silent: frozenset[str] = _SILENT) -> str:
    """The text of HTML or of trafilatura's XML: a blank line between blocks, table cells set apart by " | "."""
    written = "".join(_pieces(element, silent))
    blocks = (_block(block) for block in written.split(_BLOCK_END))
    return "\n\n".join(block for block in blocks if block)


def _block(written: str) -> str:
    cells = ((_SPACE.sub(" ", cell).strip() for cell in line.split(_CELL_END)) for line in written.split(_LINE_END))
    lines = (" | ".join(cell for cell in line if cell) for line in cells)
    return "\n".join(line for line in lines if line)


def _pieces(element: HtmlElement, silent: frozenset[str]) -> Iterator[str]:
    """The text in order with marks at the ends of blocks, lines and cells; as deep as `parse_page` lets it be."""
    tag = element.tag
    if not isinstance(tag, str) or (tag in silent and element.get("rend") is None):
        return
    yield _mark(tag)
    yield _unmarked(element.text)
    for child in element:
        yield from _pieces(child, silent)
        yield _unmarked(child.tail)
    yield _CELL_END if tag in _CELLS else _mark(tag)


def _mark(tag: str) -> str:
    if tag in _ROWS or tag in _BREAKS:
        return _LINE_END
    return _BLOCK_END if tag in _BLOCKS else ""


def _unmarked(text: str | None) -> str:
    return (text or "").translate({0: "\ufffd", 1: "\ufffd", 2: "\ufffd"})
