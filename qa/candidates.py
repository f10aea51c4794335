"""What an extractive answer can be made of: the sentences of the passages, each with its speaker, scored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.question import Understood
from qa.reply import Hit
from qa.weights import word_weights
from vectorstore.article import Article
from vectorstore.embedding.encoder import Encoder
from vectorstore.sentences import Span, sentences
from vectorstore.statement import Statement
from vectorstore.store import Store
from vectorstore.words import stems

_CARRIED_WEIGHT = 0.4
"""What a word that comes from the conversation counts, beside the question's own."""
_FRAME_WEIGHT = 0.25
"""What a word counts that goes for all that is asked for, beside those of the one thing that is sought."""
_READ = 24
"""So many sentences are read by meaning: what has few of the question's words is rarely its answer, and takes time."""
_GOES_ON = frozenset({"", "he", "she", "it", "they"})
_NEAR = 100
"""Characters between a statement and one that goes on from it."""
_NEARBY_WEIGHT = 0.5
"""What a question's word counts when it stands not in the sentence but around it."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near sentences are to the question, 0 to 1."""

    meaning: float
    """The cosine of their embeddings."""
    words: float
    """The share of the question's words, by weight, that they have."""
    around: float
    """The share that stands around them alone."""

    @property
    def support(self) -> float:
        """All of it in one number, 0 to 1."""
        return (self.meaning + self.words + _NEARBY_WEIGHT * self.around) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Whole sentences of one passage that may go into the answer."""

    hit: Hit
    start: int
    end: int
    speaker: str | None
    closeness: Closeness
    support: float
    """How well it bears out an answer, 0 to 1."""
    content: tuple[Span, ...] = ()
    """Of a statement, what of it are the speaker's words; nothing of what was denied or may only be said."""

    @property
    def text(self) -> str:
        """The sentences, verbatim."""
        return self.hit.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Unit:
    hit: Hit
    span: Span
    speaker: str | None
    content: tuple[Span, ...] = ()
    before: str = ""
    """Of a statement that doesn't name its speaker, what the same speaker said last."""

    @property
    def text(self) -> str:
        return self.hit.article.text[slice(*self.span)]


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """Sentences and statements of some hits with their vectors, shape (n, dimension)."""

    units: tuple[_Unit, ...]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFinder:
    """Scores every sentence of the hits by meaning and by the question's words, the rare ones counting more."""

    store: Store
    encoder: Encoder

    def sentences(self, understood: Understood, hits: Sequence[Hit]) -> Sentences:
        """Every sentence or statement in the hits, once; of many the likeliest by their words alone."""
        statements = self._statements(hits)
        units = tuple(_unique(unit for hit in hits for unit in _units(hit, statements.get(hit.article.id, ()))))
        if len(units) > _READ and not understood.items:
            units = self._likeliest(understood, units)
        return Sentences(units, self.encoder.encode([unit.text for unit in units]))

    def candidates(self, understood: Understood, found: Sentences) -> tuple[Candidate, ...]:
        """The sentences with their support, the best supported first."""
        if not found.units:
            return ()
        cosines = found.vectors @ self.encoder.encode([understood.asked, understood.own]).mean(axis=0)
        coverages = self._coverages(understood, found.units)
        scored = [
            _candidate(unit, Closeness(float(cosine), words, around))
            for unit, (words, around), cosine in zip(found.units, coverages, np.clip(cosines, 0, 1), strict=True)
        ]
        return tuple(sorted(scored, key=lambda c: (-c.support, c.hit.article.id, c.start)))

    def _likeliest(self, understood: Understood, units: Sequence[_Unit]) -> tuple[_Unit, ...]:
        """Those of whoever is asked for, then those with the most of the question's words, in the order they came."""
        coverages = self._coverages(understood, units)
        shares = [words + _NEARBY_WEIGHT * around for words, around in coverages]
        order = sorted(range(len(units)), key=lambda n: (units[n].speaker not in understood.speakers, -shares[n], n))
        return tuple(units[n] for n in sorted(order[:_READ]))

    def _coverages(self, understood: Understood, units: Sequence[_Unit]) -> list[tuple[float, float]]:
        beside = {
            **dict.fromkeys(map(_stems, understood.carried), _CARRIED_WEIGHT),
            **dict.fromkeys(map(_stems, understood.frame), _FRAME_WEIGHT),
        }
        weights = {
            word: weight * beside.get(word, 1)
            for word, weight in word_weights(understood.topic, store=self.store).items()
        }
        return [_coverage(weights, unit, on_the_day=_on_the_day(unit.hit, understood)) for unit in units]

    def _statements(self, hits: Sequence[Hit]) -> Mapping[str, list[Statement]]:
        by_article: dict[str, list[Statement]] = {}
        for statement in self.store.archive.statements([hit.article.id for hit in hits]):
            by_article.setdefault(statement.article_id, []).append(statement)
        return by_article


def _stems(word: str) -> frozenset[str]:
    return frozenset(stems(word))


def _units(hit: Hit, statements: Sequence[Statement]) -> Iterable[_Unit]:
    """The statements that stand in the passage, whole or in part, and its other sentences."""
    passage = hit.passage
    inside = [s for s in statements if s.start < passage.end and passage.start < s.end]
    for statement in inside:
        content = statement.content if statement.polarity == "said" else ()
        before = _said_before(hit.article.text, statement, statements)
        yield _Unit(hit, (statement.start, statement.end), statement.speaker, content, before)
    for start, end in sentences(hit.article.text, start=passage.start, end=passage.end):
        if not any(s.start <= start < s.end for s in statements):
            yield _Unit(hit, (start, end), None)


def _said_before(text: str, statement: Statement, statements: Sequence[Statement]) -> str:
    """What the speaker said right before, where the statement goes on from it: "He added that …"."""
    if statement.speaker is None or (statement.speaker_as_written or "").lower() not in _GOES_ON:
        return ""
    earlier = [s for s in statements if s.end <= statement.start and statement.start - s.end < _NEAR]
    last = max(earlier, key=lambda s: s.end, default=None)
    return text[last.start : last.end] if last and last.speaker == statement.speaker else ""


def _unique(units: Iterable[_Unit]) -> Iterable[_Unit]:
    seen: set[tuple[str, int, str | None]] = set()
    for unit in units:
        place = (unit.hit.article.id, unit.span[0], unit.speaker)
        if place not in seen:
            seen.add(place)
            yield unit


def is_of_the_day(hit: Hit, understood: Understood) -> bool:
    """Whether the hit was told on one of the days that the question names."""
    return hit.told_at is not None and any(when.fits(hit.told_at.date()) for when in understood.when)


def _on_the_day(hit: Hit, understood: Understood) -> frozenset[str]:
    """The words by which the question names days, where the hit was told on one of them."""
    words = stems(" ".join(understood.day_words)) if is_of_the_day(hit, understood) else ()
    return frozenset(words)


def _coverage(
    weights: Mapping[frozenset[str], float], unit: _Unit, *, on_the_day: frozenset[str]
) -> tuple[float, float]:
    """The share of the topic's words, by weight, in the sentence, its speaker or its day; and the one around it."""
    total = sum(weights.values())
    if not total:
        return 1.0, 0.0
    said = on_the_day.union(stems(f"{unit.text} {unit.speaker or ''}"))
    around = said.union(stems(f"{_header(unit.hit.article, unit.hit.passage.post_id)} {unit.hit.passage.text}"))
    around |= set(stems(unit.before))
    inside = sum(weight for word, weight in weights.items() if word <= said)
    near = sum(weight for word, weight in weights.items() if word <= around and not word <= said)
    return inside / total, near / total


def _header(article: Article, post_id: str | None) -> str:
    post = article.post(post_id)
    return " ".join(part for part in (article.title, article.publisher, post and post.heading) if part)


def _candidate(unit: _Unit, closeness: Closeness) -> Candidate:
    start, end = unit.span
    return Candidate(
        hit=unit.hit,
        start=start,
        end=end,
        speaker=unit.speaker,
        content=unit.content,
        closeness=closeness,
        support=closeness.support,
    )
