"""Where settings come from."""

from pathlib import Path

import pytest

from qa.settings import read_settings
from vectorstore.errors import InputError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and no settings in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_HOME", raising=False)
    return tmp_path


def test_arguments_come_before_variables_before_files_before_defaults(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each source hides the ones behind it."""
    (elsewhere / "onrecord.toml").write_text("port = 1\nread_passages = 1\npassage_pieces = 40\nretrieve_depth = 9\n")
    (elsewhere / ".env").write_text("ONRECORD_PORT=2\nONRECORD_READ_PASSAGES=2\nONRECORD_PASSAGE_PIECES=41\n")
    monkeypatch.setenv("ONRECORD_PORT", "3")
    monkeypatch.setenv("ONRECORD_READ_PASSAGES", "3")
    settings = read_settings(port=4, host=None)

    assert (settings.port, settings.read_passages, settings.passage_pieces, settings.retrieve_depth) == (4, 3, 41, 9)
    assert settings.host == "127.0.0.1"


def test_models_are_kept_in_the_home_unless_set() -> None:
    """Converted models follow the home."""
    assert read_settings(home=Path("elsewhere")).models == Path("elsewhere/models")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ONRECORD_HOEM", "x", "ONRECORD_HOEM: no such setting"),
        ("ONRECORD_PORT", "http", "port: .* not 'http'"),
        ("ONRECORD_EMBEDDING_BACKEND", "onnx", "embedding_backend: .* not 'onnx'"),
        ("ONRECORD_MIN_PROBABILITY", "7", "min_probability: .* not '7'"),
    ],
)
def test_what_cannot_be_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    """An unknown variable and an impossible value each name themselves."""
    monkeypatch.setenv(name, value)

    with pytest.raises(InputError, match=says):
        read_settings()


@pytest.mark.parametrize("file", ["onrecord.toml", ".env"])
def test_unknown_names_in_files_are_refused(elsewhere: Path, file: str) -> None:
    """A misspelt name in a file is an error too."""
    (elsewhere / file).write_text("hoem = 'x'\n" if file.endswith("toml") else "ONRECORD_HOEM=x\n")

    with pytest.raises(InputError, match="hoem"):
        read_settings()
