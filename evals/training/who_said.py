"""Questions about what somebody said, made from the statements that the rules find in a passage."""

from collections.abc import Iterator, Sequence
from random import Random

from evals.benchmarks.benchmark import plain_article
from evals.training.groups import Group, PassageRow, in_a_row, plain
from qa.words import content_words
from vectorstore.names import surname
from vectorstore.sentences import sentences
from vectorstore.statement import Statement
from vectorstore.statements.find import find_statements

SAID, NOT_SAID = "statement", "statement of another"
"""The sources of the groups that are made here."""

_SHORTEST_PASSAGE = 120
"""Characters."""
_ASKED = (
    "What did {name} say about {topic}?",
    "what does {name} think about {topic}",
    "What is {name}’s view on {topic}?",
    "what did {name} say on {topic}",
    "{name} {topic}",
    "According to {name}, what about {topic}?",
)
_MOST = 2
"""Statements of a passage that are asked about."""
_TOPIC_LENGTHS = (1, 1, 2)
"""Words."""
_SHORTEST_WORD = 4
"""Characters."""


def who_said(row: PassageRow, *, strangers: Sequence[str], rng: Random) -> list[Group]:
    """Groups over the passage: what a speaker said about a topic, and now and then what another did not say about it.

    As in use, a sentence that lacks its speaker's name is shown behind it.
    """
    if len(row.passage) < _SHORTEST_PASSAGE:
        return []
    spoken = _Spoken(row)
    drawn = rng.sample(spoken.statements, min(_MOST, len(spoken.statements)))
    return [group for statement in drawn for group in spoken.groups(statement, strangers=strangers, rng=rng)]


class _Spoken:
    """A passage, sentence by sentence, with who speaks in each."""

    def __init__(self, row: PassageRow) -> None:
        self._passage = row.passage
        self._spans = sentences(row.passage, start=0, end=len(row.passage))
        self._texts = tuple(plain(row.passage, span) for span in self._spans)
        found = find_statements(plain_article(row.passage_id, row.passage)) if len(self._spans) > 1 else ()
        self.statements = [statement for statement in found if statement.speaker]
        self._speakers = tuple(
            next((s.speaker for s in self.statements if s.start < end and start < s.end), None)
            for start, end in self._spans
        )
        shown = tuple(_shown(text, speaker) for text, speaker in zip(self._texts, self._speakers, strict=True))
        self._sentences = in_a_row(self._texts, shown=shown, heading="")

    def groups(self, statement: Statement, *, strangers: Sequence[str], rng: Random) -> Iterator[Group]:
        speaker = statement.speaker or ""
        place = next((n for n, (start, end) in enumerate(self._spans) if start <= statement.start < end), None)
        if place is None or self._speakers[place] != speaker or not (words := self._words(statement, place)):
            return
        length = min(len(words), rng.choice(_TOPIC_LENGTHS))
        first = rng.randrange(len(words) - length + 1)
        topic = words[first : first + length]
        asked = rng.choice(_ASKED)
        labels = [n == place or all(self._tells(n, speaker, word) for word in topic) for n in range(len(self._spans))]
        yield self._group(asked, rng.choice((speaker, speaker.split()[-1])), topic, labels=labels, source=SAID)
        if rng.random() < 1 / 2 and (other := self._another(speaker, topic, strangers=strangers, rng=rng)):
            yield self._group(asked, other, topic, labels=[False] * len(labels), source=NOT_SAID)

    def _words(self, statement: Statement, place: int) -> tuple[str, ...]:
        """What it may be asked by: none, where there are fewer than two."""
        content = " ".join(self._passage[slice(*span)] for span in statement.content) or self._texts[place]
        speaker = (statement.speaker or "").lower()
        words = tuple(word for word in content_words(content) if len(word) >= _SHORTEST_WORD and word not in speaker)
        return words if len(words) > 1 else ()

    def _another(self, speaker: str, topic: Sequence[str], *, strangers: Sequence[str], rng: Random) -> str | None:
        """Another speaker of the passage, else somebody it does not name; None if that one has a word of the topic."""
        others = [other for other in dict.fromkeys(self._speakers) if other and surname(other) != surname(speaker)]
        other = rng.choice(others or strangers)
        if not others and other in self._passage:
            return None
        told = any(self._tells(n, other, word) for n in range(len(self._spans)) for word in topic)
        return None if told else other

    def _tells(self, place: int, speaker: str, word: str) -> bool:
        return self._speakers[place] == speaker and word in content_words(self._texts[place])

    def _group(self, asked: str, name: str, topic: Sequence[str], *, labels: Sequence[bool], source: str) -> Group:
        question = asked.format(name=name, topic=" ".join(topic))
        return Group(question=question, sentences=self._sentences, labels=tuple(labels), source=source)


def _shown(text: str, speaker: str | None) -> str:
    return text if not speaker or surname(speaker).casefold() in text.casefold() else f"{speaker}: {text}"
