"""JSON objects out of a text that comes in pieces and need not be JSON: prose, fences and cut ends around them."""

import json
import re
from collections.abc import Iterator
from enum import Enum, auto

from pydantic import JsonValue

MAX_CHARACTERS = 256 * 1024
"""What comes after so many characters is not read."""
_DEEPEST = 8
"""An object that holds deeper ones is passed over: reading each closed object at each level stays linear."""
_TAG = re.compile(r"<think>|[{\[]")
_THOUGHT = re.compile(r"</think>")
_STRUCTURE = re.compile(r'["{}\[\],]')
_STRING = re.compile(r'["\\]')
_LONGEST_TAG = len("</think>")


class _In(Enum):
    PROSE = auto()
    THOUGHT = auto()
    VALUE = auto()
    STRING = auto()


class ObjectReader:
    """Reads each JSON object the moment its brace closes, inner ones first; never raises, in linear time.

    Text outside of brackets is passed over, and so is what stands between `<think>` and `</think>`. A comma before a
    closing bracket is left out. What is no JSON otherwise is no object; nothing is guessed.
    """

    __slots__ = ("_open", "_pieces", "_read", "_rest", "_where", "emptied", "full")

    def __init__(self) -> None:
        self._where = _In.PROSE
        self._pieces: list[str] = []
        self._open: list[int] = []
        """For each open bracket, the piece that it is; -1 where what it holds is too deep."""
        self._rest = ""
        """The end of what came, where it may be the beginning of a tag or of an escape."""
        self._read = 0
        self.full = False
        """Whether the most there may be has come."""
        self.emptied = False
        """Whether an empty array has closed that stands in nothing."""

    @property
    def unfinished(self) -> bool:
        """Whether a bracket or a thought is open."""
        return self._where is not _In.PROSE

    def feed(self, text: str) -> Iterator[dict[str, JsonValue]]:
        """The objects that close in this piece."""
        text = text[: MAX_CHARACTERS - self._read]
        self._read += len(text)
        self.full = self._read >= MAX_CHARACTERS
        text, at = self._rest + text, 0
        self._rest = ""
        while at < len(text):
            if self._where is _In.PROSE:
                at = self._prose(text, at)
            elif self._where is _In.THOUGHT:
                at = self._thought(text, at)
            elif self._where is _In.STRING:
                at = self._string(text, at)
            else:
                at, closed = self._value(text, at)
                if closed is not None:
                    yield closed

    def _prose(self, text: str, at: int) -> int:
        found = _TAG.search(text, at)
        if not found:
            return self._keep_tag(text, at)
        if found.group() == "<think>":
            self._where = _In.THOUGHT
        else:
            self._where = _In.VALUE
            self._pieces, self._open = [], []
            return found.start()
        return found.end()

    def _thought(self, text: str, at: int) -> int:
        found = _THOUGHT.search(text, at)
        if not found:
            return self._keep_tag(text, at)
        self._where = _In.PROSE
        return found.end()

    def _keep_tag(self, text: str, at: int) -> int:
        """Puts aside what may be the beginning of a tag."""
        tail = text[max(at, len(text) - _LONGEST_TAG + 1) :]
        self._rest = tail[tail.rfind("<") :] if "<" in tail else ""
        return len(text)

    def _string(self, text: str, at: int) -> int:
        found = _STRING.search(text, at)
        if not found:
            self._pieces.append(text[at:])
            return len(text)
        if found.group() == "\\":
            if found.end() == len(text):
                self._pieces.append(text[at : found.start()])
                self._rest = "\\"
                return len(text)
            self._pieces.append(text[at : found.end() + 1])
            return found.end() + 1
        self._pieces.append(text[at : found.end()])
        self._where = _In.VALUE
        return found.end()

    def _value(self, text: str, at: int) -> tuple[int, dict[str, JsonValue] | None]:
        found = _STRUCTURE.search(text, at)
        if not found:
            self._pieces.append(text[at:])
            return len(text), None
        if found.start() > at:
            self._pieces.append(text[at : found.start()])
        char = found.group()
        if char in "{[":
            self._opened(len(self._pieces))
        elif char == '"':
            self._where = _In.STRING
        if char in "}]":
            return found.end(), self._close(char)
        self._pieces.append(char)
        return found.end(), None

    def _opened(self, piece: int) -> None:
        if len(self._open) == _DEEPEST:
            self._open = [-1] * _DEEPEST
        self._open.append(piece if len(self._open) < _DEEPEST else -1)

    def _close(self, char: str) -> dict[str, JsonValue] | None:
        self._drop_comma()
        self._pieces.append(char)
        start = self._open.pop()
        alone = not self._open
        self._where = _In.PROSE if alone else _In.VALUE
        if start < 0:
            return None
        raw = "".join(self._pieces[start:]) if char == "}" or (alone and len(self._pieces) <= 3) else ""
        value = _loaded(raw)
        self.emptied = self.emptied or (alone and value == [])
        return value if isinstance(value, dict) else None

    def _drop_comma(self) -> None:
        last = len(self._pieces) - 1
        while last > 0 and not self._pieces[last].strip():
            last -= 1
        if last > 0 and self._pieces[last] == ",":
            self._pieces[last] = ""


def _loaded(raw: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(raw, strict=False)
    except ValueError:
        return None
    return value
