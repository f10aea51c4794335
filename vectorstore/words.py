"""tantivy: passages by their words, ranked by BM25."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Lock

import tantivy

from vectorstore.errors import OnrecordError
from vectorstore.index import Indexable, IndexState

_STATE_FILE = "onrecord.json"
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
    """Passages and their headers (title, post heading, publisher), stemmed as English.

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

    def count(self) -> int:
        """How many passages are in it."""
        return self._index.searcher().num_docs

    def finds(self, entry: Indexable) -> bool:
        """Whether a search for the passage comes upon it, or upon its like; true where it has no words."""
        words = entry.passage.text.split()[:_PROBE_WORDS]
        return not stems(" ".join(words)) or bool(self.search(words, limit=1, article_ids=[entry.article.id]))

    def search(
        self, words: Sequence[str], *, limit: int, article_ids: Sequence[str] | None
    ) -> tuple[tuple[str, float], ...]:
        """Ids and BM25 scores of the passages with any of the words, best first; of those articles only, unless None.

        The words are taken as they are: nothing in them is query syntax.
        """
        if not words:
            return ()
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, query) for word in words for query in self._word_queries(word)]
        )
        if article_ids is not None:
            among = tantivy.Query.term_set_query(_schema, "article", list(article_ids))
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, among)])
        with self._files():
            searcher = self._index.searcher()
            hits = searcher.search(query, limit).hits
            return tuple((str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits)

    def frequency(self, word: str) -> int:
        """In how many passages' texts the word stands, in any of its forms."""
        searcher = self._index.searcher()
        return min((searcher.doc_freq("text", stem) for stem in stems(word)), default=0)

    def reload(self) -> None:
        """Shows what another process has written."""
        with self._files():
            self._index.reload()

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
