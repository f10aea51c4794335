"""Markdown, with its metadata in front matter."""

from dataclasses import replace

from markdown_it import MarkdownIt

from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.front_matter import split_front_matter
from vectorstore.readers.jsonl import article_of
from vectorstore.readers.moments import moment
from vectorstore.readers.paragraphs import paragraphs, parse_page
from vectorstore.readers.read import Reading, Unreadable, clean, decode

_DEEPEST = 20


def read_markdown(content: bytes, *, name: str, source: str) -> Reading:
    """The article. Its id is the one its front matter gives, or derived from its `url`; without either it is `name`.

    Without a title in the front matter, a heading of the first level at the top is the title.
    """
    try:
        yield _article(clean(decode(content)), name=name, source=source)
    except InputError as exc:
        yield Unreadable(source, str(exc))


def _article(written: str, *, name: str, source: str) -> Article:
    said, body = split_front_matter(written)
    heading, text, images = _plain(body)
    title = said.get("title") or heading
    if heading and title == heading and text.startswith(f"{heading}\n\n"):
        text = text[len(heading) :].strip()
    record: dict[str, object] = {
        **said,
        "title": title,
        "authors": said.get("authors") or said.get("author") or (),
        "published_at": _date(said.get("published_at") or said.get("date")),
        "updated_at": _date(said.get("updated_at") or said.get("updated")),
        "text": text,
        "posts": (),
    }
    if not record.get("id") and not record.get("url"):
        record["id"] = name
    return replace(article_of(record, source=source), removed=images)


def _plain(body: str) -> tuple[str | None, str, tuple[str, ...]]:
    """The heading at the top, the text without any marks, and the images that were in it.

    Raises:
        InputError: it is nested too deeply.
    """
    if not body.strip():
        return None, "", ()
    page = parse_page(f"<div>{_html(body)}</div>")
    images = tuple(
        f"image: {image.get('alt') or ''} {image.get('src') or ''}".replace("  ", " ").strip()
        for image in page.iter("img")
    )
    first = next((element for element in page.iter("h1")), None)
    text = paragraphs(page)
    heading = " ".join(first.text_content().split()) if first is not None else ""
    return (heading if heading and text.startswith(heading) else None), text, images


def _html(body: str) -> str:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    tokens = parser.parse(body)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        raise InputError(f"quotes and lists nested {_DEEPEST} deep, where the parser drops text: write it flatter")
    return str(parser.renderer.render(tokens, parser.options, {}))


def _date(value: object) -> object:
    """A date alone is its 00:00 UTC; what `moment` can't place is for `article_of` to judge."""
    return moment(value) or value
