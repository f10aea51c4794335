"""Stories by their words: what several passages of one article have between them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from contracts.hash_encoder import HashEncoder
from faults.homes import open_home, put_in, report

from vectorstore.article import Article, Post
from vectorstore.store import Store

_FILLER = " ".join(f"filler{n}" for n in range(30))
_LIVE = "Good morning from the quay.\n\nFog\nThe ferry waits in Roke.\n\nHorn\nThe lighthouse is heard in Brandsby."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store over an empty home, whose passages have some 36 words at most."""
    opened = open_home(tmp_path, encoder=HashEncoder())
    yield opened
    opened.close()


def _article(name: str, text: str, *, title: str | None = None) -> Article:
    return replace(report(1), id=name, title=title, text=text)


def _live_page() -> Article:
    horn = _LIVE.index("Horn")
    posts = (
        Post("fog", "Fog", None, None, _LIVE.index("Fog"), horn - 2),
        Post("horn", "Horn", None, None, horn, len(_LIVE)),
    )
    return replace(_article("live", _LIVE, title="Harbour live"), posts=posts)


def _found(store: Store, *words: str, article_ids: Sequence[str] | None = None) -> list[str]:
    return [story for story, _ in store.words.search_stories(words, limit=10, article_ids=article_ids)]


def test_words_spread_over_two_passages_find_their_article(store: Store) -> None:
    """It stands before those that have one of the words, though no passage of it has both."""
    put_in(
        store,
        _article("spread", f"The ferry sails.\n\nThen {_FILLER}.\n\nThe lighthouse flashes."),
        _article("ferries", f"The ferry sails.\n\nThen {_FILLER}.\n\nThe bakery opens."),
        _article("lights", f"The council meets.\n\nThen {_FILLER}.\n\nThe lighthouse flashes."),
    )
    passages = [text for article in store.archive.article_ids() for _, (text) in _texts(store, article)]

    assert not any("ferry" in text and "lighthouse" in text for text in passages)
    assert _found(store, "ferry", "lighthouse")[0] == "spread"
    assert set(_found(store, "ferry", "lighthouse")) == {"spread", "ferries", "lights"}


def _texts(store: Store, article_id: str) -> list[tuple[str, str]]:
    return [(passage.id, passage.text) for _, passage, _ in store.archive.indexable([article_id])]


def test_posts_of_a_live_page_are_stories_of_their_own(store: Store) -> None:
    """What one post says isn't another's; what stands between them is the page's; the page's title is each one's."""
    put_in(store, _live_page())

    assert _found(store, "ferry") == ["live\tfog"]
    assert _found(store, "lighthouse") == ["live\thorn"]
    assert _found(store, "quay") == ["live"]
    assert set(_found(store, "harbour")) == {"live", "live\tfog", "live\thorn"}
    assert _found(store, "horn") == ["live\thorn"]


def test_titles_and_endings_count(store: Store) -> None:
    """A story has the words of its headline, in any of their forms."""
    put_in(store, _article("ferries", "They wait in port.", title="Ferries sailing again"))

    assert _found(store, "ferry") == _found(store, "SAILED") == _found(store, "ports") == ["ferries"]
    assert _found(store, "lighthouse") == _found(store) == []


def test_what_is_replaced_is_gone(store: Store) -> None:
    """Its old words find nothing, its new ones find it once; the posts that it had are gone too."""
    put_in(store, _live_page(), _article("ferries", f"The boat sails.\n\nThen {_FILLER}.\n\nThe bakery opens."))
    put_in(store, _article("live", "The mill grinds."), _article("ferries", "The mill stands still."))

    assert _found(store, "ferry", "lighthouse", "quay", "bakery") == []
    assert sorted(_found(store, "mill")) == ["ferries", "live"]


def test_what_is_removed_is_gone(store: Store) -> None:
    """All stories of the article, and none of another's."""
    put_in(store, _live_page(), _article("live2", "The ferry sails from the quay."), _article("live:0-9", "A quay."))
    store.remove(["live"])

    assert _found(store, "ferry", "lighthouse", "harbour") == ["live2"]
    assert sorted(_found(store, "quay")) == ["live2", "live:0-9"]


def test_stories_are_found_again_by_who_opens_the_store_later(store: Store, tmp_path: Path) -> None:
    """They are on disk, and are made anew from the archive where their folder is lost."""
    put_in(store, _live_page())
    store.close()
    for lost in (False, True):
        if lost:
            (tmp_path / "words").rename(tmp_path / "elsewhere")
        again = open_home(tmp_path, encoder=HashEncoder())
        found = _found(again, "ferry")
        again.close()
        assert found == ["live\tfog"]


@pytest.mark.parametrize("word", ['"', "\\", "ferry) OR (mill", "text:ferry AND", "", "🌉", "story:live"])
def test_query_syntax_in_a_word_is_only_text(store: Store, word: str) -> None:
    """It is looked for as it stands, and stands nowhere."""
    put_in(store, _live_page())

    assert _found(store, word) == []
