"""The openai package, as its users have it."""

from collections.abc import Iterator

import openai
import pytest
from api_server import serving

from api.app import create_app


@pytest.fixture(scope="module")
def client(v1: str) -> Iterator[openai.OpenAI]:
    """OpenAI's client, given our address and any key."""
    with openai.OpenAI(base_url=v1, api_key="any", max_retries=0) as client:
        yield client


def _asked(question: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": question}]


def test_the_models_are_listed(client):
    """And one is read."""
    names = [model.id for model in client.models.list()]

    assert names == ["onrecord", "onrecord-links", "onrecord-openwebui"]
    assert client.models.retrieve("onrecord").id == "onrecord"


def test_annotations_of_a_completion_point_at_its_markers(client, question):
    """There are as many as citations; what else we send is kept as extra fields."""
    completion = client.chat.completions.create(model="onrecord", messages=_asked(question))

    message = completion.choices[0].message
    cited = completion.onrecord["citations"]
    markers = [
        message.content[a.url_citation.start_index : a.url_citation.end_index] for a in message.annotations or []
    ]
    assert markers == [f"[{citation['marker']}]" for citation in cited]
    assert len(cited) > 1
    assert completion.usage.completion_tokens > 0


@pytest.mark.parametrize("model", ["onrecord", "onrecord-links", "onrecord-openwebui"])
def test_the_stream_helper_gathers_the_same_message(client, question, model):
    """Text, annotations where the profile streams them, and usage where it was asked for."""
    plain = client.chat.completions.create(model=model, messages=_asked(question))

    options = {"include_usage": True}
    with client.chat.completions.stream(model=model, messages=_asked(question), stream_options=options) as stream:
        for _ in stream:
            pass
        streamed = stream.get_final_completion()

    message = streamed.choices[0].message
    assert message.content == plain.choices[0].message.content
    assert streamed.choices[0].finish_reason == "stop"
    assert streamed.usage == plain.usage
    if model == "onrecord":
        gathered = [dict(a) if isinstance(a, dict) else a.model_dump() for a in message.annotations]
        own = [a.model_dump() for a in plain.choices[0].message.annotations]
        assert [{**a, "index": None} for a in gathered] == [{**a, "index": None} for a in own]


def test_every_chunk_of_a_plain_stream_has_a_choice(client, question):
    """So a loop that takes the first choice of each never fails."""
    chunks = list(client.chat.completions.create(model="onrecord", messages=_asked(question), stream=True))

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_annotations_of_a_response_point_at_its_markers(client, question):
    """As of a completion."""
    response = client.responses.create(model="onrecord", input=question)

    part = response.output[0].content[0]
    assert [part.text[a.start_index : a.end_index] for a in part.annotations] == [
        f"[{citation['marker']}]" for citation in response.onrecord["citations"]
    ]
    assert response.output_text == part.text
    assert response.status == "completed"


def test_the_stream_helper_gathers_the_same_response(client, question):
    """Its parser accepts every event."""
    plain = client.responses.create(model="onrecord", input=question)

    with client.responses.stream(model="onrecord", input=question) as stream:
        kinds = [event.type for event in stream]
        streamed = stream.get_final_response()

    own, gathered = plain.output[0].content[0], streamed.output[0].content[0]
    assert gathered.text == own.text
    assert [a.model_dump() for a in gathered.annotations] == [a.model_dump() for a in own.annotations]
    assert kinds.count("response.output_text.annotation.added") == len(own.annotations)
    assert streamed.usage == plain.usage


def test_an_abstention_is_a_message(client, unanswered):
    """One sentence and nothing cited."""
    message = client.chat.completions.create(model="onrecord", messages=_asked(unanswered)).choices[0].message
    response = client.responses.create(model="onrecord", input=unanswered)

    assert message.content == response.output_text
    assert message.content.endswith(".")
    assert not message.annotations


def test_faults_are_the_exceptions_that_users_catch(client, question):
    """By status, with the code and the field."""
    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(model="gpt-5", messages=_asked(question))
    with pytest.raises(openai.BadRequestError) as several:
        client.chat.completions.create(model="onrecord", messages=_asked(question), n=3)
    with pytest.raises(openai.BadRequestError) as continued:
        client.responses.create(model="onrecord", input=question, previous_response_id="resp_1")
    with pytest.raises(openai.APIStatusError) as large:
        client.chat.completions.create(model="onrecord", messages=_asked("x" * 2_000_000))

    assert (unknown.value.code, unknown.value.param) == ("model_not_found", "model")
    assert several.value.param == "n"
    assert continued.value.param == "previous_response_id"
    assert large.value.status_code == 413


def test_a_server_that_is_not_ready_is_an_internal_server_error(settings, question):
    """Status 503, which the client tries again by itself unless told not to."""
    with serving(create_app(settings), lifespan="off") as plain:
        client = openai.OpenAI(base_url=str(plain.base_url.join("/v1")), api_key="any", max_retries=0)
        with client, pytest.raises(openai.InternalServerError) as caught:
            client.chat.completions.create(model="onrecord", messages=_asked(question), stream=True)

    assert caught.value.status_code == 503
    assert caught.value.code == "not_ready"
