"""Text as Markdown that shows it as it is, whatever an article holds."""

import re

_ENTITIES = {"\\": "&#92;", "<": "&lt;", "[": "&#91;", "]": "&#93;"}
_ACTIVE = re.compile(
    r"(?P<entity>\\|<(?=[A-Za-z/!?|@#$]))"
    r"|[`*{~<]|(?<![^\W_])_|_(?![^\W_])|\$(?![0-9A-Za-z])|&(?=#?\w+;)"
    r"|(?<=\])[(:]|(?<=\[)\^"
)
_MARKER = re.compile(r"(\[\d+)(?=[\],#])")
_INDENT = re.compile(r"(?:\A|(?<=[\n\r]))[ \t]+")
_BLOCK = re.compile(r"(?:\A|(?<=[\n\r]))(?:(\d{1,9})(?=[.)](?:\s|\Z))|(?=[>=|]|#+(?:\s|\Z)|:[-:]|[-+](?:[-+:|\s]|\Z)))")


def as_markdown(text: str) -> str:
    """Markdown that shows the text and nothing else: no link, image, marker, formula or list of its own.

    Open WebUI sets how. Entities are shown there as they are written, so they stand only for what nothing else stops:
    a tag (`<think>` is cut out before Markdown is read) and a backslash (which could begin a formula). An escaped
    opening bracket breaks the line there, so it stays, and what would make it a link or a marker is escaped.
    """
    return _BLOCK.sub(lambda found: f"{found[1] or ''}\\", _INDENT.sub("", _inline(text)))


def as_link_text(text: str) -> str:
    """The same for one line between the brackets of a link."""
    return "".join(_ENTITIES[part] if part in ("[", "]") else _inline(part) for part in re.split(r"([\[\]])", text))


def _inline(text: str) -> str:
    return _MARKER.sub(r"\1\\", _ACTIVE.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES[found["entity"]] if found["entity"] else f"\\{found[0]}"
