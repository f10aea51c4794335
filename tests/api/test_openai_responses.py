"""Responses, on the wire."""

from collections.abc import Iterator

import httpx
import pytest
from staged import events, staged

from qa.events import Event, Status
from qa.question import Question
from vectorstore.errors import OnrecordError

_QUESTION = "what did Scholz say about Nord Stream 2"


def _post(client: httpx.Client, asked: object = _QUESTION, **more: object) -> httpx.Response:
    return client.post("/v1/responses", json={"model": "onrecord", "input": asked, **more})


def _part(response: httpx.Response) -> dict:
    assert response.status_code == 200, response.text
    return response.json()["output"][0]["content"][0]


def test_annotations_point_at_the_markers(client):
    """Flat, other than in chat completions; one a citation."""
    response = _post(client)

    part, cited = _part(response), response.json()["onrecord"]["citations"]
    assert cited
    for annotation, citation in zip(part["annotations"], cited, strict=True):
        assert annotation["type"] == "url_citation"
        assert part["text"][annotation["start_index"] : annotation["end_index"]] == f"[{citation['marker']}]"
        assert citation["article_id"] in annotation["url"]


def test_the_events_come_in_openais_order_and_end_in_the_response(client):
    """Each is numbered and named by its type; the last has what a plain response has, but for ids and times."""
    plain = _post(client).json()

    told = events(_post(client, stream=True).text)

    cited = len(plain["onrecord"]["citations"])
    segments = len(plain["onrecord"]["segments"])
    assert [name for name, _ in told] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        *["response.output_text.delta"] * segments,
        *["response.output_text.annotation.added"] * cited,
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert [body["sequence_number"] for _, body in told] == list(range(len(told)))
    assert all(body["type"] == name for name, body in told)
    last = told[-1][1]["response"]
    assert last["output"][0]["content"] == plain["output"][0]["content"]
    assert "".join(body["delta"] for _, body in told if "delta" in body) == plain["output"][0]["content"][0]["text"]
    assert last["usage"] == plain["usage"]
    assert (last["id"], last["output"][0]["id"]) == (told[0][1]["response"]["id"], told[4][1]["item_id"])


def test_the_input_may_be_a_conversation(client):
    """Its parts may be of the types that inputs and outputs have; instructions say nothing."""
    conversation = [
        {"role": "user", "content": [{"type": "input_text", "text": "What did Marta Quill say about the bridge?"}]},
        {
            "type": "message",
            "role": "assistant",
            "content": [
                {"type": "output_text", "text": "She wants a new bridge, Marta Quill said.", "annotations": []}
            ],
        },
        {"type": "item_reference", "id": "x"},
        {"role": "user", "content": "What did she call the plan?"},
    ]

    reply = _post(client, conversation, instructions="Answer in French.", store=True, tools=[]).json()["onrecord"]

    assert "Quill" in reply["standalone_question"]
    assert "sticking plaster" in reply["answer"]


def test_an_abstention_is_a_message_without_annotations(client):
    """It is completed as any."""
    response = _post(client, "Who won the chess olympiad in Budapest?")

    assert _part(response)["annotations"] == []
    assert _part(response)["text"] == response.json()["onrecord"]["abstention"]["message"]
    assert response.json()["status"] == "completed"


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"conversation": "conv_1"}, "conversation"),
        ({"background": True}, "background"),
        ({"input": []}, "input"),
        ({"input": 5}, "input"),
        ({"input": [{"role": "assistant", "content": "Who?"}]}, "input"),
    ],
)
def test_what_cannot_be_done_is_refused(client, more, param):
    """In OpenAI's shape: nothing is kept here, so nothing can be continued."""
    response = _post(client, **more) if "input" not in more else _post(client, more["input"])

    assert response.status_code == 400
    assert response.json()["error"]["param"] == param
    assert response.json()["error"]["type"] == "invalid_request_error"


def test_a_response_is_not_kept(client):
    """Status 404 in OpenAI's shape."""
    response = client.get("/v1/responses/resp_1")

    assert response.status_code == 404
    assert response.json()["error"]["type"] == "not_found_error"


def test_a_fault_in_mid_stream_is_an_error_event(sample_service, settings):
    """Numbered as the others, and the last one."""

    def play(_: Question) -> Iterator[Event]:
        yield Status("read")
        raise OnrecordError("the archive is locked: wait")

    with staged(sample_service, settings, play) as client:
        told = events(_post(client, stream=True).text)

    name, body = told[-1]
    assert (name, body["type"], body["sequence_number"]) == ("error", "error", len(told) - 1)
    assert body["message"] == body["error"]["message"] == "the archive is locked: wait"
    assert "response.completed" not in dict(told)
