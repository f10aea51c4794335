"""Opening a chat model by its name."""

import subprocess
import sys

import pytest
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from qa.settings import read_settings
from qa.writer.models import open_chat_model
from vectorstore.errors import InputError

KEY = SecretStr("sk-canary-0451")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of the person who runs the tests."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OLLAMA_HOST", "OLLAMA_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_openai_by_name() -> None:
    """Without randomness, within bounds, asked once."""
    model = open_chat_model("openai:gpt-x", base_url=None, api_key=KEY, timeout_s=9)

    assert isinstance(model, ChatOpenAI)
    assert (model.model_name, model.temperature, model.max_tokens, model.max_retries) == ("gpt-x", 0, 2048, 0)


@pytest.mark.parametrize("variable", [None, "OPENAI_BASE_URL", "OPENAI_API_BASE"])
def test_openai_is_asked_for_the_tokens(monkeypatch: pytest.MonkeyPatch, variable: str | None) -> None:
    """Another server is not: it may refuse what it doesn't know."""
    if variable:
        monkeypatch.setenv(variable, "http://127.0.0.1:1/v1")
    by_name = open_chat_model("openai:gpt-x", base_url=None, api_key=KEY, timeout_s=9)
    elsewhere = open_chat_model("gpt-x", base_url="http://127.0.0.1:1/v1", api_key=KEY, timeout_s=9)

    assert isinstance(by_name, ChatOpenAI)
    assert isinstance(elsewhere, ChatOpenAI)
    assert (bool(by_name.stream_usage), bool(elsewhere.stream_usage)) == (variable is None, False)


@pytest.mark.parametrize("name", ["qwen3", "qwen3:8b", "openai:qwen3:8b", "org/model"])
def test_a_server_of_ones_own_takes_any_name_and_no_key(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A colon may be the model's own; OpenAI's key is not sent to somebody else's server."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-yours")
    model = open_chat_model(name, base_url="http://127.0.0.1:1/v1", api_key=None, timeout_s=9)

    assert isinstance(model, ChatOpenAI)
    assert model.model_name == name.removeprefix("openai:")
    assert model.openai_api_key == SecretStr("none")


def test_ollama_by_name() -> None:
    """The tag stays with the model."""
    model = open_chat_model("ollama:llama3.1:8b", base_url=None, api_key=None, timeout_s=9)

    assert isinstance(model, ChatOllama)
    assert (model.model, model.temperature, model.num_predict) == ("llama3.1:8b", 0, 2048)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gpt-x", r"name the provider .*'openai:…', 'ollama:…', 'anthropic:…'"),
        ("openai:", "name the provider"),
        ("nobody:x", r"[Uu]nsupported provider"),
        ("openai:gpt-x", "api_key"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_advice(name: str, says: str) -> None:
    """The setting, its value, the next step."""
    with pytest.raises(InputError, match=says) as refused:
        open_chat_model(name, base_url=None, api_key=None, timeout_s=9)

    assert f"ONRECORD_CHAT_MODEL is {name!r}" in str(refused.value)


@pytest.mark.parametrize(
    ("provider", "package", "install"),
    [
        ("openai", "langchain_openai", "'onrecord[openai]'"),
        ("ollama", "langchain_ollama", "'onrecord[ollama]'"),
        ("anthropic", "langchain_anthropic", "'onrecord[anthropic]'"),
        ("groq", "langchain_groq", "langchain-groq"),
    ],
)
def test_a_provider_that_is_not_installed_says_which_to_install(provider: str, package: str, install: str) -> None:
    """In a process where its package can't be imported."""
    code = f"""
import sys
sys.modules[{package!r}] = None
from pydantic import SecretStr
from qa.writer.models import open_chat_model
open_chat_model("{provider}:m", base_url=None, api_key=SecretStr("k"), timeout_s=9)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert f"InputError: ONRECORD_CHAT_MODEL is '{provider}:m'" in done.stderr
    assert f"pip install {install}" in done.stderr.strip().splitlines()[-1]


def test_nothing_of_a_chat_model_is_imported_where_none_is_set() -> None:
    """Their libraries take seconds."""
    heavy = ("langchain_openai", "openai", "ollama", "langchain.chat_models", "qa.writer.open", "tiktoken")
    code = f"import sys, qa.build; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_key_is_never_shown() -> None:
    """Not by the settings, not as JSON, not by the model."""
    settings = read_settings(chat_model="openai:gpt-x", chat_api_key="sk-canary-0451")
    model = open_chat_model("openai:gpt-x", base_url=None, api_key=settings.chat_api_key, timeout_s=9)

    assert "canary" not in f"{settings!r} {settings} {settings.model_dump(mode='json')} {model!r} {model}"
