"""Chat models by name: the one place that knows langchain's packages for them."""

import os
from collections.abc import Mapping

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr, ValidationError

from vectorstore.errors import InputError
from vectorstore.faults import faults

MAX_TOKENS = 2_048
TEMPERATURE = 0.0
_EXTRAS = ("openai", "ollama", "anthropic")
_NO_KEY = "none"
"""A server of one's own asks for no key, but its client library for something to send; never a key of OpenAI's."""


def open_chat_model(name: str, *, base_url: str | None, api_key: SecretStr | None, timeout_s: float) -> BaseChatModel:
    """The model `provider:model`; with a base URL and no provider in front, one that an OpenAI-compatible server has.

    Nothing is sent yet. The model is asked without randomness, for at most 2,048 tokens, and does not ask again by
    itself. Importing a provider takes seconds: it is done here, not before.

    Raises:
        InputError: the provider is unknown, not installed, or lacks a key.
    """
    provider, model = provider_and_model(name, with_server=base_url is not None)
    try:
        from langchain.chat_models import init_chat_model

        options = _options(provider, base_url=base_url, api_key=api_key, timeout_s=timeout_s)
        opened: BaseChatModel = init_chat_model(model, model_provider=provider, **options)  # type: ignore[call-overload]  # each provider has its own
    except ImportError as exc:
        what = f"'onrecord[{provider}]'" if provider in _EXTRAS else f"langchain-{provider.replace('_', '-')}"
        raise InputError(
            f"ONRECORD_CHAT_MODEL is {name!r}, and {provider!r} is not installed: pip install {what}"
        ) from exc
    except ValidationError as exc:
        raise InputError(f"ONRECORD_CHAT_MODEL is {name!r}: {faults(exc)}") from exc
    except Exception as exc:
        raise InputError(f"ONRECORD_CHAT_MODEL is {name!r}: {_told(exc)}") from exc
    return opened


async def close_chat_model(model: BaseChatModel) -> None:
    """Closes the connections that are kept open for it."""
    client = getattr(model, "http_async_client", None)
    if client is not None:
        await client.aclose()


def provider_and_model(name: str, *, with_server: bool) -> tuple[str, str]:
    """Both of `provider:model`: a model's own name may have a colon, as in "qwen3:8b".

    Raises:
        InputError: there is no provider.
    """
    provider, colon, model = name.partition(":")
    if with_server and (not colon or provider not in _EXTRAS):
        return "openai", name
    if not colon or not provider or not model:
        known = ", ".join(f"'{extra}:…'" for extra in _EXTRAS)
        raise InputError(
            f"ONRECORD_CHAT_MODEL is {name!r}: name the provider in front of the model ({known} or another one that "
            "langchain has), or set ONRECORD_CHAT_BASE_URL to an OpenAI-compatible server"
        )
    return provider, model


def _options(
    provider: str, *, base_url: str | None, api_key: SecretStr | None, timeout_s: float
) -> Mapping[str, object]:
    """The same wishes in each provider's words."""
    address = {"base_url": base_url} if base_url else {}
    if provider == "ollama":
        return {**address, **_of_ollama(api_key=api_key, timeout_s=timeout_s)}
    key = {"api_key": api_key} if api_key else {}
    wishes = {"temperature": TEMPERATURE, "max_tokens": MAX_TOKENS}
    shared = {**address, **key, **wishes, "timeout": timeout_s, "max_retries": 0}
    return {**shared, **_of_openai(address, key, timeout_s=timeout_s)} if provider == "openai" else shared


def _of_openai(address: Mapping[str, object], key: Mapping[str, object], *, timeout_s: float) -> Mapping[str, object]:
    from qa.writer.openai_http import openai_client

    unneeded = {"api_key": _NO_KEY} if address and not key else {}
    elsewhere = address or os.environ.keys() & {"OPENAI_API_BASE", "OPENAI_BASE_URL"}
    counted = {} if elsewhere else {"stream_usage": True}  # langchain's own way, but for clients that are given to it
    return {**unneeded, **counted, "http_async_client": openai_client(timeout_s=timeout_s)}


def _of_ollama(*, api_key: SecretStr | None, timeout_s: float) -> Mapping[str, object]:
    from qa.writer.ollama_http import ollama_client_options

    key = api_key.get_secret_value() if api_key else None
    options = ollama_client_options(timeout_s=timeout_s, api_key=key)
    return {"temperature": TEMPERATURE, "num_predict": MAX_TOKENS, "async_client_kwargs": options}


def _told(exc: Exception) -> str:
    """The first line of what the library says, which may go on for pages."""
    return next(iter(str(exc).strip().splitlines()), type(exc).__name__)
