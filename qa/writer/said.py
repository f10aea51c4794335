"""Who speaks where, in the articles of some hits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.reply import Hit
from vectorstore.archive import Archive
from vectorstore.statement import Statement


@dataclass(frozen=True, slots=True)
class Said:
    """The statements of some articles, by article."""

    by_article: Mapping[str, tuple[Statement, ...]]

    def speakers(self, hit: Hit) -> tuple[str, ...]:
        """Who says something in the passage, each once, in order."""
        return self._who(hit, start=hit.passage.start, end=hit.passage.end)

    def speaker(self, hit: Hit, *, start: int, end: int) -> str | None:
        """Whose statement the span stands in; None where it is in nobody's or in several people's."""
        who = self._who(hit, start=start, end=end)
        return who[0] if len(who) == 1 else None

    def _who(self, hit: Hit, *, start: int, end: int) -> tuple[str, ...]:
        there = (s for s in self.by_article.get(hit.article.id, ()) if s.start < end and start < s.end)
        return tuple(dict.fromkeys(s.speaker for s in there if s.speaker))


def who_said(hits: Sequence[Hit], archive: Archive) -> Said:
    """What the archive knows of the hits' articles."""
    by_article = dict[str, tuple[Statement, ...]]()
    for statement in archive.statements([hit.article.id for hit in hits]):
        by_article[statement.article_id] = (*by_article.get(statement.article_id, ()), statement)
    return Said(by_article)
