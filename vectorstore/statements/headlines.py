"""Headlines: what somebody says behind a colon, and verbs that are written with a capital."""

from collections.abc import Sequence
from dataclasses import replace

from vectorstore.sentences import Span
from vectorstore.statements.lexicon import SPEECH_VERBS
from vectorstore.statements.sources import Source, leading_name
from vectorstore.statements.tokens import Token

_LONGEST = 18
_SHORT_WORD = 3
"""So many letters: such a word is small in a headline too."""


def plain(words: Sequence[Token]) -> Sequence[Token]:
    """The words; of a headline in which every word has a capital, the verbs of speech without it."""
    if not _has_capitals(words):
        return words
    return [replace(word, text=word.lower) if _is_verb(word) and n else word for n, word in enumerate(words)]


def label(words: Sequence[Token]) -> tuple[Source, Span] | None:
    """Of `Quist: ferry must stop` Quist and the rest; None where a sentence is too long for a headline."""
    ends = len(words) - 1 if words and words[-1].text == "." else len(words)
    if not 3 < ends <= _LONGEST:
        return None
    source = leading_name(words, 0) if words[0].is_word else None
    colon = next((n for n, word in enumerate(words) if word.text == ":"), None)
    if source is None or colon is None or words[colon].start != source.end or colon + 1 >= ends:
        return None
    return replace(source, kind="label"), (words[colon + 1].start, words[ends - 1].end)


def _has_capitals(words: Sequence[Token]) -> bool:
    long = [word for word in words if word.is_word and len(word.text) > _SHORT_WORD and word.text[0].isalpha()]
    return 3 < len(words) <= _LONGEST and len(long) > 2 and all(word.is_capitalised for word in long)


def _is_verb(word: Token) -> bool:
    verb = SPEECH_VERBS.get(word.lower)
    return verb is not None and verb.is_speech and verb.form == "finite"
