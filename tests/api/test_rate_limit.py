"""How often each may ask."""

import time

import httpx
import pytest
from keyed import made, unopened

from api.keys.rates import Rates
from api.problems import ProblemError
from qa.settings import read_settings
from vectorstore.errors import InputError


def _limited(settings, rate: str):
    return unopened(settings.model_copy(update={"rate_limit": rate}))


def _codes(client: httpx.Client, count: int, **headers: str) -> list[int]:
    return [client.get("/v1/models", headers=headers).status_code for _ in range(count)]


def test_a_key_may_ask_so_often_and_no_more(settings):
    """What is left is told with every answer; when there is nothing left, when to come again."""
    key = made(settings, "desk", "ask")

    with _limited(settings, "2/hour") as client:
        answers = [client.get("/v1/models", headers=key) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert {answer.headers["ratelimit-limit"] for answer in answers} == {"2"}
    assert "retry-after" not in answers[1].headers
    assert 0 < int(answers[2].headers["retry-after"]) <= 3600
    assert answers[2].headers["retry-after"] == answers[2].headers["ratelimit-reset"]


def test_after_the_wait_that_was_told_the_key_is_let_in(settings):
    """The client need not try more often than that."""
    key = made(settings, "desk", "ask")

    with _limited(settings, "1/second") as client:
        _codes(client, 1, **key)
        refused = client.get("/v1/models", headers=key)
        wait = int(refused.headers.get("retry-after", "0"))
        time.sleep(wait)
        after = client.get("/v1/models", headers=key)

    assert (refused.status_code, wait, after.status_code) == (429, 1, 200)


def test_each_key_has_its_own_count(settings):
    """One that asks too often takes nothing from another, nor from what is open."""
    busy, other = made(settings, "busy", "ask"), made(settings, "other", "ask")

    with _limited(settings, "2/hour") as client:
        spent = _codes(client, 3, **busy)

        assert spent == [200, 200, 429]
        assert _codes(client, 1, **other) == [200]
        assert {client.get("/health").status_code for _ in range(5)} == {200}


def test_wrong_keys_are_counted_by_address(settings):
    """Who guesses is stopped; who has a key at the same address is let in."""
    key = made(settings, "desk", "ask")

    with _limited(settings, "3/hour") as client:
        guesses = [_codes(client, 1, authorization=f"Bearer onrecord_{n}")[0] for n in range(5)]

        assert guesses == [401, 401, 401, 429, 429]
        assert _codes(client, 1, **key) == [200]


def test_without_keys_there_is_a_limit_where_one_is_set(settings):
    """By address, whatever key was sent."""
    with unopened(settings) as client:
        unlimited = client.get("/v1/models")
    with _limited(settings, "2/hour") as client:
        codes = [_codes(client, 1, authorization=f"Bearer {n}")[0] for n in range(3)]

    assert "ratelimit-limit" not in unlimited.headers
    assert codes == [200, 200, 429]


def test_with_keys_there_is_a_limit_where_none_is_set(settings):
    """A client that has lost control of itself doesn't take the server from the others."""
    key = made(settings, "desk", "ask")

    with unopened(settings) as client:
        assert client.get("/v1/models", headers=key).headers["ratelimit-limit"] == "600"


def test_the_refusal_has_the_shape_that_is_expected_there(settings):
    """A problem on our routes, OpenAI's error on theirs."""
    key = made(settings, "desk", "ask")

    with _limited(settings, "1/hour") as client:
        _codes(client, 1, **key)
        native = client.post("/v1/ask", json={"question": "Who?"}, headers=key)
        openai = client.get("/v1/models", headers=key)

    assert (native.status_code, openai.status_code) == (429, 429)
    assert native.json()["type"] == "/docs#rate-limit-exceeded"
    assert openai.json()["error"]["type"] == "rate_limit_error"
    assert openai.json()["error"]["code"] == "rate_limit_exceeded"


def test_many_addresses_are_not_kept_forever():
    """When more than some thousands ask, the count begins anew; each is still held to its limit from then on."""
    rates = Rates("1/hour")
    for n in range(5_000):
        rates.spend(f"client {n}")

    rates.spend("again")
    with pytest.raises(ProblemError):
        rates.spend("again")
    assert len(rates._counted.events) < 3_000


@pytest.mark.parametrize(
    "rate", ["60", "0/minute", "60/fortnight", "1000000/minute", "60/minute;9/second", "60/minute\n"]
)
def test_what_is_no_rate_is_refused(rate):
    """By the name of the setting."""
    with pytest.raises(InputError, match="rate_limit"):
        read_settings(rate_limit=rate)
