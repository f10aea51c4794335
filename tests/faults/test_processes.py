"""Several processes over one home: many read, one writes, and any may die."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.hash_encoder import HashEncoder
from faults.homes import first_found, found, in_step, open_home, put_in, report, start

from vectorstore.errors import OnrecordError
from vectorstore.store import Store

_KILLS = 5


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Store]:
    """A store over a home with three reports."""
    store = open_home(tmp_path, encoder=HashEncoder())
    put_in(store, *[report(n) for n in range(3)])
    yield store
    store.close()


def test_a_reader_sees_what_another_process_wrote(reader: Store, tmp_path: Path) -> None:
    """An addition, a change and a removal show without opening anything again."""
    assert found(reader, 2)
    with start("add", tmp_path) as writer:
        said, complaint = writer.communicate()

    assert said == "done\n", complaint
    assert found(reader, 100)
    assert first_found(reader, 2) == (None, None)
    assert reader.words.search(["changed1"], limit=5, article_ids=None)[0][0].startswith("report-1:")
    assert in_step(reader)


def test_a_reader_answers_while_another_process_writes(reader: Store, tmp_path: Path) -> None:
    """What is committed can be found, in every process, before the writing is done."""
    with start("pause", tmp_path) as writer:
        assert writer.stdin
        assert writer.stdout
        assert writer.stdout.readline() == "committed\n"
        committed = reader.archive.articles(["report-200", "report-285"]).keys()
        during = (found(reader, 2), found(reader, 200))
        followed, last = reader.followed(), reader.archive.last_seq()
        writer.stdin.write("go on\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "done\n"
        after = (found(reader, 2), found(reader, 200), in_step(reader))
        followed_after = reader.followed()
        writer.communicate("end\n")

    assert committed == {"report-200", "report-285"}
    assert during == (True, True)
    assert set(followed) == set(followed_after) == {"vector", "word"}
    assert all(seq <= last for seq in followed.values())
    assert set(followed_after.values()) == {last}
    assert after == (True, True, True)


def test_a_second_writer_is_told_to_wait(reader: Store, tmp_path: Path) -> None:
    """One process writes at a time; another one gives up after ten seconds and says why."""
    with start("pause", tmp_path) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "committed\n"
        with pytest.raises(OnrecordError, match=r"another process is writing to .*write\.lock: wait until it is done"):
            put_in(reader, report(50))
        writer.communicate("go on\nend\n")

    put_in(reader, report(50))
    assert found(reader, 50)
    assert in_step(reader)


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    """A writer is killed at any moment, five times: no acknowledged article is lost, and the indexes mend."""
    moments = random.Random(20_260)  # noqa: S311  # the same moments in every run
    acknowledged: list[str] = []
    for _ in range(_KILLS):
        with start("ingest", tmp_path) as writer:
            assert writer.stdout
            acknowledged.append(writer.stdout.readline().strip())
            time.sleep(moments.uniform(0, 0.6))
            writer.send_signal(signal.SIGKILL)
            acknowledged += writer.stdout.read().splitlines()
        store = open_home(tmp_path, encoder=HashEncoder())
        counts = store.archive.count()
        articles = store.archive.articles(acknowledged)

        assert acknowledged[-1]
        assert set(acknowledged) <= articles.keys(), "acknowledged and lost"
        assert all(article == report(int(key.removeprefix("report-"))) for key, article in articles.items())
        assert counts["passages"] == 3 * counts["articles"], "an article is half there"
        assert in_step(store)
        assert all(found(store, int(key.removeprefix("report-"))) for key in acknowledged[-3:])
        store.close()
