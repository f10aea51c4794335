"""Reads a question by what the archive knows: its words, its speakers, its offices, the day it is asked on."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from qa.question import Question, Understood
from qa.spelling import Speller
from qa.understand import understand
from vectorstore.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReader:
    """Puts misspelt words right, then understands."""

    archive: Archive
    speller: Speller

    def read(self, question: Question) -> Understood:
        """The question as understood, over the offices in the articles that it may use; asked today, unless `as_of`."""
        understood = understand(
            replace(question, text=self.speller.corrected(question.text)),
            speakers=self.archive.speakers(),
            holders=lambda phrase: self.archive.holders(phrase, question.selection),
            asked_on=(question.selection.as_of or datetime.now(UTC)).date(),
        )
        return replace(understood, unknown=self.speller.unknown(understood.own))
