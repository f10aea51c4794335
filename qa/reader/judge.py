"""Sentences judged: how likely each answers the question, and whether the articles answer it at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.candidates import Candidate
from qa.draft import shown
from qa.fusion import Floats
from qa.question import Understood
from qa.ranked import may_answer
from qa.reader.answered import ANSWER_NAMES, answer_signs
from qa.reader.fitted import fitted, probability
from qa.reader.pairs import Sentence
from qa.reader.scorer import Scorer
from qa.reader.signs import NAMES, signs
from qa.reply import Hit

_BEFORE = 60
"""Characters of what stands in front of a sentence that are read with it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The candidates that may answer, the likeliest first, and the probability that the articles have an answer."""

    candidates: tuple[Candidate, ...]
    """Their support is the probability that each is an answer."""
    answered: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read of the candidates that may answer."""

    candidates: tuple[Candidate, ...]
    signs: Floats
    """Shape (n, 12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges by signs and fitted weights; without a reader by the signs that need none."""

    scorer: Scorer | None

    def judged(
        self, understood: Understood, candidates: Sequence[Candidate], *, hits: Sequence[Hit], most: int
    ) -> Judged:
        """The best supported of those that may answer, so many at most, with their probabilities.

        The candidates, which are sentences of the hits, come the best supported first.
        """
        reading = self.reading(understood, candidates, hits=hits, most=most)
        if not reading.candidates:
            return Judged((), 0.0)
        weights = fitted(with_scores=self.scorer is not None)
        log_odds = weights.sentence.log_odds(reading.signs, NAMES)
        row = answer_signs(understood, reading.candidates, log_odds=log_odds, read=reading.signs)
        answered = float(probability(weights.answered.log_odds(row[np.newaxis], ANSWER_NAMES))[0])
        likely = [
            replace(one, support=float(own)) for one, own in zip(reading.candidates, probability(log_odds), strict=True)
        ]
        return Judged(tuple(sorted(likely, key=lambda one: -one.support)), answered)

    def reading(
        self, understood: Understood, candidates: Sequence[Candidate], *, hits: Sequence[Hit], most: int
    ) -> Reading:
        """The same with their signs."""
        read = tuple(one for one in candidates if may_answer(understood, one))[:most]
        ranks = {hit.passage.id: rank for rank, hit in reversed(list(enumerate(hits)))}
        odds = self._odds(understood, read)
        return Reading(read, signs(understood, read, ranks=[ranks[one.hit.passage.id] for one in read], odds=odds))

    def _odds(self, understood: Understood, candidates: Sequence[Candidate]) -> Floats:
        if self.scorer is None or not candidates:
            return np.zeros(len(candidates), np.float32)
        sentences = [_sentence(one) for one in candidates]
        odds = self.scorer.scores(understood.asked, sentences)
        if understood.own == understood.asked:
            return odds
        # The question before a follow-up may help to understand it, or lead astray.
        return np.maximum(odds, self.scorer.scores(understood.own, sentences))


def _sentence(candidate: Candidate) -> Sentence:
    """The sentence as it is shown, behind its heading and what stands in front of it."""
    article = candidate.hit.article
    post = article.post(candidate.hit.passage.post_id)
    heading = (post and post.heading) or article.title or ""
    before = article.text[max(0, candidate.start - _BEFORE) : candidate.start].rpartition("\n")[2]
    return Sentence(f"{heading}. {before}", shown(candidate))
