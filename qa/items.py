"""What a question asks for one by one: several questions in one, a list behind a colon, names in a row, two sides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.words import content_words

_MOST = 6
_WH = r"(?:(?:in|on|at|by|to|from|for) )?(?:what|who|whose|whom|when|where|which|how|why)\b"
_STARTS_ASKING = re.compile(_WH, re.I)
_ASKS = re.compile(rf"\b{_WH}", re.I)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\.{3}\s*")
_NEXT_CLAUSE = re.compile(rf",\s+(?:and |but |or )?(?={_WH})|\s+and\s+(?={_WH})", re.I)
_COMMA = re.compile(r",\s+(?:(?:and|or)\s+)?")
_LAST_AND = re.compile(r"\s+(?:and|or)\s+")
_QUOTED = re.compile(r"[\"“”]")
_VERB = re.compile(rf"\b(?:{_WH}|did|do|does|is|are|was|were|will|would|has|have|had|yes|no)\b", re.I)
"""What stands in no thing of a row, or the row is none."""
_CONTRAST = re.compile(
    r"\b(?:(?:dis)?agree|differ(?:s|ent|ently)?|contradict(?:s|ed)?|each|both|the same way|side by side|"
    r"next to each other|versus|compared?|together|alike|worlds)\b",
    re.I,
)
_CAPITALISED = r"[A-Z][\w’'-]+"
_NAME = rf"(?:[Tt]he )?{_CAPITALISED}(?: {_CAPITALISED})*(?:['’]s(?: \w+){{1,3}})?"
_PAIR = re.compile(rf"(?P<first>{_NAME}) and (?P<last>{_NAME})")
_WORD = r"[\w’'-]+"
_ENUMERATION = re.compile(
    rf"(?P<first>{_WORD}(?: {_WORD}){{0,3}}), "
    rf"(?P<middle>(?:{_WORD}(?: {_WORD}){{0,4}}, )*{_WORD}(?: {_WORD}){{0,4}}?),? and "
    rf"(?P<last>(?:(?:in|on|at|as|for|by|the|a|an) )*(?:{_CAPITALISED}(?: {_CAPITALISED})*|"
    rf"{_WORD}(?: (?!(?:each|all|differ|next|side|said|put)\b){_WORD}){{0,2}}))"
)
_LONGEST_NAME = 3
"""Words that carry meaning: so many at most, from the end, of the first thing in a row."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that a question asks for, and what of the question goes for all of them."""

    text: str
    frame: str

    @property
    def whole(self) -> str:
        """The item as a question of its own."""
        return f"{self.text} {self.frame}".strip()


def items(question: str) -> tuple[Item, ...]:
    """The things in order, six at most; none where it asks for one."""
    sentences = [sentence for sentence in _SENTENCE_END.split(question.strip()) if sentence.strip()]
    for find in (_behind_colon, _clauses, _enumerated):
        for place, sentence in enumerate(sentences):
            rest = " ".join(sentences[:place] + sentences[place + 1 :])
            found = tuple(find(sentence, rest))
            if len(found) > 1:
                return found[:_MOST]
    return tuple(_sides(question))


def _behind_colon(sentence: str, rest: str) -> Iterator[Item]:
    """The list on one side of the colon: "A, B, C: what did each cost?", "the price: at first, in June, at the end"."""
    left, colon, right = sentence.partition(":")
    if not colon or _QUOTED.search(sentence):
        return
    listed = _commas(left)
    if len(listed) > 1 and (_ASKS.search(right) and not _ASKS.search(left)):
        yield from _items(listed, frame=f"{rest} {right}")
    elif _STARTS_ASKING.match(right.strip()):
        yield from _items(_NEXT_CLAUSE.split(right), frame=f"{rest} {left}")
    else:
        yield from _items(_commas(right), frame=f"{rest} {left}")


def _clauses(sentence: str, rest: str) -> Iterator[Item]:
    """Questions in a row; what a later one leaves out stands in the first, or in front of all."""
    first, *further = (clause.strip(" ,.?!") for clause in _NEXT_CLAUSE.split(sentence))
    asks = bool(_STARTS_ASKING.match(first))
    if asks and further:
        yield Item(first, rest)
    if asks or len(further) > 1:
        yield from _items(further, frame=f"{rest} {first}")


def _enumerated(sentence: str, rest: str) -> Iterator[Item]:
    """Three or more things in a row: "Sum up his message in A, in B and in C"."""
    row = _ENUMERATION.search(sentence)
    if row and not _VERB.search(f"{row['middle']}, {row['last']}"):
        middle = row["middle"].split(", ")
        size = min(_LONGEST_NAME, max(len(content_words(thing)) for thing in middle))
        before, first = _tail(row["first"], size)
        frame = f"{rest} {sentence[: row.start()]}{before} {sentence[row.end() :]}"
        yield from _items([first, *middle, row["last"]], frame=frame)
    elif rest and not _VERB.match(sentence) and len(listed := _commas(sentence)) > 2:
        yield from _items(listed, frame=rest)


def _sides(question: str) -> Iterator[Item]:
    """The two whom a sentence sets against each other: "A and B don't see it the same way"."""
    for sentence in _SENTENCE_END.split(question):
        pair = _PAIR.search(sentence) if _CONTRAST.search(sentence) else None
        if pair:
            yield from _items([pair["first"], pair["last"]], frame=question.replace(pair.group(), ""))
            return


def _items(texts: Sequence[str], *, frame: str) -> Iterator[Item]:
    bare = (text.strip(" ,.?!") for text in texts)
    return (Item(text, " ".join(frame.split())) for text in bare if content_words(text))


def _commas(text: str) -> list[str]:
    """What stands between commas; of the last, both halves where an "and" parts them and stands nowhere else."""
    listed = _COMMA.split(text)
    if len(listed) > 1 and len(_LAST_AND.split(text)) == 2:
        listed[-1:] = _LAST_AND.split(listed[-1])
    return [thing for thing in listed if content_words(thing)]


def _tail(phrase: str, size: int) -> tuple[str, str]:
    """The phrase parted before its last so many words that carry meaning."""
    words = phrase.split()
    cut = len(words)
    while cut and len(content_words(" ".join(words[cut:]))) < max(size, 1):
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
