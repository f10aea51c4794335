"""Who said what: the statements of one speaker, from all articles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np

from qa.weights import word_weights
from qa.wire import StatementsRequest
from qa.words import content_words
from vectorstore.archive import Selection
from vectorstore.article import Article
from vectorstore.embedding.encoder import Encoder
from vectorstore.sentences import Span
from vectorstore.speakers import Speaker, named, nearest, speakers
from vectorstore.statement import Statement
from vectorstore.store import Store
from vectorstore.words import stems

_LEAST_SUPPORT = 0.4
"""From here on a statement is about the subject: the mean of cosine and coverage, as in `qa.candidates`."""
_MOST_JUDGED = 500
"""So many of the newest statements are looked at for a subject."""
_JUDGED_AT_ONCE = 50
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStatement:
    """A statement and the article that it stands in."""

    statement: Statement
    article: Article
    score: float | None
    """How much it is about the subject, 0 to 1; None where none was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFinder:
    """Finds what somebody said, under every form of the name."""

    store: Store
    encoder: Encoder

    def find(self, request: StatementsRequest) -> tuple[FoundStatement, ...]:
        """The newest statements; those of undated articles are last, those of one day by article id and place.

        With `about` only those that score 0.4 or more: the mean of the cosine and of the share of the subject's words,
        the rare ones counting more, in the statement's paragraph and the paragraph before it.
        """
        statements = self._newest(request)
        if request.about is None:
            return self._with_articles(statements[: request.limit])
        return tuple(islice(self._about(request.about, statements[:_MOST_JUDGED]), request.limit))

    def known(self, name: str) -> tuple[Speaker, ...]:
        """Whom the name means; of a surname all who have it, of an office who holds it."""
        speakers = self._speakers()
        holders = self.store.archive.holders(name)
        return named(speakers, name) or tuple(dict.fromkeys(s for holder in holders for s in named(speakers, holder)))

    def nearest(self, name: str) -> tuple[Speaker, ...]:
        """At most five speakers whose names are spelt like it, the most alike first."""
        return nearest(self._speakers(), name, count=_MOST_NEAR)

    def _speakers(self) -> tuple[Speaker, ...]:
        return _joined(tuple(self.store.archive.speaker_counts().items()))

    def _newest(self, request: StatementsRequest) -> Sequence[Statement]:
        names = sorted({alias for speaker in self.known(request.speaker) for alias in speaker.aliases})
        said = [statement for name in names for statement in self.store.archive.statements_by(name)]
        if not said:
            return ()
        selection = Selection(
            article_ids=tuple(sorted({statement.article_id for statement in said})),
            published_from=request.published_from,
            published_to=request.published_to,
        )
        order = {article_id: n for n, article_id in enumerate(self.store.archive.article_ids(selection))}
        within = [statement for statement in said if statement.article_id in order]
        return sorted(within, key=lambda s: (order[s.article_id], s.start, s.end, s.speaker or ""))

    def _with_articles(self, statements: Sequence[Statement]) -> tuple[FoundStatement, ...]:
        """Those whose article is still there."""
        articles = self.store.archive.articles([statement.article_id for statement in statements])
        return tuple(
            FoundStatement(statement=statement, article=articles[statement.article_id], score=None)
            for statement in statements
            if statement.article_id in articles
        )

    def _about(self, about: str, statements: Sequence[Statement]) -> Iterator[FoundStatement]:
        """Those that are about it, each with its score; as few are looked at as the caller takes."""
        weights = word_weights(content_words(about), store=self.store)
        for first in range(0, len(statements), _JUDGED_AT_ONCE):
            found = self._with_articles(statements[first : first + _JUDGED_AT_ONCE])
            texts = [entry.article.text[slice(*_surroundings(entry))] for entry in found]
            scores = self._scores(about, {text: _coverage(weights, text) for text in texts})
            for entry, text in zip(found, texts, strict=True):
                if scores.get(text, 0) >= _LEAST_SUPPORT:
                    yield replace(entry, score=scores[text])

    def _scores(self, about: str, coverages: Mapping[str, float | None]) -> Mapping[str, float]:
        """The score of each text that has a word of the subject; one without would need a cosine of 0.8."""
        texts = [text for text, coverage in coverages.items() if coverage != 0]
        if not texts:
            return {}
        vectors = self.encoder.encode([about, *texts])
        cosines = np.clip(vectors[1:] @ vectors[0], 0, 1)
        return {text: _support(float(cosine), coverages[text]) for text, cosine in zip(texts, cosines, strict=True)}


@lru_cache(maxsize=2)
def _joined(counts: tuple[tuple[str, int], ...]) -> tuple[Speaker, ...]:
    """The speakers; joining many names takes longer than the rest of a request."""
    return speakers(dict(counts))


def _surroundings(found: FoundStatement) -> Span:
    """The statement with the rest of its paragraph and the paragraph before it, of the same post."""
    text, statement = found.article.text, found.statement
    post = next((p for p in found.article.posts if p.start <= statement.start < p.end), None)
    first, last = (post.start, post.end) if post else (0, len(text))
    end = text.find("\n", statement.end, last)
    before = text[first : text.rfind("\n", first, statement.start) + 1 or first].rstrip()
    start = first + before.rfind("\n") + 1
    return start, last if end < 0 else end


def _coverage(weights: Mapping[frozenset[str], float], text: str) -> float | None:
    """The share of the words, by weight, that stand in the text; None without words."""
    written = set(stems(text))
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word <= written) / total if total else None


def _support(cosine: float, coverage: float | None) -> float:
    return cosine if coverage is None else (cosine + coverage) / 2
