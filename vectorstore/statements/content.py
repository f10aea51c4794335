"""Which words of a sentence a cue brings: the quotations and the clause of reported speech."""

from collections.abc import Iterator, Sequence

from vectorstore.sentences import Span
from vectorstore.statements import sources
from vectorstore.statements.cues import Cue, place_of
from vectorstore.statements.lexicon import CALLING
from vectorstore.statements.sources import Source
from vectorstore.statements.tokens import Token

_OPENERS = frozenset("that how what why whether if where when who".split())
_CIRCUMSTANCES = frozenset("on in at to during after before from with about for of as by".split())
_HEARERS = frozenset("him her them me us you".split())
_ENDS = frozenset({";", "—", "–", "--"})
_MARKS = frozenset({",", ";", "—", "–", "―", "--"})
_OTHER_CLAUSE = frozenset("and but or while who which whose as although though when where after before since".split())
_NEAR, _VERY_NEAR = 16, 8


def content(words: Sequence[Token], cue: Cue, others: Sequence[Cue]) -> tuple[Span, ...]:
    """The spans that are the speaker's, in order; none where the cue brings nothing."""
    if cue.is_behind:
        return (*_in_front(words, cue, others), *_goes_on(words, cue, others))
    spans = tuple(_behind(words, cue, others))
    return spans or (tuple(_in_front(words, cue, others)) if any(w.is_quotation for w in words[: cue.first]) else ())


def _in_front(words: Sequence[Token], cue: Cue, others: Sequence[Cue]) -> Iterator[Span]:
    """From the end of the clause before, or the sentence's beginning, to the comma in front of who speaks."""
    stop = min(cue.first, place_of(words, cue.source.start)) if cue.source else cue.first
    first = max((other.last + 1 for other in others if other.is_behind and other.last < stop), default=0)
    quoted = max((n for n in range(first, stop) if words[n].is_quotation), default=None)
    if quoted is not None and quoted and words[quoted - 1].text == ":":
        first = quoted
    if quoted is not None and not any(word.text in ",;:" for word in words[quoted:stop]):
        stop = quoted + 1
    yield from _trimmed(words, first, stop)


def _goes_on(words: Sequence[Token], cue: Cue, others: Sequence[Cue]) -> Iterator[Span]:
    """`…,” she said, “and …”` and `The count, she said, was fair`: what follows, up to the next verb of speech."""
    stop = min((other.first for other in others if other.first > cue.last), default=len(words))
    first = next((n for n in range(cue.last + 1, stop) if words[n].is_quotation), None)
    if first is not None:
        yield from _trimmed(words, first, max(n for n in range(first, stop) if words[n].is_quotation) + 1)
        return
    comma = cue.last + 1
    if comma + 1 < stop and words[comma].text == "," and not any(w.is_quotation for w in words[: cue.first]):
        following = words[comma + 1]
        if following.is_word and following.lower not in _OTHER_CLAUSE and not following.text.endswith("ing"):
            yield from _trimmed(words, comma + 1, stop)


def _behind(words: Sequence[Token], cue: Cue, others: Sequence[Cue]) -> Iterator[Span]:
    """What follows the verb, without the hearer and the circumstances, to the end of the clause."""
    if cue.verb is None:
        comma = next((n for n in range(cue.last + 1, len(words)) if words[n].text == ","), None)
        if comma is not None:
            yield from _trimmed(words, comma + 1, _end_of_quotation(words, comma + 1))
        return
    stop = _stop(words, cue, others)
    first = _opening(words, cue, stop)
    if first is not None and first < stop:
        yield from _trimmed(words, first, _last(words, first, stop))


def _last(words: Sequence[Token], first: int, stop: int) -> int:
    """Where what is said from there on ends: a quotation behind a comma or colon is all of it."""
    if not words[first].is_quotation or words[first - 1].text not in {",", ":"}:
        return next((n for n in range(first, stop) if words[n].text in _ENDS), stop)
    last = first
    for n in range(first + 1, stop):
        if words[n].is_quotation:
            last = n
        elif words[n].lower not in {"and", "or", ",", "."}:
            break
    return last + 1


def _end_of_quotation(words: Sequence[Token], first: int) -> int:
    """Behind the last quotation where one begins there, else the sentence's end."""
    if first < len(words) and words[first].is_quotation:
        return max(n for n in range(first, len(words)) if words[n].is_quotation) + 1
    return len(words)


def _stop(words: Sequence[Token], cue: Cue, others: Sequence[Cue]) -> int:
    """Where what is said behind the verb ends at the latest: where another verb goes on with the sentence.

    A verb whose subject stands in what is said belongs to it: "Brandt said Quist had called it madness".
    """
    stops = [len(words)]
    for other in others:
        if other.first <= cue.last or other.is_behind:
            continue
        own = other.source if other.source and other.source.start >= words[cue.last].end else None
        first = place_of(words, own.start) if own else other.first
        if own is None or words[first - 1].text in _MARKS:
            stops.append(first)
    return min(stops)


def _opening(words: Sequence[Token], cue: Cue, stop: int) -> int | None:
    """Where what is said begins: at `that`, a quotation or a colon near the verb, else right behind it."""
    verb, direct = cue.verb, cue.last + 1
    if verb is None or direct >= stop:
        return None
    near = range(direct, min(stop, direct + _NEAR))
    marked = next((n for n in near if _opens(words, n, behind=n - direct)), None)
    if marked is not None and (
        verb.has_hearer
        or words[marked].text == ":"
        or marked - direct < _VERY_NEAR
        or (words[marked].is_quotation and words[marked - 1].text == "," and words[direct].lower in _CIRCUMSTANCES)
    ):
        return _at_mark(words, cue, marked)
    if verb.has_hearer and verb.lemma not in CALLING | {"urge", "ask"}:
        return _behind_hearer(words, direct, stop)
    if words[direct].text == "," and cue.source and _follows_as(words, cue.source):
        return direct + 1
    if not words[direct].is_word:
        return None
    if verb.lemma == "say" and words[direct].lower in _CIRCUMSTANCES:
        return next((n + 1 for n in near if words[n].text == ","), direct)
    return direct


def _follows_as(words: Sequence[Token], source: Source) -> bool:
    """Whether it is "as Quill said, …"."""
    first = place_of(words, source.start)
    return first > 0 and words[first - 1].lower == "as"


def _opens(words: Sequence[Token], place: int, *, behind: int) -> bool:
    """Whether what is said begins there; a colon far behind the verb stands within it, but for a quotation's."""
    if words[place].text == ":":
        return behind < _VERY_NEAR // 2 or (place + 1 < len(words) and words[place + 1].is_quotation)
    return words[place].lower in _OPENERS or words[place].is_quotation


def _at_mark(words: Sequence[Token], cue: Cue, marked: int) -> int:
    direct = cue.last + 1
    if words[marked].text == ":":
        return marked + 1
    if [word.text for word in words[marked : marked + 2]] == ["that", ","] and words[marked + 2 : marked + 3]:
        return marked + 2
    if words[marked].is_quotation and words[marked - 1].text in {",", ":"}:
        return marked
    if cue.verb and cue.verb.lemma in CALLING:
        return direct
    near_quotation = words[marked].is_quotation and cue.verb and not cue.verb.has_hearer
    return direct if near_quotation and words[direct].lower not in _CIRCUMSTANCES | {","} else marked


def _behind_hearer(words: Sequence[Token], direct: int, stop: int) -> int | None:
    """Of "told her the roof was sound" the roof."""
    if words[direct].lower in _HEARERS:
        return direct + 1 if direct + 1 < stop else None
    if not words[direct].is_word:
        return None
    hearer = sources.leading_name(words, direct) or sources.after(words, direct)
    first = place_of(words, hearer.end) if hearer else stop
    return first if first < stop and words[first].is_word and words[first].lower not in _CIRCUMSTANCES else None


def _trimmed(words: Sequence[Token], first: int, stop: int) -> Iterator[Span]:
    """The span of these words without marks at either end; nothing where no word is left."""
    while first < stop and not (words[first].is_word or words[first].is_quotation or words[first].text in "$£€("):
        first += 1
    while stop > first and not (
        words[stop - 1].is_word or words[stop - 1].is_quotation or words[stop - 1].text in "%)"
    ):
        stop -= 1
    if first < stop:
        yield words[first].start, words[stop - 1].end
