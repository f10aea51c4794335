"""What speaks for each passage: its meaning, its words, its story's words, its outlet and its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from qa.dates import When
from qa.fusion import PART, WHOLE, Floats
from qa.outlets import outlets_in
from qa.question import Understood
from vectorstore.embedding.encoder import Encoder
from vectorstore.store import Store
from vectorstore.table import NO_DAY, PassageTable

_SCORED = 400
"""Passages and stories that the words are scored for: further ones have too few of them."""
_MANY = 0.25
"""The share of all passages from which on a choice is one of many."""
_STORIES, _OF_A_STORY = 30, 3
"""So many stories, and so many passages of each, are candidates for the story's sake."""
_FRESH_DAYS = 14
"""After so many days a story counts half as fresh."""
_OF_ANOTHER_PART = 0.5
"""What an outlet or a day of the question counts for a part that names none of its own."""

Places = NDArray[np.int64]
Days = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Candidates, `n` of them, each with what speaks for it, for the whole question and for each of its `m` parts."""

    rows: tuple[str, ...]
    """Passage ids."""
    whole: Floats
    """By `qa.fusion.WHOLE`, each 0 to 1. Shape (n, 7)."""
    parts: Floats
    """By `qa.fusion.PART`. Shape (m, n, 4)."""
    ranks: Mapping[str, Sequence[str]]
    """The candidates in each retriever's order, best first; in no order those of an outlet or a day that is named."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """The whole question or a part: the cosine and the words' score of every passage, and what is read off it."""

    vector: Floats
    cosines: Floats
    words: Floats
    outlets: frozenset[str]
    when: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which passages may be found, and how the words are searched for among them."""

    allowed: NDArray[np.bool_]
    article_ids: Sequence[str] | None
    """What the word index is told; where None, what it finds is held against `allowed`."""
    limit: int
    is_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReader:
    """Finds candidates by meaning (Chroma), by words and by stories (tantivy), and reads what speaks for them."""

    store: Store
    encoder: Encoder

    def read(
        self, understood: Understood, *, article_ids: Sequence[str] | None, as_of: datetime | None, depth: int
    ) -> Signals:
        """At least `depth` candidates by each way of finding, where there are so many; of those articles, unless None.

        What was told after `as_of` is none; fresh is what was told shortly before it, or before the newest where that
        is asked for.
        """
        table = self.store.table
        choice = _choice(table, article_ids, as_of=as_of)
        if not choice.allowed.any():
            return Signals((), np.zeros((0, len(WHOLE)), np.float32), np.zeros((0, 0, len(PART)), np.float32), {})
        spoken = self._spoken(understood, table)
        whole, *parts = sought = self._sought(understood, table, choice)
        stories = self._stories(table, understood.words, choice)
        ranked = {
            "dense": self._nearest(table, whole, depth) if choice.is_all else _best(whole.cosines, depth),
            "words": _best(whole.words, depth, above=0),
            "story": _of_stories(table, list(stories)[:_STORIES], whole.cosines),
            "speaker": _best(np.where(spoken > 0, whole.cosines, -np.inf), depth),
        }
        of_parts = [place for p in parts for place in (*_best(p.cosines, depth), *_best(p.words, depth, above=0))]
        among = {*(place for found in ranked.values() for place in found), *of_parts}
        places = np.array(sorted(among, key=lambda place: table.ids[place]), np.int64)
        outlets, days = zip(*(_read_off(one, table, places) for one in sought), strict=True)
        columns = {
            "cosine": np.clip(whole.cosines[places], 0, 1),
            "words": whole.words[places],
            "story": np.array([stories.get(table.stories[place], 0.0) for place in places], np.float32),
            "outlet": outlets[0],
            "day": days[0],
            "speaker": spoken[places],
            "fresh": _freshness(table.days[choice.allowed], table.days[places], as_of=as_of, latest=understood.latest),
        }
        by_part = [
            (np.clip(one.cosines[places], 0, 1), one.words[places], _own(of, outlets[0]), _own(on, days[0]))
            for one, of, on in zip(parts, outlets[1:], days[1:], strict=True)
        ]
        return Signals(
            rows=tuple(table.ids[place] for place in places),
            whole=np.stack([columns[name] for name in WHOLE], axis=1).astype(np.float32),
            parts=np.array(by_part, np.float32).reshape(len(parts), len(PART), len(places)).transpose(0, 2, 1),
            ranks={
                **{name: [table.ids[place] for place in found] for name, found in ranked.items()},
                **{name: [table.ids[n] for n in places[columns[name] > 0]] for name in ("outlet", "day")},
            },
        )

    def _sought(self, understood: Understood, table: PassageTable, choice: _Choice) -> list[_Sought]:
        asked = [
            (understood.standalone, understood.words, understood.when),
            *((part.text, part.words, part.when) for part in understood.parts),
        ]
        vectors = self.encoder.encode([text for text, _, _ in asked])
        return [
            _Sought(
                vector=vector,
                cosines=np.where(choice.allowed, row, -np.inf).astype(np.float32),
                words=self._words(table, words, choice),
                outlets=outlets_in(text, table.outlets),
                when=when,
            )
            for vector, row, (text, words, when) in zip(vectors, table.cosines(vectors), asked, strict=True)
        ]

    def _spoken(self, understood: Understood, table: PassageTable) -> Floats:
        """1 for each passage in which those whose words are asked for speak; a quotation may be anybody's."""
        speakers = () if understood.quotation else understood.speakers
        found = np.zeros(len(table.ids), np.float32)
        rows = {row for speaker in speakers for row in self.store.archive.passages_by(speaker)}
        found[[table.places[row] for row in rows if row in table.places]] = 1
        return found

    def _words(self, table: PassageTable, words: Sequence[str], choice: _Choice) -> Floats:
        """BM25 of every passage, as a share of the best of all; 0 of those with too few of the words."""
        scores = np.zeros(len(table.ids), np.float32)
        for row, score in self.store.words.search(words, limit=choice.limit, article_ids=choice.article_ids):
            if (place := table.places.get(row)) is not None:
                scores[place] = score
        best = float(scores.max(initial=0))
        if choice.article_ids is not None:
            best = max((score for _, score in self.store.words.search(words, limit=1, article_ids=None)), default=0)
        return scores * choice.allowed / max(best, 1e-6)

    def _stories(self, table: PassageTable, words: Sequence[str], choice: _Choice) -> Mapping[str, float]:
        """BM25 of the stories with the most of the words, as a share of the best of all, best first."""
        index = self.store.words
        found = index.search_stories(words, limit=choice.limit, article_ids=choice.article_ids)
        best = max((score for _, score in index.search_stories(words, limit=1, article_ids=None)), default=1.0)
        allowed = ((story, score) for story, score in found if choice.allowed[table.by_story.get(story, [])].any())
        return {story: score / best for story, score in allowed}

    def _nearest(self, table: PassageTable, whole: _Sought, depth: int) -> list[int]:
        """Chroma's nearest. Within a choice of articles, where Chroma is slow, the table tells them."""
        found = self.store.vectors.nearest(whole.vector, limit=depth)
        return [table.places[row] for row, _ in found if row in table.places]


def _choice(table: PassageTable, article_ids: Sequence[str] | None, *, as_of: datetime | None) -> _Choice:
    """A choice of many is faster searched past than told to the index."""
    allowed = table.among(article_ids) & table.until(as_of)
    share = float(allowed.mean()) if len(allowed) else 0.0
    if allowed.all():
        return _Choice(allowed, None, limit=_SCORED, is_all=True)
    if article_ids is not None and share < _MANY:
        return _Choice(allowed, article_ids, limit=_SCORED, is_all=False)
    return _Choice(allowed, None, limit=int(_SCORED / max(share, 1 / _SCORED)), is_all=False)


def _best(scores: Floats, count: int, *, above: float = -np.inf) -> list[int]:
    """The places of the highest scores above that one, best first."""
    count = min(count, len(scores))
    top = np.argpartition(-scores, count - 1)[:count]
    return [int(place) for place in top[np.argsort(-scores[top], kind="stable")] if scores[place] > above]


def _of_stories(table: PassageTable, stories: Iterable[str], cosines: Floats) -> list[int]:
    """The passages of each story that are nearest to the question, the best story's first."""
    found = (sorted(table.by_story.get(story, ()), key=lambda place: -cosines[place]) for story in stories)
    return [place for places in found for place in places[:_OF_A_STORY]]


def _read_off(one: _Sought, table: PassageTable, places: Places) -> tuple[Floats, Floats]:
    """1 for a passage of an outlet, and of a day, that is named."""
    outlet = [table.publishers[place] in one.outlets for place in places]
    days = [table.days[place] for place in places]
    on = [day != NO_DAY and any(when.fits(date.fromordinal(int(day))) for when in one.when) for day in days]
    return np.array(outlet, np.float32), np.array(on, np.float32)


def _own(of_part: Floats, of_whole: Floats) -> Floats:
    return of_part if of_part.any() else of_whole * _OF_ANOTHER_PART


def _freshness(allowed: Days, days: Days, *, as_of: datetime | None, latest: bool) -> Floats:
    """1 on the day that is measured from, a half two weeks before; 0 of everything where no day is given."""
    if as_of is None and not latest:
        return np.zeros(len(days), np.float32)
    newest = as_of.toordinal() if as_of else int(allowed.max())
    ages = np.maximum(newest - days, 0)
    return np.where(days == NO_DAY, 0, 1 / (1 + ages / _FRESH_DAYS)).astype(np.float32)
