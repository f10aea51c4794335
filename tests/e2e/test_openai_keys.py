"""The openai package, at a server that has keys and a limit."""

from collections.abc import Iterator

import openai
import pytest
from api_server import serving

from api.app import create_app
from api.keys.key import new_key
from api.keys.store import KeyFile
from qa.settings import Settings


@pytest.fixture
def limited(settings: Settings) -> Iterator[str]:
    """The base URL of a server whose keys may send three requests an hour."""
    with serving(create_app(settings.model_copy(update={"rate_limit": "3/hour"})), lifespan="off") as plain:
        yield str(plain.base_url.join("/v1"))


def _client(base_url: str, key: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=base_url, api_key=key, max_retries=0)


def _made(settings: Settings, scope: str) -> str:
    key, secret = new_key(scope, [scope])
    KeyFile(settings.home).add(key)
    return secret


def test_a_wrong_key_is_an_authentication_error(limited: str, settings: Settings) -> None:
    """For a plain request and for a stream, with OpenAI's code."""
    _made(settings, "ask")

    with _client(limited, "sk-wrong") as client:
        with pytest.raises(openai.AuthenticationError) as listed:
            client.models.list()
        with pytest.raises(openai.AuthenticationError) as streamed:
            client.responses.create(model="onrecord", input="Who?", stream=True)

    assert listed.value.code == streamed.value.code == "invalid_api_key"
    assert "no key that is known here" in listed.value.message


def test_a_key_for_something_else_is_a_permission_error(limited: str, settings: Settings) -> None:
    """A key that only adds articles can't ask."""
    with _client(limited, _made(settings, "write")) as client, pytest.raises(openai.PermissionDeniedError) as caught:
        client.chat.completions.create(model="onrecord", messages=[{"role": "user", "content": "Who?"}])

    assert caught.value.code == "not_allowed"


def test_too_many_requests_are_a_rate_limit_error(limited: str, settings: Settings) -> None:
    """With how long to wait, which the client heeds by itself where it may try again."""
    with _client(limited, _made(settings, "ask")) as client:
        names = [[model.id for model in client.models.list()] for _ in range(3)]
        with pytest.raises(openai.RateLimitError) as caught:
            client.models.list()

    assert "onrecord" in names[0]
    assert caught.value.code == "rate_limit_exceeded"
    assert int(caught.value.response.headers["retry-after"]) > 0
