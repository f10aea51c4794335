"""What the archive says of its speakers and of the passages that they speak in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contracts.hash_encoder import HashEncoder
from faults.homes import ingester

from vectorstore.article import Article
from vectorstore.ingest import Ingester


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Ingester]:
    """What writes into an empty archive, whose passages have some 36 words at most."""
    opened = ingester(tmp_path, encoder=HashEncoder())
    yield opened
    opened.archive.close()


def test_passages_by_a_speaker_are_those_with_their_words(made: Ingester, article: Article) -> None:
    """Each that a statement of theirs stands in, wholly or in part, once."""
    said = " ".join(f"word{n}" for n in range(50))
    text = f"{article.text}\n\n“Now {said}. Then {said},” said Owen Pike.\n\nThe clock struck nine."
    list(made.ingest([replace(article, text=text)]))
    statements = made.archive.statements_by("Owen Pike")
    passages = [passage for _, passage, _ in made.archive.indexable([article.id])]
    expected = {p.id for p in passages for s in statements if p.start < s.end and s.start < p.end}

    assert 1 < len(expected) < len(passages)
    assert made.archive.passages_by("Owen Pike") == tuple(sorted(expected))
    assert made.archive.passages_by("Nobody") == ()


def test_speakers_are_known_until_the_archive_changes(made: Ingester, article: Article, tmp_path: Path) -> None:
    """Another process's additions and removals are seen, too."""
    other = ingester(tmp_path, encoder=HashEncoder())
    before = made.archive.speakers()
    list(other.ingest([article]))
    added = made.archive.speakers()
    list(other.ingest([replace(article, text="“We were not told,” said Edwin Strake.")]))
    replaced = made.archive.speakers()
    other.archive.remove(article.id)
    removed = made.archive.speakers()
    other.archive.close()

    assert before == removed == ()
    assert added == ("Marta Quill", "Owen Pike")
    assert replaced == ("Edwin Strake",)


def test_the_rows_of_some_articles_are_those_of_their_passages(made: Ingester, article: Article) -> None:
    """All where none are named, none of an unknown one."""
    list(made.ingest([article, replace(article, id="other", text="The ferry sails at noon.")]))
    everything = {row.id for row in made.archive.passage_rows(None)}
    some = {row.id for row in made.archive.passage_rows(["other", "nowhere"])}

    assert some == {row for row in everything if row.startswith("other:")} != everything
    assert made.archive.passage_rows([]) == ()
