"""The command as a person uses it: what it prints where, and how it exits."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from onrecord_runs import Run


def test_what_can_be_read_goes_in_and_what_cannot_is_reported(run: Run, tmp_path: Path) -> None:
    """Bad files beside good ones: each is named with its reason, the good ones are in, and the exit code says so."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text("The ferry sails at noon, the harbour master said.")
    (folder / "empty.txt").write_text("")
    (folder / "latin.txt").write_bytes(b"caf\xe9")
    (folder / "cut.jsonl").write_text('{"id": "whole", "text": "A whole line."}\n{"id": "half", "text": "A ha')
    (folder / "long.txt").write_text("word " * 1_000_000)
    ran = run("ingest", str(folder))
    listed = json.loads(run("articles", "list", "--json").out)

    assert ran.code == 1
    assert ran.out == "2 added, 0 updated, 0 unchanged, 4 failed\n"
    assert {item["id"] for item in listed["items"]} == {"good", "whole"}
    for told in ("empty.txt: ", "latin.txt: not UTF-8", "cut.jsonl:2: not JSON", "long: its text has 4,999,999"):
        assert told in ran.err


def test_asking_prints_the_answer_and_its_sources(run: Run) -> None:
    """Sentences with markers, then where each comes from; nothing else on stdout."""
    run("ingest", "--sample")
    ran = run("ask", "what did Scholz say about Nord Stream 2")

    assert ran.code == 0
    assert "[1]" in ran.out
    assert "\n[1] Olaf Scholz, “" in ran.out


def test_json_is_the_reply_of_the_contract(run: Run) -> None:
    """`--json` prints one object whose citations hold their spans."""
    run("ingest", "--sample")
    reply = json.loads(run("ask", "--json", "what did Scholz say about Nord Stream 2").out)

    assert reply["answered"] is True
    assert reply["abstention"] is None
    assert set(reply) == {
        *("id", "question", "standalone_question", "answered", "answer", "segments", "citations", "abstention"),
        *("conflicts", "evidence_from", "evidence_to", "nearest", "mode", "model", "degraded", "timings_ms"),
    }
    for citation in reply["citations"]:
        shown = json.loads(run("articles", "show", "--json", citation["article_id"]).out)
        assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_declining_is_an_answer(run: Run) -> None:
    """An abstention is printed, shows what was nearest, and exits with 0."""
    run("ingest", "--sample")
    ran = run("ask", "who won the Eurovision song contest in Malmö")

    assert ran.code == 0
    assert ran.out.startswith("No article mentions “Malmö”.")
    assert "Nearest to it:" in ran.out


def test_taking_in_the_same_again_changes_nothing(run: Run) -> None:
    """The second time everything is unchanged."""
    run("ingest", "--sample")

    assert run("ingest", "--sample").out == "0 added, 0 updated, 31 unchanged\n"


def test_a_removed_article_is_gone(run: Run, tmp_path: Path) -> None:
    """It is neither listed nor found nor cited."""
    (tmp_path / "ferry.txt").write_text("The ferry to Skerrow sails at noon, the harbour master said.")
    run("ingest", "ferry.txt")
    before = run("search", "ferry to Skerrow").out
    removed = run("articles", "remove", "ferry")

    assert "sails at noon" in before
    assert removed.code == 0
    assert run("search", "ferry to Skerrow").out == "Nothing was found.\n"
    assert run("ask", "when does the ferry sail").out.startswith("There are no articles yet")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ingest", "nowhere"), 2, "nowhere: no such file or folder"),
        (("ingest",), 2, "nothing to ingest"),
        (("ask", ""), 2, "the question is empty"),
        (("ask", "x" * 10_000), 2, "10,000 characters, the limit is 2,000"),
        (("articles", "show", "nope"), 2, "no article has the id 'nope'"),
        (("articles", "remove", "nope"), 2, "no article has the id 'nope'"),
        (("eval", "--gold", "nowhere.jsonl"), 2, "nowhere.jsonl"),
        (("eval", "--url", "http://127.0.0.1:9"), 1, "127.0.0.1:9"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_a_fault_says_what_was_wrong_and_exits_by_its_kind(
    run: Run, arguments: tuple[str, ...], code: int, says: str
) -> None:
    """One line on stderr, nothing on stdout, no traceback."""
    ran = run(*arguments)

    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_an_archive_cut_otherwise_is_refused_until_it_is_reindexed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the command that mends it, and the command does."""
    run("ingest", "--sample")
    monkeypatch.setenv("ONRECORD_PASSAGE_PIECES", "160")
    refused = run("ask", "when does the bridge open")
    mended = run("reindex")

    assert refused.code == 1
    assert "run 'onrecord reindex'" in refused.err
    assert mended.out.startswith("31 articles, ")
    assert run("ask", "when does the bridge open").code == 0
    assert run("doctor").code == 0


def test_help_needs_none_of_the_heavy_libraries() -> None:
    """`onrecord --help` imports no model, no index and no web framework."""
    heavy = ("torch", "transformers", "chromadb", "openvino", "tantivy", "fastapi", "langchain_core", "numpy")
    script = (
        "import sys; sys.argv = ['onrecord', '--help']\n"
        "from onrecord.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "ingest" in ran.stdout
    assert ran.stderr.strip() == "[]"
