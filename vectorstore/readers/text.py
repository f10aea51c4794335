"""Plain text: one article a file, its headline on the first line where there is one."""

from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.readers.read import Reading, Unreadable, clean, decode

_LONGEST_HEADLINE = 160


def read_text(content: bytes, *, name: str, source: str) -> Reading:
    """The article, under the id `name`. Nothing but a headline is read off plain text; all else stays unknown."""
    try:
        text = clean(decode(content))
        yield Article(
            id=name,
            title=_headline(text),
            publisher=None,
            authors=(),
            published_at=None,
            updated_at=None,
            url=None,
            language=None,
            text=text,
            posts=(),
            source=source,
        )
    except InputError as exc:
        yield Unreadable(source, str(exc))


def _headline(text: str) -> str | None:
    """The first line, if it is short, ends like no sentence and has a blank line after it."""
    first, _, rest = text.strip().partition("\n")
    second = rest.partition("\n")[0]
    is_headline = len(first) <= _LONGEST_HEADLINE and first.rstrip()[-1:] not in ".!,;:" and rest and not second.strip()
    return first.strip() if is_headline else None
