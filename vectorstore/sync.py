"""What must leave the archive so that it holds a folder's articles and no others."""

from collections.abc import Collection, Mapping, Sequence


def stale(sources: Mapping[str, str], *, seen: Collection[str], unreadable: Sequence[str]) -> tuple[str, ...]:
    """The archived articles, by id, that the folder has no more.

    `sources` says where each was read from, `seen` which the folder has now. An article that came from a file in which
    something can't be read now is not stale: it may be what can't be read.
    """
    return tuple(
        article_id
        for article_id, source in sources.items()
        if article_id not in seen and not any(_within(place, source) for place in unreadable)
    )


def _within(place: str, source: str) -> bool:
    """Whether a place such as `news.jsonl:12` is in that file, or is a folder that the file is in."""
    return place == source or place.startswith(f"{source}:") or source.startswith(f"{place}/")
