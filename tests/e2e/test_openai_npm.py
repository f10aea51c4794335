"""OpenAI's package for JavaScript, as its users have it."""

import httpx
import pytest
from api_server import serving
from keyed import made, unopened

from api.app import create_app


@pytest.fixture
def kites(server: httpx.Client) -> str:
    """A question whose answer has characters outside of the basic plane before its marker."""
    text = "The 🪁🪁 kites of Orrin Bay will fly on 4 June, said Tove Marr."
    server.post("/v1/articles", json={"id": "kites", "text": text}).raise_for_status()
    return "When will the kites of Orrin Bay fly?"


def test_it_lists_the_models_and_gathers_the_same_answer_in_every_way(node, v1, question):
    """By chat completions and responses, plain and by the stream helpers: the text, its citations, the usage."""
    told = node.tell("openai-answers.mjs", v1=v1, model="onrecord", question=question)

    completion, reply = told["answers"]["completion"], told["reply"]
    assert told["models"] == ["onrecord", "onrecord-links", "onrecord-openwebui"]
    assert completion["text"] == reply["answer"]
    assert completion["pointed"] == [f"[{citation['marker']}]" for citation in reply["citations"]]
    assert len(completion["urls"]) == len(set(completion["urls"])) > 1
    assert told["answers"] == dict.fromkeys(told["answers"], completion)
    assert told["usage"][0] == told["usage"][1]


@pytest.mark.parametrize("model", ["onrecord-links", "onrecord-openwebui"])
def test_its_stream_helpers_take_every_profile(node, v1, question, model):
    """Also what is in no stream of OpenAI's, and the texts are those of plain answers."""
    answers = node.tell("openai-answers.mjs", v1=v1, model=model, question=question)["answers"]

    assert answers["streamed"]["text"] == answers["completion"]["text"]
    assert answers["streamed_response"] == answers["response"]


def test_annotations_are_found_by_code_points(node, v1, kites):
    """JavaScript's own index counts UTF-16 units and would miss them: its users spread the text first."""
    told = node.tell("openai-answers.mjs", v1=v1, model="onrecord", question=kites)

    answers = told["answers"].values()
    assert all("🪁🪁" in answer["text"].partition("[1]")[0] for answer in answers)
    assert all(answer["pointed"] == ["[1]"] for answer in answers)


def test_an_abstention_is_a_message(node, v1, unanswered):
    """The same sentence in every way, and nothing cited."""
    told = node.tell("openai-answers.mjs", v1=v1, model="onrecord", question=unanswered)

    message = {"text": told["reply"]["abstention"]["message"], "pointed": [], "urls": []}
    assert told["answers"] == dict.fromkeys(told["answers"], message)


def test_an_unknown_model_is_a_not_found_error(node, v1, question):
    """Status 404, with the code and what to choose from."""
    thrown = node.tell("openai-fault.mjs", v1=v1, model="gpt-5", question=question)

    assert (thrown["name"], thrown["status"], thrown["code"]) == ("NotFoundError", 404, "model_not_found")
    assert "onrecord-links" in thrown["message"]


def test_a_wrong_request_is_a_bad_request_error(node, v1):
    """Status 400, whether streamed or not."""
    for stream in (False, True):
        thrown = node.tell("openai-fault.mjs", v1=v1, model="onrecord", question=" ", stream=stream)

        assert (thrown["name"], thrown["status"], thrown["code"]) == ("BadRequestError", 400, "invalid")


def test_a_server_that_is_not_ready_is_an_internal_server_error(node, settings, question):
    """Status 503, which the client tries again by itself unless told not to."""
    with serving(create_app(settings), lifespan="off") as client:
        v1 = str(client.base_url.join("/v1"))
        thrown = node.tell("openai-fault.mjs", v1=v1, model="onrecord", question=question)

    assert (thrown["name"], thrown["status"], thrown["code"]) == ("InternalServerError", 503, "not_ready")


def test_a_wrong_key_is_an_authentication_error(node, settings, question):
    """Status 401, whether streamed or not; the message says what to send."""
    made(settings, "desk", "ask")
    with unopened(settings) as client:
        v1 = str(client.base_url.join("/v1"))
        for stream in (False, True):
            thrown = node.tell(
                "openai-fault.mjs", v1=v1, model="onrecord", question=question, stream=stream, key="sk-wrong"
            )

            assert (thrown["name"], thrown["status"], thrown["code"]) == ("AuthenticationError", 401, "invalid_api_key")
            assert "Authorization: Bearer KEY" in thrown["message"]


def test_too_many_requests_are_a_rate_limit_error(node, settings, question):
    """Status 429, once the key has sent as many as it may."""
    header = made(settings, "desk", "ask")
    key = header["authorization"].removeprefix("Bearer ")
    with unopened(settings.model_copy(update={"rate_limit": "1/hour"})) as client:
        v1 = str(client.base_url.join("/v1"))
        client.get("/v1/models", headers=header).raise_for_status()
        thrown = node.tell("openai-fault.mjs", v1=v1, model="onrecord", question=question, key=key)

    assert (thrown["name"], thrown["status"], thrown["code"]) == ("RateLimitError", 429, "rate_limit_exceeded")
