"""The command that lists who said what."""

import json
from pathlib import Path

import pytest
from onrecord_runs import Run

_TEXT = "“The clock strikes thirteen,” said Ottilie Crane, the keeper.\n\nShe denied that she had painted the pier."
_DAY = "2024-05-02T18:30:00Z"


@pytest.fixture
def pier(run: Run, tmp_path: Path) -> Run:
    """The command over two articles."""
    articles = [
        {"id": "clock", "publisher": "Dunmere Echo (sample)", "published_at": _DAY, "text": _TEXT},
        {"id": "tide", "text": "Ottilie Crane said the tide tables were wrong."},
    ]
    (tmp_path / "pier.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    assert run("ingest", "pier.jsonl").code == 0
    return run


def test_statements_are_printed_newest_first(pier: Run) -> None:
    """Day, outlet and speaker, then the sentence; what isn't known is left out, what was denied is told."""
    ran = pier("statements", "crane")
    first, *_, last = ran.out.rstrip("\n").split("\n\n")

    assert ran.code == 0
    assert first == (
        "2 May 2024, Dunmere Echo (sample), Ottilie Crane\n"
        "  “The clock strikes thirteen,” said Ottilie Crane, the keeper."
    )
    assert last == "tide, Ottilie Crane\n  Ottilie Crane said the tide tables were wrong."


def test_options_narrow_it_down(pier: Run) -> None:
    """The day of `--to` counts whole, and dates leave out the undated."""
    about = pier("statements", "Crane", "--about", "tide tables").out
    dated = pier("statements", "Crane", "--from", "2024-05-02", "--to", "2024-05-02").out
    earlier = pier("statements", "Crane", "--to", "2024-05-02T12:00:00").out
    one = pier("statements", "Crane", "--limit", "1").out

    assert about == "tide, Ottilie Crane\n  Ottilie Crane said the tide tables were wrong.\n"
    assert "thirteen" in dated
    assert "tide" not in dated
    assert earlier == "Nothing by Ottilie Crane was found with these limits.\n"
    assert one.count("Ottilie Crane\n") == 1


def test_json_is_the_reply_of_the_contract(pier: Run) -> None:
    """As over HTTP."""
    found = json.loads(pier("statements", "Crane", "--json", "--limit", "1").out)["statements"]

    assert found[0]["text"] == _TEXT[found[0]["start"] : found[0]["end"]]
    assert set(found[0]) == {
        *("article_id", "version", "post", "title", "publisher", "published_at", "url", "speaker"),
        *("speaker_as_written", "kind", "polarity", "confidence", "start", "end", "text", "quotes", "score"),
    }


def test_nobody_of_that_name_is_an_answer_with_the_nearest_names(pier: Run) -> None:
    """Exit code 0; in JSON the list is empty."""
    ran = pier("statements", "Krain")
    unlike = pier("statements", "Xyzzy")
    listed = pier("statements", "Krain", "--json")

    assert (ran.code, unlike.code, listed.code) == (0, 0, 0)
    assert ran.out == ("The articles have no statement by anybody called 'Krain'.\n\nNames like it:\n  Ottilie Crane\n")
    assert unlike.out == "The articles have no statement by anybody called 'Xyzzy'.\n"
    assert json.loads(listed.out) == {"statements": []}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("",), "the speaker is empty"),
        (("Crane", "--about", " "), "the subject after 'about' is empty"),
        (("x" * 201,), "speaker: "),
        (("Crane", "--limit", "0"), "--limit"),
        (("Crane", "--from", "yesterday"), "--from"),
    ],
)
def test_a_fault_says_what_was_wrong(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """Exit code 2, nothing on stdout, no traceback."""
    ran = run("statements", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "Traceback" not in ran.err
