"""JSON: one article, a list of them, or `{"articles": [...]}`."""

import json

from vectorstore.errors import InputError
from vectorstore.readers.jsonl import article_of
from vectorstore.readers.read import Reading, Unreadable, decode


def read_json(content: bytes, *, name: str, source: str) -> Reading:
    """The articles in order; one that is none is reported with its place in the list."""
    del name
    try:
        records, is_list = _records(decode(content))
    except InputError as exc:
        yield Unreadable(source, str(exc))
        return
    if not records:
        yield Unreadable(source, "an empty list: put articles into it, or leave it out")
    for number, record in enumerate(records, start=1):
        try:
            yield article_of(record, source=source)
        except InputError as exc:
            yield Unreadable(f"{source}: article {number}" if is_list else source, str(exc))


def _records(written: str) -> tuple[list[object], bool]:
    """The articles, and whether they stood in a list."""
    try:
        content = json.loads(written)
    except (ValueError, RecursionError) as exc:  # not JSONDecodeError alone: a number may be too long for Python
        raise InputError(
            f"not JSON ({exc}): give one article, a list of them, or one a line in a file named .jsonl"
        ) from exc
    if isinstance(content, dict) and isinstance(content.get("articles"), list):
        content = content["articles"]
    return (content, True) if isinstance(content, list) else ([content], False)
