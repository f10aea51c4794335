"""langchain's `BaseRetriever` over the hybrid retriever, for chains of one's own."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from qa.question import Question
from qa.question_reader import QuestionReader
from qa.reply import Hit
from qa.retrieve import HybridRetriever


class NewsRetriever(BaseRetriever):
    """The passages for a query as Documents, best first; metadata holds all that a citation needs.

    `start` and `end` are code points of the article's text; `published_at` is ISO 8601 or absent.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    retriever: HybridRetriever
    questions: QuestionReader
    k: int = Field(10, ge=1)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # langchain's signature
        k: int | None = None,
    ) -> list[Document]:
        question = Question(text=query)
        limit = self.k if k is None else k
        return [_document(hit) for hit in self.retriever.hits(question, self.questions.read(question), limit=limit)]


def _document(hit: Hit) -> Document:
    passage, article = hit.passage, hit.article
    metadata = {
        "article_id": article.id,
        "post_id": passage.post_id,
        "start": passage.start,
        "end": passage.end,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": article.published_at and article.published_at.isoformat(),
        "url": article.url,
        "score": hit.score,
    }
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={key: value for key, value in metadata.items() if value is not None},
    )
