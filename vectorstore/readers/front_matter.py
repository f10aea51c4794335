"""YAML front matter: the metadata between two lines of `---` at the head of a text."""

from collections.abc import Mapping
from datetime import date, datetime

import yaml  # type: ignore[import-untyped]  # PyYAML has no stubs
from frontmatter.default_handlers import YAMLHandler

from vectorstore.errors import InputError
from vectorstore.readers.moments import at_midnight

_LONGEST = 100_000
_DEEPEST = 20


def split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """The metadata and the text after it; no metadata where there is no front matter.

    Numbers come as strings and dates as 00:00 UTC, so that they fit the fields of an article.

    Raises:
        InputError: the front matter is no plain YAML mapping; the message names the line.
    """
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        written, rest = handler.split(text)
    except ValueError as exc:
        if ":" in text.partition("\n")[2].partition("\n")[0]:
            raise InputError("line 1 begins front matter that no '---' ends: add that line") from exc
        return {}, text
    lines_before = text[: text.index(written)].count("\n")
    return _loaded(handler, written, lines_before=lines_before), rest


def _loaded(handler: YAMLHandler, written: str, *, lines_before: int) -> Mapping[str, object]:
    if len(written) > _LONGEST:
        raise InputError(f"front matter of {len(written):,} characters, more than the {_LONGEST:,} that are read")
    try:
        _check_events(written, lines_before=lines_before)
        return _fitting(handler.load(written))
    except (yaml.YAMLError, ValueError) as exc:
        mark = getattr(exc, "problem_mark", None)
        place = f"line {mark.line + 1 + lines_before}: " if mark else ""
        reason = getattr(exc, "problem", None) or " ".join(str(exc).split())
        raise InputError(f"front matter, {place}not plain YAML ({reason}): correct it") from exc


def _check_events(written: str, *, lines_before: int) -> None:
    """Refuses what makes little YAML into a lot: aliases, and nesting that no metadata needs."""
    depth = 0
    for event in yaml.parse(written, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 + lines_before
        if isinstance(event, yaml.AliasEvent):
            raise InputError(f"front matter, line {line}: the alias '*{event.anchor}': write out what it stands for")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise InputError(f"front matter, line {line}: nested more than {_DEEPEST} deep: write it flat")


def _fitting(said: object) -> Mapping[str, object]:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise InputError("front matter that is no list of 'name: value' lines: write it so, or remove it")
    return {str(key): _plain(value) for key, value in said.items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return at_midnight(value)
    return str(value) if isinstance(value, int | float) else value
