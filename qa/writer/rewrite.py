"""A follow-up put by a chat model so that it stands alone, where code finds nothing new in it."""

import re
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace

from qa.events import Status
from qa.followup import standalone
from qa.question import Question
from qa.words import content_words
from qa.writer.deadline import Deadline
from qa.writer.faults import WritingError
from qa.writer.objects import ObjectReader
from qa.writer.prompt import rewriting
from qa.writer.upstream import Taken, Upstream

_LONGEST = 300
_SHARE = 0.25
"""Of the time that there is for the question."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRewriter:
    """Rewrites by a chat model; by rule where that fails, is late, or brings a name or a number of its own."""

    upstream: Upstream

    def rewrite(self, question: Question, *, deadline: Deadline) -> Iterator[Status | Question]:
        """A status at least twice a second, and at last the question without its conversation.

        It is as it was where it leans on nothing, or can't be put well.
        """
        text = ""
        if standalone(question).before:
            text = yield from self._asked(question, deadline=Deadline.after(deadline.left * _SHARE))
        yield replace(question, text=text, history=()) if text and is_faithful(text, question) else question

    def _asked(self, question: Question, *, deadline: Deadline) -> Generator[Status, None, str]:
        """What the model writes; empty where it fails. Asked once: the rules stand by."""
        reader, taken, asked = ObjectReader(), Taken(), rewriting(question.text, question.history)
        taken.keep()
        with suppress(WritingError), closing(self.upstream.reply(asked, deadline=deadline, taken=taken)) as pieces:
            for piece in pieces:
                yield Status("understand")
                for value in reader.feed(piece) if isinstance(piece, str) else ():
                    if isinstance(text := value.get("question"), str):
                        taken.complete = True
                        return " ".join(text.encode("utf-8", "replace").decode().split())
        return ""


def is_faithful(text: str, question: Question) -> bool:
    """Whether it has no name and no number but those of the conversation, and keeps those of the question."""
    known = _words(" ".join([question.text, *(turn.content for turn in question.history)]))
    meaning = {part for word in content_words(text) for part in _words(word)}
    own = {word.casefold() for word in _telling(question.text)} & {
        part for word in content_words(question.text) for part in _words(word)
    }
    new = {word.casefold() for word in _telling(text)} - known
    return 0 < len(text) <= _LONGEST and text.isprintable() and not new & meaning and own <= _words(text)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _telling(text: str) -> set[str]:
    """The words that begin with a capital letter or have a digit."""
    return {word for word in _WORD.findall(text) if word[0].isupper() or any(char.isdigit() for char in word)}
