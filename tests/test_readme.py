"""Every block of the README runs and prints what the README says."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.samples import sample_articles
from qa.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
_FENCED = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
BLOCKS = [(language, block) for language, block in _FENCED if language != "toml"]
SETTINGS = [block for language, block in _FENCED if language == "toml"]
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", ".onrecord", ".eval", ".openwebui", ".*_cache", "__pycache__", ".hypothesis"
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with this environment as its `.venv`."""
    folder = tmp_path_factory.mktemp("readme") / "onrecord"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


@pytest.fixture(scope="module")
def environment(models: Path) -> dict[str, str]:
    """Models that are converted already, a port that is free, and `make test` only collecting its tests."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "PYTEST_", "MAKE"))}
    return {**own, "ONRECORD_MODELS": str(models), "ONRECORD_PORT": port, "PYTEST_ADDOPTS": "--collect-only -q"}


@pytest.fixture(scope="module")
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """What the blocks leave running is stopped at the end."""
    running: list[subprocess.Popen[str]] = []
    yield running
    for process in running:
        os.killpg(process.pid, signal.SIGTERM)


def commands_and_output(block: str) -> tuple[str, str]:
    """The lines after `$ `, with the lines of their here-documents, and all other lines."""
    script, output, end = list[str](), list[str](), ""
    for line in block.splitlines():
        if end:
            script.append(line)
            end = "" if line == end else end
        elif line.startswith("$ "):
            script.append(line[2:])
            end = "END" if "<<'END'" in line else ""
        else:
            output.append(line)
    return "\n".join(script), "\n".join(output)


def test_the_readme_has_blocks() -> None:
    """A README whose blocks are not found would pass everything below."""
    assert [language for language, _ in BLOCKS].count("console") >= 4
    assert [language for language, _ in BLOCKS].count("python") >= 1


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_runs_and_prints_what_it_says(
    number: int, checkout: Path, environment: dict[str, str], processes: list[subprocess.Popen[str]]
) -> None:
    """In order, in one checkout: exit code 0, and the output shown, where some is shown."""
    language, block = BLOCKS[number]
    script, expected = commands_and_output(block) if language == "console" else ("", "")
    command = ["bash", "-euo", "pipefail", "-c", script] if script else [sys.executable, "-c", block]
    if script:
        command[-1] = script.replace(":8000", f":{environment['ONRECORD_PORT']}")
    ran = subprocess.Popen(
        command,
        cwd=checkout,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    if "&\n" in script:
        processes.append(ran)
    out, err = ran.communicate()

    assert ran.returncode == 0, err
    if expected.strip():
        assert out.strip() == expected.strip()


@pytest.mark.parametrize("block", SETTINGS)
def test_the_settings_shown_can_be_set(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an `onrecord.toml` they are read."""
    (tmp_path / "onrecord.toml").write_text(block, "utf-8")
    monkeypatch.chdir(tmp_path)

    assert tomllib.loads(block).items() <= read_settings().model_dump().items()


def test_the_table_of_settings_is_complete() -> None:
    """One row a setting, with its description and its default."""
    rows = dict(re.findall(r"^\| `ONRECORD_(\w+)` \| (.*) \|$", README, re.MULTILINE))

    assert set(rows) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert str(field.description) in rows[name.upper()]
        assert field.default_factory or f"`{field.default}`" in rows[name.upper()]


def test_the_numbers_of_samples_are_true() -> None:
    """The README and the change log say how many questions there are."""
    questions = sum(len(file.read_text("utf-8").splitlines()) for file in sample_articles().parent.glob("questions/*"))

    assert f"the {questions} questions" in README
