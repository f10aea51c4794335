"""The statements of an article: every quotation and every piece of reported speech, with its speaker."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vectorstore.article import Article
from vectorstore.offices import Office
from vectorstore.sentences import Span, sentences
from vectorstore.statement import Polarity, Statement, StatementKind
from vectorstore.statements.clauses import clauses, introduces
from vectorstore.statements.lexicon import SPEECH_VERBS
from vectorstore.statements.people import People, people
from vectorstore.statements.quotations import Quotation, masked, quotations
from vectorstore.statements.speakers import Speakers
from vectorstore.statements.tokens import tokens

_ASKED = re.compile(r"[?!….][”\"’']+$|[?!….]''$")
_TAG = re.compile(
    rf"(?:[A-Z][\w.’'-]*,? (?:[\w.’'-]+,? ){{0,6}}(?:{'|'.join(sorted(SPEECH_VERBS))})\b(?! that\b)[^“\"]{{0,60}}[.,]"
    r"|[—–―-]{1,2}\s?[A-Z][^“\"]{0,80}$)"
)
"""A sentence that says no more than who asked."""

RULES_VERSION = "statements-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """One speaker's part of one sentence."""

    sentence: Span
    speaker: str | None
    as_written: str | None
    polarity: Polarity
    confidence: float
    content: tuple[Span, ...]
    goes_on: bool
    """Whether it is a quotation alone, by whoever is speaking."""


def find_statements(article: Article) -> tuple[Statement, ...]:
    """The statements of the article, in order; none spans two paragraphs or two posts.

    A sentence in which several speak is a statement of each. Takes time linear in the text.
    """
    text = article.text
    who, quoted = people(text), quotations(text, start=0, end=len(text))
    blocks = [(post.start, post.end) for post in article.posts] or [(0, len(text))]
    return tuple(
        _statement(article, run, quoted)
        for block in blocks
        for run in _runs(text, _joined(text, list(_spoken(text, block, who=who, quoted=quoted))))
    )


def find_offices(article: Article) -> tuple[Office, ...]:
    """Who the article says holds which office."""
    held = people(article.text).held_offices
    return tuple(Office(article_id=article.id, title=title, holder=holder) for title, holder in held)


def _spoken(text: str, block: Span, *, who: People, quoted: Sequence[Quotation]) -> Iterator[_Spoken]:
    """Reads the block from its beginning, for who speaks depends on who spoke."""
    speakers, reached = Speakers(who), block[0]
    for sentence in _whole(text, sentences(text, start=block[0], end=block[1]), quoted):
        if "\n" in text[reached : sentence[0]]:
            speakers.begin_paragraph()
        reached = sentence[1]
        within = _overlapping(quoted, *sentence)
        words = tokens(masked(text, within, start=sentence[0], end=sentence[1]), offset=sentence[0])
        parts = clauses(words)
        for part in parts:
            speaker, confidence = speakers.resolve(part.source, words)
            if speaker is None and part.source and part.source.kind == "label":
                continue
            yield _Spoken(
                sentence=sentence,
                speaker=speaker,
                as_written=part.source.head if part.source else None,
                polarity=part.polarity,
                confidence=confidence,
                content=part.content,
                goes_on=False,
            )
        if parts:
            continue
        if any(word.is_quotation for word in words) and not any(word.is_word for word in words):
            speaker, confidence = speakers.goes_on()
            yield _Spoken(
                sentence=sentence,
                speaker=speaker,
                as_written=None,
                polarity="said",
                confidence=confidence,
                content=(sentence,),
                goes_on=True,
            )
        elif source := introduces(words):
            speakers.resolve(source, words)
        else:
            speakers.mention(words)


def _whole(text: str, found: Sequence[Span], quoted: Sequence[Quotation]) -> Iterator[Span]:
    """The sentences; a quotation, and the `Quill asked.` or `— Ada Quill` behind it, are never parted."""
    held: Span | None = None
    for sentence in found:
        if held and "\n" not in text[held[1] : sentence[0]] and _is_one(text, held, sentence, quoted):
            held = held[0], sentence[1]
        else:
            if held:
                yield held
            held = sentence
    if held:
        yield held


def _is_one(text: str, held: Span, sentence: Span, quoted: Sequence[Quotation]) -> bool:
    if any(quotation.whole[1] > sentence[0] for quotation in _overlapping(quoted, held[1] - 1, held[1])):
        return True
    return bool(_ASKED.search(text, *held) and _TAG.match(text, *sentence))


def _joined(text: str, spoken: Sequence[_Spoken]) -> list[_Spoken]:
    """A quotation that no mark ends goes on in the next paragraph, and is by whoever is named only there."""
    joined = list(spoken)
    for n in range(len(joined) - 2, -1, -1):
        part, following = joined[n], joined[n + 1]
        between = text[part.sentence[1] : following.sentence[0]]
        opened = part.goes_on and text[part.sentence[1] - 1] not in "”\"»’'" and text[following.sentence[0]] in "“\"«‘'"
        if opened and part.speaker is None and not between.strip():
            joined[n] = replace(part, speaker=following.speaker, confidence=following.confidence)
    return joined


def _overlapping(quoted: Sequence[Quotation], start: int, end: int) -> tuple[Quotation, ...]:
    """Those of the quotations, which are in order and apart, that overlap the stretch."""
    first = bisect_right(quoted, start, key=lambda quotation: quotation.whole[1])
    return tuple(quoted[first : bisect_left(quoted, end, lo=first, key=lambda quotation: quotation.whole[0])])


def _runs(text: str, spoken: Sequence[_Spoken]) -> Iterator[list[_Spoken]]:
    """Parts of one sentence by one speaker, and the quotations that go on behind them in the paragraph, are a run."""
    runs: list[list[_Spoken]] = []
    for part in spoken:
        same = next((run for run in reversed(runs[-3:]) if _belongs(text, run, part)), None)
        if same is None:
            runs.append([part])
        else:
            same.append(part)
    yield from runs


def _belongs(text: str, run: Sequence[_Spoken], part: _Spoken) -> bool:
    last = run[-1]
    if last.speaker != part.speaker or last.polarity != part.polarity:
        return False
    if last.sentence == part.sentence:
        return last.speaker is not None or last.as_written == part.as_written
    return part.goes_on and text[last.sentence[1] : part.sentence[0]].strip(" \u00a0") == ""


def _statement(article: Article, run: Sequence[_Spoken], quoted: Sequence[Quotation]) -> Statement:
    start, end = run[0].sentence[0], run[-1].sentence[1]
    content = tuple(sorted({span for part in run for span in part.content}))
    quotes = tuple(
        (max(q.start, start), min(q.end, end))
        for q in _overlapping(quoted, start, end)
        if not q.is_title and any(q.whole[0] < last and first < q.whole[1] for first, last in content)
    )
    length = sum(last - first for first, last in quotes)
    kind: StatementKind = "reported" if not quotes else "direct" if length > (end - start) / 2 else "mixed"
    return Statement(
        article_id=article.id,
        speaker=run[0].speaker,
        speaker_as_written=run[0].as_written,
        kind=kind,
        start=start,
        end=end,
        quote_spans=quotes,
        content=content,
        polarity=run[0].polarity,
        confidence=min(part.confidence for part in run),
    )
