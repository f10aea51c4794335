"""PolNeAR's sets of questions, each with what a reply to it counts for."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from evals.benchmarks import polnear_scoring as scoring
from evals.benchmarks.benchmark import DataRow, said
from qa.wire import ReplyBody

Marks = Mapping[str, tuple[float, float]]
"""By figure: how much hit, of how much."""


class Asked(DataRow):
    """A question of any of the sets."""

    question: str

    @property
    @abstractmethod
    def cluster(self) -> str:
        """What makes questions do well or badly together: their article, or else their speaker."""

    @abstractmethod
    def marks(self, reply: ReplyBody, gold: scoring.Annotations) -> Marks:
        """What the reply counts for."""


class WhoSaid(Asked):
    """Asks who said a quote."""

    doc_id: str
    attribution_id: str
    answer_last_names: tuple[str, ...]

    @property
    def cluster(self) -> str:
        """The article."""
        return self.doc_id

    def marks(self, reply: ReplyBody, gold: scoring.Annotations) -> Marks:
        """Right where the answer names the speaker and no other speaker of the article."""
        right = self.answer_last_names
        others = gold.speakers(self.doc_id).difference(right)
        shown = ", ".join(citation.speaker for citation in reply.citations if citation.speaker)
        return {
            "who_said accuracy": (scoring.names_only(said(reply), right=right, others=others), 1),
            "who_said accuracy by cited speakers": (scoring.names_only(shown, right=right, others=others), 1),
            "who_said citation overlap": _overlap(reply, gold.places([self.attribution_id])),
            "who_said false abstention": (not reply.answered, 1),
        }


class Verify(Asked):
    """Asks whether the speaker said the quote; a reply accepts that where it cites the quote as theirs."""

    doc_id: str
    speaker: str
    quote: str
    label: bool

    @property
    def cluster(self) -> str:
        """The article."""
        return self.doc_id

    def marks(self, reply: ReplyBody, gold: scoring.Annotations) -> Marks:  # noqa: ARG002 - the label is the gold
        """Right where it is accepted if true and not if false."""
        accepted = scoring.bears_out(reply, speaker=self.speaker, quote=self.quote)
        right: Marks = {"verify accuracy": (accepted == self.label, 1)}
        return right if self.label else {**right, "verify false-accept rate": (accepted, 1)}


class GoldStatement(BaseModel):
    """A statement and where it stands."""

    doc_id: str
    statement: str
    spans: tuple[scoring.Span, ...]


class WhatAbout(Asked):
    """Asks for what the speaker said about a topic."""

    speaker: str
    gold: tuple[GoldStatement, ...]

    @property
    def cluster(self) -> str:
        """The article of the first statement."""
        return self.gold[0].doc_id

    def marks(self, reply: ReplyBody, gold: scoring.Annotations) -> Marks:
        """The statements that are in the answer, and whose the quotes in it are."""
        statements = [statement.statement for statement in self.gold]
        places = [(statement.doc_id, span) for statement in self.gold for span in statement.spans]
        own = _statement_marks("what_about", reply, statements=statements, places=places)
        return {**own, **_quote_marks(reply, gold, speaker=self.speaker)}


class WhatSaid(Asked):
    """Asks for what the speaker said, according to one article."""

    doc_id: str
    speaker: str
    gold_statements: tuple[str, ...]
    attribution_ids: tuple[str, ...]

    @property
    def cluster(self) -> str:
        """The article."""
        return self.doc_id

    def marks(self, reply: ReplyBody, gold: scoring.Annotations) -> Marks:
        """The statements that are in the answer, and whose the quotes in it are."""
        places = gold.places(self.attribution_ids)
        own = _statement_marks("what_said", reply, statements=self.gold_statements, places=places)
        return {**own, **_quote_marks(reply, gold, speaker=self.speaker)}


class Unanswerable(Asked):
    """Asks for what the speaker said about a topic that no article with their name has."""

    speaker: str

    @property
    def cluster(self) -> str:
        """The speaker."""
        return self.speaker

    def marks(self, reply: ReplyBody, gold: scoring.Annotations) -> Marks:  # noqa: ARG002 - there is none
        """Right where the question is declined."""
        return {"abstention on unanswerable": (not reply.answered, 1)}


SETS: Mapping[str, type[Asked]] = {
    "who_said": WhoSaid,
    "verify_speaker": Verify,
    "what_about": WhatAbout,
    "what_said": WhatSaid,
    "what_about_unanswerable": Unanswerable,
}


def _overlap(reply: ReplyBody, gold: Sequence[scoring.Place]) -> tuple[float, float]:
    return scoring.overlapping(reply.citations, gold=gold), len(reply.citations)


def _statement_marks(
    name: str, reply: ReplyBody, *, statements: Sequence[str], places: Sequence[scoring.Place]
) -> Marks:
    return {
        f"{name} statement recall": (scoring.given(said(reply), statements), len(statements)),
        f"{name} citation overlap": _overlap(reply, places),
        f"{name} false abstention": (not reply.answered, 1),
    }


def _quote_marks(reply: ReplyBody, gold: scoring.Annotations, *, speaker: str) -> Marks:
    verdicts = Counter(gold.verdict(quote, doc_ids=ids, speaker=speaker) for quote, ids in _quotes(reply))
    counted = verdicts.total()
    return {
        "quote precision": (verdicts["the speaker's"], counted),
        "misattribution rate": (verdicts["someone else's"], counted),
        "quotes of no named source": (verdicts["of no named source"], counted),
    }


def _quotes(reply: ReplyBody) -> Iterator[tuple[str, set[str]]]:
    """Each quoted string of the answer with the articles that its segment cites."""
    for segment in reply.segments:
        ids = {citation.article_id for citation in reply.citations if citation.marker in segment.markers}
        yield from ((quote, ids) for quote in scoring.long_quotes(segment.text))
