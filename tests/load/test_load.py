"""What `make load` runs, for a moment: nothing is timed here."""

import json
import socket
from pathlib import Path

import pytest
from load import KINDS, main, report, under_load


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("encoder")  # converts the model
def test_a_server_under_load_fails_nobody(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asks, streams, searches, statements and ingests at once: no error, and the server ends well."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_MODELS", str(models))

    code = main(["--seconds", "2", "--clients", "4", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert code == 0
    assert set(told["kinds"]) == {*KINDS, "all"}
    assert all(of["requests"] >= 4 and of["errors"] == 0 for of in told["kinds"].values())
    assert told["exit_code"] == 0


def test_a_server_that_is_not_there_is_an_error_of_every_request() -> None:
    """None of them is taken for done."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        figures = report(under_load(f"http://127.0.0.1:{listener.getsockname()[1]}", seconds=0, clients=2))

    assert figures["all"]["errors"] == figures["all"]["requests"] == 2 * len(KINDS)
