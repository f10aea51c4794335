"""What the command line, HTTP and the evals call."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from langchain_core.runnables import Runnable

from qa.events import Event, Status
from qa.extract import ExtractiveReader
from qa.listening import Listener
from qa.question import Question, Turn
from qa.question_reader import QuestionReader
from qa.reply import Hit, Reply
from qa.retrieve import HybridRetriever
from qa.retriever import NewsRetriever
from qa.statements import FoundStatement, StatementFinder
from qa.wire import AskRequest, FiltersBody, SearchRequest, StatementsRequest
from qa.wire import Turn as TurnBody
from qa.writer.writing import Chat
from vectorstore.archive import Selection
from vectorstore.article import Article
from vectorstore.errors import InputError
from vectorstore.ingest import IngestResult
from vectorstore.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Ask, search, list statements and ingest over one store. Safe to call from several threads."""

    store: Store
    questions: QuestionReader
    retriever: HybridRetriever
    reader: ExtractiveReader
    events: Runnable[Question, Event]
    chain: Runnable[Question, Reply]
    chat: Chat | None
    statement_finder: StatementFinder
    max_question_characters: int
    listener: Listener

    def ask(self, request: AskRequest) -> Reply:
        """The reply to the question.

        Raises:
            InputError: the question is empty or too long, or asks for a mode that isn't set up.
        """
        return self.chain.invoke(self._question(request))

    def stream(self, request: AskRequest) -> Generator[Event, None, None]:
        """What happens until the reply: segments as they are sure, and `Done` at last.

        A chat model is let go of when the iterator is closed, and a status comes often enough to close it between two.

        Raises:
            InputError: as of `ask`, before the first event.
        """
        question = self._question(request)
        return self._stream(question)

    def search(self, request: SearchRequest) -> tuple[Hit, ...]:
        """The passages for the words, best first.

        Raises:
            InputError: the query is empty or too long.
        """
        self._check(request.query, what="query")
        question = Question(text=request.query, selection=_selection(request), speakers=request.filters.speakers)
        return self.retriever.hits(question, self.questions.read(question), limit=request.limit)

    def statements(self, request: StatementsRequest) -> tuple[FoundStatement, ...]:
        """What the speaker said, newest first.

        Raises:
            InputError: the speaker or the subject is empty, or the subject too long.
        """
        self._check(request.speaker, what="speaker")
        if request.about is not None:
            self._check(request.about, what="subject after 'about'")
        return self.statement_finder.find(request)

    def ingest(self, articles: Iterable[Article]) -> Iterator[IngestResult]:
        """One result an article, each yielded once its article is durable."""
        for result in self.store.ingest(articles):
            self.listener.ingested(result)
            yield result

    def as_retriever(self, *, k: int) -> NewsRetriever:
        """Langchain's retriever interface to the same passages."""
        return NewsRetriever(retriever=self.retriever, questions=self.questions, k=k)

    def close(self) -> None:
        """Lets go of all files, and of the chat model."""
        if self.chat:
            self.chat.close()
        self.store.close()

    def _stream(self, question: Question) -> Generator[Event, None, None]:
        yield Status("understand")
        yield from self.events.stream(question)

    def _question(self, request: AskRequest) -> Question:
        self._check(request.question, what="question")
        if request.mode == "generative" and self.chat is None:
            raise InputError("mode 'generative': no chat model is set up here: ask with mode 'auto' or 'extractive'")
        return Question(
            text=request.question,
            history=tuple(map(self._turn, request.history)),
            selection=_selection(request),
            speakers=request.filters.speakers,
            max_citations=request.max_citations,
            mode=request.mode,
        )

    def _turn(self, turn: TurnBody) -> Turn:
        """The turn; of an earlier question no more than a question may have: reading takes its square in time."""
        most = self.max_question_characters if turn.role == "user" else None
        return Turn(turn.role, turn.content[:most])

    def _check(self, text: str, *, what: str) -> None:
        if not text.strip():
            raise InputError(f"the {what} is empty: give one")
        if len(text) > self.max_question_characters:
            raise InputError(
                f"the {what} has {len(text):,} characters, the limit is {self.max_question_characters:,}: shorten it, "
                "or raise ONRECORD_MAX_QUESTION_CHARACTERS"
            )


def _selection(request: AskRequest | SearchRequest) -> Selection:
    filters: FiltersBody = request.filters
    return Selection(
        publishers=filters.publishers,
        article_ids=filters.article_ids,
        published_from=filters.published_from,
        published_to=filters.published_to,
        as_of=request.as_of,
    )
