"""What a sentence attributes to whom: its verbs of speech, each with its subject and the words it brings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.names import bare_name
from vectorstore.sentences import Span
from vectorstore.statement import Polarity
from vectorstore.statements import sources
from vectorstore.statements.content import content
from vectorstore.statements.cues import Cue, cues, main_subject
from vectorstore.statements.headlines import label, plain
from vectorstore.statements.sources import Source
from vectorstore.statements.tokens import Token

_DASHES = frozenset({"—", "–", "―", "-", "--"})
_BE = frozenset("is was were are be been being".split())


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
    words = plain(words)
    found = list(cues(words))
    spoken = [(cue, content(words, cue, [other for other in found if other is not cue])) for cue in found]
    told = [
        Clause(source, cue.polarity, spans)
        for cue, spans in spoken
        if spans and not any(_is_told_by(words, (cue, spans), outer) for outer in spoken if outer[0] is not cue)
        for source in (cue.source, *sources.joined_with(words, cue.source))
    ]
    covered = [span for clause in told for span in clause.content]
    left = [n for n, w in enumerate(words) if w.is_quotation and not any(s <= w.start < e for s, e in covered)]
    return (*told, *_without_verb(words, left), *(_labelled(words) if not told else ()))


def _is_told_by(words: Sequence[Token], own: tuple[Cue, tuple[Span, ...]], outer: tuple[Cue, tuple[Span, ...]]) -> bool:
    """Whether the cue stands in what the outer one brings; of two that hold each other the later one does."""
    (cue, spans), (other, outside) = own, outer
    mutual = _holds(spans, words[other.first].start)
    return _holds(outside, words[cue.first].start) and (other.first < cue.first or not mutual)


def _holds(spans: Sequence[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)


def introduces(words: Sequence[Token]) -> Source | None:
    """Whose words come next, where the sentence ends in a colon: "Quill added:"."""
    if not words or words[-1].text != ":":
        return None
    found = [cue.source for cue in cues(words) if cue.source]
    named = (sources.leading_name(words, n) for n, word in enumerate(words) if word.is_word and word.is_capitalised)
    return found[-1] if found else next((name for name in named if name and bare_name(name.head)), None)


def _labelled(words: Sequence[Token]) -> Iterator[Clause]:
    if found := label(words):
        source, span = found
        yield Clause(source, "said", (span,))


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
