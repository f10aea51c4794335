"""Sentences for each of several things that a question asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.candidates import Candidate, CandidateFinder, Sentences
from qa.dates import day_words
from qa.draft import MAX_WORDS
from qa.items import Item
from qa.kinds import kind_of
from qa.question import Kind, Understood
from qa.ranked import of_the_same
from qa.reader.judge import Judge
from qa.reply import Hit
from qa.words import content_words
from vectorstore.names import surname

_READ = 8
"""So many sentences are judged for each thing."""
_LEAST = 0.05
"""The probability below which no sentence is taken."""
_CLOSE = 0.3
"""A further sentence for a thing is taken when its probability is at least this share of the first one's."""
_CHOICES = 4
_ROUNDS = 3
_WHOLE = frozenset({"other", "list", "compare"})
"""Kinds that tell nothing of the form of one thing's answer."""
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReader:
    """Chooses for each thing on its own what answers it."""

    finder: CandidateFinder
    judge: Judge

    def sentences(self, understood: Understood, found: Sentences, *, hits: Sequence[Hit]) -> list[Candidate]:
        """The best sentence for each item that has one, then the second best, in the order of the items; none twice."""
        choices = [self._choices(_as_question(understood, item), found, hits=hits) for item in understood.items]
        chosen: list[list[Candidate]] = [[] for _ in choices]
        taken, words = set[str](), 0
        for _ in range(_ROUNDS):
            for choice, own in zip(choices, chosen, strict=True):
                best = next((one for one in choice if one.text not in taken), None)
                if best is None or (words and words + len(best.text.split()) > MAX_WORDS):
                    continue
                own.append(best)
                taken.add(best.text)
                words += len(best.text.split())
        return [one for own in chosen for one in own]

    def _choices(self, asked: Understood, found: Sentences, *, hits: Sequence[Hit]) -> Sequence[Candidate]:
        judged = self.judge.judged(asked, self.finder.candidates(asked, found), hits=hits, most=_READ)
        best = of_the_same(asked, judged.candidates)[:_CHOICES]
        least = max(_LEAST, _CLOSE * best[0].support) if best else 0
        return [one for one in best if one.support >= least]


def _as_question(understood: Understood, item: Item) -> Understood:
    """The item as a question of its own, in which the words of the frame count little."""
    own, frame = content_words(item.text), content_words(item.frame)
    kinds: list[Kind] = [kind for kind in map(kind_of, (item.text, item.frame)) if kind not in _WHOLE]
    return replace(
        understood,
        standalone=item.whole,
        asked=item.whole,
        own=item.whole,
        kind=kinds[0] if kinds else "other",
        topic=tuple(dict.fromkeys([*own, *frame])),
        frame=frozenset(frame).difference(own),
        speakers=tuple(_named(understood.speakers, item)),
        day_words=understood.day_words | day_words(item.text),
        items=(),
        parts=(),
    )


def _named(speakers: Sequence[str], item: Item) -> Iterator[str]:
    """Those whose words are asked for whom the item or its frame names, or the item means by a pronoun."""
    text = item.whole.replace("’", "'").lower()
    return (name for name in speakers if surname(name).lower() in text or _PRONOUN.search(item.text))
