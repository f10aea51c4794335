"""What another process does in tests of faults: `python programs.py PROGRAM HOME`."""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from contracts.hash_encoder import HashEncoder
from faults.homes import found, in_step, open_home, put_in, report

from vectorstore.article import Article

_COMMITTED = 86
"""Reports of three passages that an ingest commits to the last one before it asks for another: two batches."""


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # the other end of the pipe reads it


def add(home: Path) -> None:
    """Adds report 100, changes report 1 and removes report 2."""
    store = open_home(home, encoder=HashEncoder())
    put_in(store, report(100), report(1, ending=" changed1"))
    store.remove(["report-2"])
    _say("done")


def pause(home: Path) -> None:
    """Commits articles, and lets the indexes follow when it is told to."""
    store = open_home(home, encoder=HashEncoder())

    def articles() -> Iterator[Article]:
        for number in range(200, 200 + _COMMITTED):
            yield report(number)
        _say("committed")
        sys.stdin.readline()

    list(store.ingest(articles()))
    _say("done")
    sys.stdin.readline()


def ingest(home: Path) -> None:
    """Ingests new articles until it is killed, and names each one when it is durable."""
    store = open_home(home, encoder=HashEncoder())
    numbers = count(store.archive.count()["articles"])
    while True:
        for result in store.ingest([report(next(numbers)) for _ in range(10)]):
            _say(result.id)


def check(home: Path) -> None:
    """Opens a home with report 7 in it, reads and writes, and says what is wrong."""
    store = open_home(home, encoder=HashEncoder())
    if not (in_step(store) and found(store, 7)):
        sys.exit("the indexes are not mended")
    put_in(store, report(9_000))
    if not (in_step(store) and found(store, 9_000)):
        sys.exit("the mended indexes do not take a new article")
    _say("done")


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
