"""tantivy: passages by their words, ranked by BM25."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Lock

import tantivy

from vectorstore.article import Article, story_of
from vectorstore.errors import OnrecordError
from vectorstore.index import Indexable, IndexState

_STATE_FILE = "onrecord.json"
_STORIES = "stories"
_WRITER_BYTES = 30_000_000
_HEADER_BOOST = 0.5
_PROBE_WORDS = 8

_schema = (
    tantivy.SchemaBuilder()
    .add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    .add_text_field("article", stored=False, tokenizer_name="raw", index_option="basic")
    .add_text_field("header", stored=False, tokenizer_name="en_stem")
    .add_text_field("text", stored=False, tokenizer_name="en_stem")
    .build()
)

_story_schema = (
    tantivy.SchemaBuilder()
    .add_text_field("story", stored=True, tokenizer_name="raw", index_option="basic")
    .add_text_field("article", stored=False, tokenizer_name="raw", index_option="basic")
    .add_text_field("text", stored=False, tokenizer_name="en_stem")
    .build()
)

_analyzer = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(40))
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def stems(text: str) -> tuple[str, ...]:
    """The words of the text as the index knows them: lower case, English endings off."""
    return tuple(_analyzer.analyze(text))


class WordIndex:
    """Passages and their headers (title, post heading, publisher), and whole stories, stemmed as English.

    Raises:
        OnrecordError: the folder can't be used.
    """

    name = "word"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        with self._files():
            path.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema, str(path))
            (path / _STORIES).mkdir(exist_ok=True)
            self._stories = tantivy.Index(_story_schema, str(path / _STORIES))

    def state(self) -> IndexState | None:
        """What `set_state` was last given; None in a new or damaged index."""
        try:
            return IndexState(**json.loads((self._path / _STATE_FILE).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def set_state(self, state: IndexState) -> None:
        """Keeps the state in a file beside the index."""
        draft = self._path / f"{_STATE_FILE}.new"
        draft.write_text(json.dumps(asdict(state)) + "\n", "utf-8")
        draft.replace(self._path / _STATE_FILE)

    def write(self, *, gone: Sequence[str], passages: Sequence[Indexable]) -> None:
        """Removes the passages of those ids, where they are there, and puts these in."""
        with self._lock, self._files():
            writer = self._index.writer(_WRITER_BYTES, 1)
            for passage_id in {*gone, *(entry.passage.id for entry in passages)}:
                writer.delete_documents_by_term("id", passage_id)
            for entry in passages:
                writer.add_document(
                    tantivy.Document(
                        id=entry.passage.id, article=entry.article.id, header=entry.header, text=entry.passage.text
                    )
                )
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
            self._write_stories(gone, [entry.article for entry in passages])

    def _write_stories(self, gone: Sequence[str], articles: Sequence[Article]) -> None:
        """Puts the articles' stories in place of what there is of them, and of those that have passages gone."""
        writer = self._stories.writer(_WRITER_BYTES, 1)
        present = {article.id: article for article in articles}
        for article_id in {*present, *(row.rsplit(":", 1)[0] for row in gone)}:
            writer.delete_documents_by_term("article", article_id)
        for article in present.values():
            for story, text in _stories(article):
                writer.add_document(tantivy.Document(story=story, article=article.id, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._stories.reload()

    def count(self) -> int:
        """How many passages are in it."""
        return self._index.searcher().num_docs

    def finds(self, entry: Indexable) -> bool:
        """Whether a search for the passage comes upon it, or upon its like; true where it has no words."""
        words, among = entry.passage.text.split()[:_PROBE_WORDS], [entry.article.id]
        return not stems(" ".join(words)) or all(
            search(words, limit=1, article_ids=among) for search in (self.search, self.search_stories)
        )

    def search(
        self, words: Sequence[str], *, limit: int, article_ids: Sequence[str] | None
    ) -> tuple[tuple[str, float], ...]:
        """Ids and BM25 scores of the passages with any of the words, best first; of those articles only, unless None.

        The words are taken as they are: nothing in them is query syntax.
        """
        queries = [query for word in words for query in self._word_queries(word)]
        return self._found(self._index, queries, "id", limit=limit, article_ids=article_ids)

    def search_stories(
        self, words: Sequence[str], *, limit: int, article_ids: Sequence[str] | None
    ) -> tuple[tuple[str, float], ...]:
        """The same of whole stories, by `story_of`: one may have in several passages what none of them has."""
        queries = [self._stories.parse_query_lenient(_as_phrase(word), ["text"])[0] for word in words]
        return self._found(self._stories, queries, "story", limit=limit, article_ids=article_ids)

    def _found(
        self,
        index: tantivy.Index,
        queries: Sequence[tantivy.Query],
        named_by: str,
        *,
        limit: int,
        article_ids: Sequence[str] | None,
    ) -> tuple[tuple[str, float], ...]:
        if not queries:
            return ()
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
        if article_ids is not None:
            among = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(index.schema, "article", list(article_ids)), 0.0
            )
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, among)])
        with self._files():
            searcher = index.searcher()
            hits = searcher.search(query, limit).hits
            return tuple((str(searcher.doc(address)[named_by][0]), float(score)) for score, address in hits)

    def frequency(self, word: str) -> int:
        """In how many passages' texts the word stands, in any of its forms."""
        searcher = self._index.searcher()
        return min((searcher.doc_freq("text", stem) for stem in stems(word)), default=0)

    def reload(self) -> None:
        """Shows what another process has written."""
        with self._files():
            self._index.reload()
            self._stories.reload()

    def close(self) -> None:
        """Holds no file open between calls."""

    @contextmanager
    def _files(self) -> Iterator[None]:
        """What tantivy raises when the folder's files are damaged becomes ours."""
        try:
            yield
        except (OSError, ValueError) as exc:
            raise OnrecordError(f"the word index in {self._path} can't be used ({exc})") from exc

    def _word_queries(self, word: str) -> list[tantivy.Query]:
        text, _ = self._index.parse_query_lenient(_as_phrase(word), ["text"])
        header, _ = self._index.parse_query_lenient(_as_phrase(word), ["header"])
        return [text, tantivy.Query.boost_query(header, _HEADER_BOOST)]


def _as_phrase(word: str) -> str:
    return '"' + word.replace("\\", " ").replace('"', " ") + '"'


def _stories(article: Article) -> Iterator[tuple[str, str]]:
    """Each story's name and words, its headlines among them; what stands between posts is one more."""
    reached, between = 0, list[str]()
    for post in article.posts:
        text = article.text[post.start : post.end]
        yield story_of(article.id, post.id), "\n".join((article.title or "", post.heading or "", text))
        between.append(article.text[reached : post.start])
        reached = post.end
    yield story_of(article.id, None), "\n".join((article.title or "", *between, article.text[reached:]))
