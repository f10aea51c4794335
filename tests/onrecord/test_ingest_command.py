"""`onrecord ingest`: folders that are kept in step, files that are watched, what is fetched, and the summary."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from onrecord_runs import Run

_FERRY = "The ferry to Skerrow sails at noon, the harbour master said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three articles in two files."""
    made = tmp_path / "news"
    made.mkdir()
    (made / "ferry.txt").write_text(_FERRY)
    lines = [{"id": name, "text": f"The {name} opens on Monday, the council said."} for name in ("market", "library")]
    (made / "town.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return made


def _ids(run: Run) -> set[str]:
    return {item["id"] for item in json.loads(run("articles", "list", "--json").out)["items"]}


def test_sync_makes_the_archive_equal_to_the_folder(run: Run, folder: Path) -> None:
    """New ones are added, changed ones updated, those that are gone removed; doing it again does nothing."""
    (folder.parent / "elsewhere.txt").write_text("Something else entirely, the mayor said.")
    run("ingest", "elsewhere.txt", "news")
    (folder / "ferry.txt").write_text(_FERRY + " It is full.")
    (folder / "town.jsonl").write_text(
        json.dumps({"id": "market", "text": "The market opens on Monday, the council said."})
    )
    (folder / "new.txt").write_text("A new boat is on its way, Oona Brack said.")
    ran = run("ingest", "--sync", "news")
    again = run("ingest", "--sync", "news")

    assert ran.out == "1 added, 1 updated, 1 unchanged, 2 removed\n"
    assert again.out == "0 added, 0 updated, 3 unchanged\n"
    assert _ids(run) == {"ferry", "market", "new"}
    assert "library" not in run("search", "library opens").out


def test_sync_keeps_what_may_only_be_unreadable(run: Run, folder: Path) -> None:
    """A line that was cut may be the article that is missing: nothing that came from its file is removed."""
    run("ingest", "--sync", "news")
    (folder / "town.jsonl").write_text('{"id": "market", "text": "The market opens on Mon')
    ran = run("ingest", "--sync", "news")

    assert ran.code == 1
    assert "removed" not in ran.out
    assert _ids(run) == {"ferry", "market", "library"}


@pytest.mark.parametrize(
    "arguments", [("--sync", "nowhere"), ("--sync", "empty"), ("--sync", "news", "news/ferry.txt")]
)
def test_sync_removes_nothing_where_the_folder_cannot_be_meant(
    run: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    """No folder, a folder with nothing to read (a disk that isn't mounted), other paths beside it: refused."""
    run("ingest", "news")
    (folder.parent / "empty").mkdir()
    ran = run("ingest", *arguments)

    assert ran.code == 2
    assert _ids(run) == {"ferry", "market", "library"}


def test_the_summary_counts_copies_and_names_them(run: Run, tmp_path: Path) -> None:
    """Two outlets with one report are two articles, one a copy of the other."""
    text = " ".join(f"Sentence {number} of the agency's long report on the ferry." for number in range(12))
    lines = [{"id": name, "publisher": name, "text": text} for name in ("ledger", "post")]
    (tmp_path / "wire.jsonl").write_text("\n".join(map(json.dumps, lines)))
    told = json.loads(run("ingest", "--json", "wire.jsonl").out)

    assert told["summary"] == {"added": 2, "updated": 0, "unchanged": 0, "removed": 0, "duplicate": 1, "failed": 0}
    assert told["results"] == [
        {"id": "ledger", "status": "added", "copy_of": ["post"]},
        {"id": "post", "status": "added", "copy_of": ["ledger"]},
    ]


def test_a_sync_that_was_killed_is_finished_by_the_next(run: Run, tmp_path: Path, models: Path) -> None:
    """What was taken in before the kill is not taken in again, and in the end the archive equals the folder."""
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"report-{number}.txt").write_text(
            f"Report {number} on the ferry. " + f"It had {number} passengers. " * 40
        )
    environment = {**os.environ, "ONRECORD_MODELS": str(models)}
    command = [sys.executable, "-m", "onrecord", "ingest", "--sync", "many"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as killed:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (tmp_path / ".onrecord/words").exists():
            time.sleep(0.05)
        killed.kill()
    before = len(_ids(run))
    ran = run("ingest", "--sync", "many")

    assert 0 < before < 400
    assert ran.out.startswith(f"{400 - before} added, 0 updated, {before} unchanged")
    assert len(_ids(run)) == 400
    assert run("doctor").code == 0


def test_a_version_that_was_replaced_can_still_be_shown(run: Run, folder: Path) -> None:
    """By its number; a number that there isn't is refused."""
    run("ingest", "news")
    (folder / "ferry.txt").write_text("The ferry is cancelled, the harbour master said.")
    run("ingest", "news")

    assert "sails at noon" in run("articles", "show", "ferry", "--version", "1").out
    assert "cancelled" in run("articles", "show", "ferry").out
    assert "it has 1 to 2" in run("articles", "show", "ferry", "--version", "3").err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("https://news.example/a.html",), 2, "only with --allow-fetch"),
        (("--allow-fetch", "http://127.0.0.1:9/a.html"), 1, "127.0.0.1"),
        (("--allow-fetch", "http://169.254.169.254/latest/meta-data"), 1, "169.254.169.254"),
    ],
)
def test_what_may_not_be_fetched_is_not(run: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    """Not without being told to; never from this machine or a private network."""
    ran = run("ingest", *arguments)

    assert ran.code == code
    assert says in ran.err


def test_standard_input_is_read(tmp_path: Path, models: Path) -> None:
    """`-` takes what is piped in, in whatever format it is."""
    environment = {**os.environ, "ONRECORD_MODELS": str(models)}
    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "ingest", "-"],
        input=json.dumps({"id": "piped", "text": _FERRY}),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (0, "1 added, 0 updated, 0 unchanged\n"), ran.stderr


def test_a_watched_feed_is_taken_in_each_time_it_changes(tmp_path: Path, models: Path) -> None:
    """Until interrupted."""
    feed = tmp_path / "feed.xml"
    item = "<item><title>{0}</title><guid>{0}</guid><description>The {0} opens, the council said.</description></item>"
    rss = '<rss version="2.0"><channel><title>Harbour Radio</title>{}</channel></rss>'
    feed.write_text(rss.format(item.format("market")))
    environment = {**os.environ, "ONRECORD_MODELS": str(models)}
    command = [sys.executable, "-u", "-m", "onrecord", "ingest", "--watch", "feed.xml", "--every", "0.2"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout
        first = watching.stdout.readline()
        time.sleep(0.05)  # so that the file's time of change is another
        feed.write_text(rss.format(item.format("market") + item.format("library")))
        second = watching.stdout.readline()
        watching.send_signal(signal.SIGINT)

    assert first == "1 added, 0 updated, 0 unchanged\n"
    assert second == "1 added, 0 updated, 1 unchanged\n"
