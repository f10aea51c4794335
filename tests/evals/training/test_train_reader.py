"""The command, from the sets to an adapter."""

import pytest
import typer
from training_data import write_sets
from typer.testing import CliRunner

from evals.training.train_reader import main
from qa.reader.adapter import read_adapter
from vectorstore.embedding.model import sha256


@pytest.fixture
def command():
    """The command, on one core."""
    app = typer.Typer()
    app.command()(main)
    return lambda *args: CliRunner().invoke(app, [*map(str, args), "--threads", "1"])


def test_two_stages_leave_two_adapters(command, model, tmp_path):
    """The second goes on from the first; each is measured, and named by its sha256."""
    data, plain, hard = write_sets(tmp_path / "sets"), tmp_path / "new" / "plain.safetensors", tmp_path / "hard.st"

    first = command("--data", data, "--out", plain, "--stage", "plain", "--steps", 2)
    second = command("--data", data, "--out", hard, "--stage", "hard", "--steps", 2, "--start", plain)

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert "step 2 of 2: loss " in second.stderr
    assert second.stdout.splitlines()[0].startswith("of ")
    assert "AUC" in second.stdout
    assert second.stdout.splitlines()[1] == f"{sha256(hard)}  {hard}"
    before, after = read_adapter(plain, model=model), read_adapter(hard, model=model)
    moved = max(abs(after.tensors[name] - before.tensors[name]).max() for name in before.tensors)
    assert 0 < moved < 1e-3, "the second begins where the first ended"
