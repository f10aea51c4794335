"""The command, run in this process."""

import sys
from pathlib import Path

import pytest
from onrecord_runs import Ran, Run

from onrecord.cli import main


@pytest.fixture
def run(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `onrecord` with these arguments, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_MODELS", str(models))

    def run_with(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exited:
            main()
        printed = capsys.readouterr()
        return Ran(int(exited.value.code or 0), printed.out, printed.err)

    return run_with
