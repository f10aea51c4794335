"""What must leave the archive."""

from vectorstore.sync import stale

SOURCES = {"a": "news/a.txt", "b": "news/b.txt", "c": "news/many.jsonl", "d": "news/many.jsonl"}


def test_what_the_folder_has_no_more_is_stale() -> None:
    """Everything that was not seen."""
    assert stale(SOURCES, seen={"a", "c"}, unreadable=[]) == ("b", "d")


def test_what_may_be_in_an_unreadable_place_is_kept() -> None:
    """What can't be read now, a line, a file or a folder, may be the article that is missing; its neighbours go."""
    assert stale(SOURCES, seen={"c"}, unreadable=["news/many.jsonl:7"]) == ("a", "b")
    assert stale(SOURCES, seen={"c"}, unreadable=["news"]) == ()
    assert stale(SOURCES, seen={"c", "d"}, unreadable=["news/a.txt"]) == ("b",)
    assert stale(SOURCES, seen={"a"}, unreadable=["news/many.jsonl.old"]) == ("b", "c", "d")
