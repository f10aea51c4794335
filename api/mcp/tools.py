"""The tools, each the arguments of one call; what agents are told of it is its docstring and its fields."""

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Annotated, ClassVar

from pydantic import FailFast, Field

from api.links import Base
from api.mcp.bodies import (
    FetchedBody,
    FoundArticlesBody,
    LinkedReplyBody,
    fetched_body,
    found_body,
    linked_reply_body,
)
from api.stored import stored_article
from qa.events import Done
from qa.reply import Hit
from qa.service import Service
from qa.wire import AskRequest, FiltersBody, Moment, Name, SearchRequest, Text, Turn, Wire

_PASSAGES = 30
"""Looked for, of which several may stand in one article."""


class Call(Wire, ABC):
    """A call of a tool. It reads and changes nothing."""

    title: ClassVar[str]
    result: ClassVar[type[Wire]]

    @abstractmethod
    def blocks(self, service: Service, *, base: Base) -> Generator[bytes, None, None]:
        """Empty blocks, and at last the result as JSON, as `result` has it, with links that begin as `base` says.

        Raises:
            InputError: an argument can't be used.
            ProblemError: what it names doesn't exist.
        """


class Search(Call):
    """Find news articles by words, best first.

    Each result has the id to fetch it by, its outlet, headline and day, a link, and the passage that fits best.
    """

    title = "Search the articles"
    result = FoundArticlesBody

    query: Annotated[Text, Field(description="What to look for: a few words, or a question.")]

    def blocks(self, service: Service, *, base: Base) -> Generator[bytes, None, None]:
        """Each article once, in the order of the best passages."""
        best = dict[str, Hit]()
        for hit in service.search(SearchRequest(query=self.query, limit=_PASSAGES)):
            best.setdefault(hit.article.id, hit)
        yield _json(FoundArticlesBody(results=tuple(found_body(hit, base=base) for hit in best.values())))


class Fetch(Call):
    """Read one article whole, by the id that `search` or a citation gives."""

    title = "Read an article"
    result = FetchedBody

    id: Annotated[Name, Field(description="The article's id, as search gives it.")]

    def blocks(self, service: Service, *, base: Base) -> Generator[bytes, None, None]:
        """The newest version of it."""
        yield _json(fetched_body(stored_article(service.store.archive, self.id, version=None), base=base))


class Ask(Call):
    """Answer a question from the news articles: sentences with numbered citations, each a verbatim quote.

    Each citation has its quote, speaker, outlet, date and a link to the quote in the article. Quote word for word, and
    give the link. Where `answered` is false the articles don't hold the answer: say so, and don't answer from memory.
    """

    title = "Ask the articles"
    result = LinkedReplyBody

    question: Annotated[Text, Field(description="The question, in plain words; it may be a follow-up of `history`.")]
    history: Annotated[
        tuple[Turn, ...],
        FailFast(),
        Field(max_length=100, description="The conversation before the question, the oldest turn first."),
    ] = ()
    filters: Annotated[
        FiltersBody,
        Field(description="Which articles may answer; names as the articles have them, dates as 2022-02-24T00:00:00Z."),
    ] = FiltersBody()
    as_of: Annotated[Moment | None, Field(description="Answer as on that day: what was published later is hidden.")] = (
        None
    )

    def blocks(self, service: Service, *, base: Base) -> Generator[bytes, None, None]:
        """As `/v1/ask` replies."""
        request = AskRequest(question=self.question, history=self.history, filters=self.filters, as_of=self.as_of)
        with closing(service.stream(request)) as events:
            for event in events:
                yield _json(linked_reply_body(event.reply, base=base)) if isinstance(event, Done) else b""


CALLS: Mapping[str, type[Call]] = {"search": Search, "fetch": Fetch, "ask": Ask}
"""By the tool's name."""


def _json(body: Wire) -> bytes:
    return body.model_dump_json().encode()
