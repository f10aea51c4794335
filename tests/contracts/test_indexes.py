"""What every index of the archive must do, proven for Chroma and for tantivy."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import chromadb
import pytest
from contracts.hash_encoder import HashEncoder

from vectorstore.article import Article, Passage, passage_id
from vectorstore.chroma import ChromaStore
from vectorstore.errors import OnrecordError
from vectorstore.index import Indexable, IndexState, PassageIndex
from vectorstore.words import WordIndex

_ENCODER = HashEncoder()
_STATE = IndexState(archive="a1", fingerprint="f" * 64, chunker="sentences-1/128", seq=7)

Open = Callable[[], PassageIndex]


def _indexables(*texts: str, article_id: str = "tide") -> list[Indexable]:
    """The texts as the passages of one article."""
    article = Article(
        id=article_id,
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language=None,
        text="\n".join(texts),
        posts=(),
        source="-",
    )
    starts = [article.text.index(text) for text in texts]
    passages = [
        Passage(passage_id(article_id, start=s, end=s + len(t)), article_id, None, s, s + len(t), t)
        for s, t in zip(starts, texts, strict=True)
    ]
    return [Indexable(article, p, "", _ENCODER.encode([p.text])[0]) for p in passages]


def _ids(passages: Sequence[Indexable]) -> list[str]:
    return [entry.passage.id for entry in passages]


class IndexContract:
    """Subclass it, give `open_index`, and say in `found` what a search for a text gives."""

    @pytest.fixture
    def opened(self, tmp_path: Path) -> Iterator[Open]:
        """Opens the test's folder, as often as one likes."""
        indexes: list[PassageIndex] = []

        def open_once_more() -> PassageIndex:
            indexes.append(self.open_index(tmp_path / "index"))
            return indexes[-1]

        yield open_once_more
        for index in indexes:
            index.close()

    def open_index(self, path: Path) -> PassageIndex:
        """Opens the index in that folder."""
        raise NotImplementedError

    def found(self, index: PassageIndex, text: str) -> list[str]:
        """The ids found for the text, best first."""
        raise NotImplementedError

    def test_a_new_index_is_empty(self, opened: Open) -> None:
        """It has no passages and no state, and searching it finds nothing."""
        index = opened()

        assert (index.count(), index.state()) == (0, None)
        assert self.found(index, "ferry") == []

    def test_what_is_written_is_found(self, opened: Open) -> None:
        """The passage with the words comes first."""
        index, passages = opened(), _indexables("ferry sails noon", "bridge closes may")
        index.write(gone=(), passages=passages)

        assert index.count() == 2
        assert self.found(index, "ferry sails noon")[0] == _ids(passages)[0]

    def test_writing_twice_changes_nothing(self, opened: Open) -> None:
        """A process that died before it noted how far it was may repeat itself."""
        index, passages = opened(), _indexables("ferry sails noon", "bridge closes may")
        index.write(gone=(), passages=passages)
        once = self.found(index, "ferry sails noon")
        index.write(gone=(), passages=passages)

        assert index.count() == 2
        assert self.found(index, "ferry sails noon") == once

    def test_gone_passages_vanish(self, opened: Open) -> None:
        """What is removed is not counted and not found."""
        index, passages = opened(), _indexables("ferry sails noon", "bridge closes may")
        index.write(gone=(), passages=passages)
        index.write(gone=_ids(passages)[:1], passages=())

        assert index.count() == 1
        assert _ids(passages)[0] not in self.found(index, "ferry sails noon")

    def test_unknown_gone_ids_are_fine(self, opened: Open) -> None:
        """The log may name passages that this index never had."""
        index, passages = opened(), _indexables("ferry sails noon")
        index.write(gone=["never:0-9"], passages=passages)
        index.write(gone=["never:0-9", "nor:1-2"], passages=())

        assert index.count() == 1

    def test_a_passage_gone_and_put_in_at_once_is_in(self, opened: Open) -> None:
        """An update names the old passages as gone, and some of them are the new ones too."""
        index, passages = opened(), _indexables("ferry sails noon")
        index.write(gone=(), passages=passages)
        index.write(gone=_ids(passages), passages=passages)

        assert index.count() == 1
        assert self.found(index, "ferry sails noon") == _ids(passages)

    def test_state_and_passages_survive_reopening(self, opened: Open) -> None:
        """What was written by a process that has ended is there."""
        index, passages = opened(), _indexables("ferry sails noon")
        index.write(gone=(), passages=passages)
        index.set_state(_STATE)
        index.close()
        again = opened()

        assert (again.state(), again.count()) == (_STATE, 1)
        assert self.found(again, "ferry sails noon") == _ids(passages)

    def test_the_newest_state_counts(self, opened: Open) -> None:
        """Setting the state again replaces it."""
        index = opened()
        index.set_state(_STATE)
        newer = IndexState(archive="a2", fingerprint="e" * 64, chunker="other", seq=8)
        index.set_state(newer)

        assert index.state() == newer

    def test_reload_shows_what_another_opener_wrote(self, opened: Open) -> None:
        """A reader sees a writer's passages, state and removals."""
        writer, passages = opened(), _indexables("ferry sails noon", "bridge closes may")
        writer.write(gone=(), passages=passages[1:])
        reader = opened()
        writer.write(gone=_ids(passages)[1:], passages=passages[:1])
        writer.set_state(_STATE)
        reader.reload()

        assert (reader.state(), reader.count()) == (_STATE, 1)
        assert self.found(reader, "ferry sails noon") == _ids(passages)[:1]

    def test_any_id_and_text_can_be_written(self, opened: Open) -> None:
        """Quotes, colons, emoji and right-to-left letters are data."""
        index, passages = opened(), _indexables('a "b" AND (c', "עברית 🙂 \u202e", article_id="id:with \"all' 🙂/../")
        index.write(gone=(), passages=passages)
        index.write(gone=_ids(passages)[:1], passages=())

        assert index.count() == 1

    def test_a_folder_that_cant_be_opened_is_named(self, tmp_path: Path) -> None:
        """A file stands where the folder should be: the error says where."""
        (tmp_path / "index").write_text("in the way")

        with pytest.raises(OnrecordError, match=str(tmp_path / "index")):
            self.open_index(tmp_path / "index")


class TestChromaIndex(IndexContract):
    """The vectors."""

    def open_index(self, path: Path) -> PassageIndex:
        """Chroma in that folder."""
        return ChromaStore(path, embeddings=_ENCODER)

    def found(self, index: PassageIndex, text: str) -> list[str]:
        """The passages nearest in meaning."""
        assert isinstance(index, ChromaStore)
        return [row for row, _ in index.nearest(_ENCODER.encode([text])[0], limit=5)]


class TestWordIndex(IndexContract):
    """The words."""

    def open_index(self, path: Path) -> PassageIndex:
        """The word index in that folder."""
        return WordIndex(path)

    def found(self, index: PassageIndex, text: str) -> list[str]:
        """The passages with the words."""
        assert isinstance(index, WordIndex)
        return [row for row, _ in index.search(text.split(), limit=5, article_ids=None)]

    def test_a_search_can_be_kept_to_some_articles(self, tmp_path: Path) -> None:
        """Only their passages, and their stories, are found; of no articles, none."""
        index = WordIndex(tmp_path / "index")
        tide, moor = (_indexables("ferry sails noon", article_id=name) for name in ("tide", "moor"))
        index.write(gone=(), passages=tide + moor)

        for search, named in ((index.search, _ids(moor)), (index.search_stories, ["moor"])):
            assert [row for row, _ in search(["ferry"], limit=5, article_ids=["moor"])] == named
            assert search(["ferry"], limit=5, article_ids=[]) == ()
            assert len(search(["ferry"], limit=5, article_ids=None)) == 2


def test_chroma_knows_the_day_in_epoch_seconds(tmp_path: Path) -> None:
    """Chroma filters by numbers only; an article without a date has none there."""
    dated = [
        replace(entry, article=replace(entry.article, published_at=datetime(2022, 2, 15, tzinfo=UTC)))
        for entry in _indexables("ferry sails noon", article_id="dated")
    ]
    store = ChromaStore(tmp_path, embeddings=_ENCODER)
    store.write(gone=(), passages=[*dated, *_indexables("bridge closes may", article_id="undated")])
    store.close()
    collection = chromadb.PersistentClient(tmp_path).get_collection("passages")
    metadatas = {row["article_id"]: row for row in collection.get()["metadatas"] or []}

    assert metadatas["dated"]["published_at"] == 1_644_883_200
    assert "published_at" not in metadatas["undated"]
