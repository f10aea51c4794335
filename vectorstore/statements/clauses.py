"""What a sentence attributes to whom: its verbs of speech, each with its subject and the words it brings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vectorstore.sentences import Span
from vectorstore.statement import Polarity
from vectorstore.statements import sources
from vectorstore.statements.content import content
from vectorstore.statements.cues import cues, main_subject
from vectorstore.statements.sources import Source
from vectorstore.statements.tokens import Token

_DASHES = frozenset({"—", "–", "―", "-", "--"})
_BE = frozenset("is was were are be been being".split())
_LONGEST_HEADLINE = 14


@dataclass(frozen=True, slots=True)
class Clause:
    """Somebody's words in a sentence. `content` are the spans that are theirs, in code points of the article's text."""

    source: Source | None
    polarity: Polarity
    content: tuple[Span, ...]


def clauses(words: Sequence[Token]) -> tuple[Clause, ...]:
    """The clauses of speech of one sentence, in the order of their verbs.

    What somebody says that another has said is all the first one's: of "Brandt said Quist had called it madness"
    nothing is Quist's.
    """
    found = list(cues(words))
    spoken = [(cue, content(words, cue, [other for other in found if other is not cue])) for cue in found]
    told = [
        Clause(cue.source, cue.polarity, spans)
        for cue, spans in spoken
        if spans and not any(_holds(outer, words[cue.first].start) for other, outer in spoken if other is not cue)
    ]
    covered = [span for clause in told for span in clause.content]
    left = [n for n, w in enumerate(words) if w.is_quotation and not any(s <= w.start < e for s, e in covered)]
    return (*told, *_without_verb(words, left), *(_headline(words) if not told else ()))


def _holds(spans: Sequence[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)


def _without_verb(words: Sequence[Token], left: Sequence[int]) -> Iterator[Clause]:
    """Quotations behind a colon, before a dash and a name, or before "…,” she elaborated"."""
    for place in left:
        source = _beside(words, place)
        if source and source.kind != "noun":
            yield Clause(source, "said", ((words[place].start, words[place].end),))


def _beside(words: Sequence[Token], place: int) -> Source | None:
    if place + 2 < len(words) and words[place + 1].text in _DASHES:
        return sources.after(words, place + 2)
    if place > 1 and words[place - 1].text == ":":
        return main_subject(words, place - 1) or sources.after(words, 0)
    if words[place].text[-2:-1] not in {",", "?", "!", "—"} or place + 2 >= len(words):
        return None
    verb = next((n for n in range(place + 2, min(place + 8, len(words))) if _looks_like_verb(words, n)), None)
    source = sources.before(words, verb) if verb is not None else None
    return source if source and source.start >= words[place].end else None


def _looks_like_verb(words: Sequence[Token], place: int) -> bool:
    word = words[place]
    ending = word.text.endswith(("ed", "es", "ts", "ns", "ds"))
    return word.is_word and not word.is_capitalised and ending and words[place - 1].lower not in _BE


def _headline(words: Sequence[Token]) -> Iterator[Clause]:
    """`Quist: ferry must stop`, where no stop ends the line."""
    if not 3 < len(words) <= _LONGEST_HEADLINE or not words[-1].is_word:
        return
    source = sources.leading_name(words, 0) if words[0].is_word else None
    colon = next((n for n, word in enumerate(words) if word.text == ":"), None)
    if source and colon is not None and words[colon].start == source.end:
        label = replace(source, kind="label")
        yield Clause(label, "said", ((words[colon + 1].start, words[-1].end),))
