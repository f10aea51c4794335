"""The UI message stream, on the wire."""

import json
from collections.abc import Iterator
from html import escape
from threading import Event as Signal
from urllib.parse import urlsplit

import httpx
import pytest
from api_server import serving
from staged import events, staged

from api.app import create_app
from qa.events import Event, SegmentDone, Status
from qa.question import Question
from qa.reply import Citation, Segment
from vectorstore.errors import OnrecordError

_QUESTION = "what did Scholz say about Nord Stream 2"
_HISTORY = "### Chat History:\n<chat_history>\nUSER: What did Scholz say about gas?\nASSISTANT: Much.\n</chat_history>"


def _said(text: str, *, role: str = "user") -> dict:
    return {"id": "m", "role": role, "parts": [{"type": "text", "text": text}]}


def _post(client: httpx.Client, *messages: dict, **more: object) -> httpx.Response:
    return client.post("/v1/ui/chat", json={"id": "c", "trigger": "submit-message", "messages": messages, **more})


def _parts(client: httpx.Client, *messages: dict | str) -> list[dict]:
    """The parts of a stream that came to its end."""
    response = _post(client, *(_said(message) if isinstance(message, str) else message for message in messages))
    assert response.headers["content-type"].startswith("text/event-stream"), response.text
    assert response.text.endswith("data: [DONE]\n\n")
    return [body for _, body in events(response.text)]


def _kinds(parts: list[dict]) -> list[str]:
    return [part["type"] for part in parts]


def _of(parts: list[dict], kind: str) -> list[dict]:
    return [part for part in parts if part["type"] == kind]


def _segment(article) -> SegmentDone:
    """The article's first sentence, cited."""
    quote = article.text.partition("\n")[0]
    place = {"post_id": None, "passage_id": "bridge:0-50", "start": 0, "end": len(quote), "quote": quote}
    return SegmentDone(Segment(quote, (1,)), (Citation(marker=1, article=article, speaker=None, **place),))


def _text(parts: list[dict]) -> str:
    return "".join(part["delta"] for part in _of(parts, "text-delta"))


def test_the_parts_are_the_reply(client):
    """In the protocol's order, under its header; what the parts don't have is in the metadata."""
    reply = client.post("/v1/ask", json={"question": _QUESTION}).json()

    response = _post(client, _said(_QUESTION))

    parts = [body for _, body in events(response.text)]
    kinds = _kinds(parts)
    assert response.headers["x-vercel-ai-ui-message-stream"] == "v1"
    assert (kinds[0], kinds[-2], kinds[-1]) == ("start", "text-end", "finish")
    assert kinds.count("text-start") == 1
    assert kinds.index("text-start") == kinds.index("text-delta") - 1
    assert len({part["id"] for part in parts if part["type"].startswith("text-")}) == 1
    assert _text(parts) == reply["answer"]
    metadata = parts[-1]["messageMetadata"]["onrecord"]
    assert set(reply) - set(metadata) == {"question", "answer", "segments", "citations", "abstention", "nearest"}
    assert metadata["evidence_to"] == reply["evidence_to"]


def test_a_citation_is_a_source_and_data_before_the_text_that_uses_it(client):
    """Of one id, which no other has; the data is the native citation, and the source leads to its marked quote."""
    cited = client.post("/v1/ask", json={"question": _QUESTION}).json()["citations"]

    parts = _parts(client, _QUESTION)

    sources, told = _of(parts, "source-url"), _of(parts, "data-citation")
    assert [part["sourceId"] for part in sources] == [part["id"] for part in told] == ["1", "2", "3"]
    for source, part, citation in zip(sources, told, cited, strict=True):
        assert part["data"].items() >= citation.items()
        assert citation["publisher"] in source["title"]
        assert f"[{citation['marker']}]" not in _text(parts[: parts.index(part)])
        page = client.get(source["url"], headers={"accept": "text/html"}).text
        paragraph = page.partition(f'id="{urlsplit(source["url"]).fragment}">')[2].partition("</p>")[0]
        assert f"<mark>{escape(citation['quote']).replace('&#x27;', '&#39;')}</mark>" in paragraph


def test_markers_are_found_by_code_points(client):
    """Behind characters outside of the basic plane, too, and in every segment."""
    article = {"id": "balloons", "text": "The 🎈🎈 balloons of Hesk Ferry will rise on 6 June, said Ulla Rand."}
    client.post("/v1/articles", json=article).raise_for_status()

    for question in ("When will the balloons of Hesk Ferry rise?", _QUESTION):
        parts = _parts(client, question)
        for part in _of(parts, "data-citation"):
            place = part["data"]
            assert _text(parts)[place["marker_start"] : place["marker_end"]] == f"[{part['id']}]"

        assert _of(parts, "data-citation")


def test_an_abstention_is_a_text_and_says_what_it_is(client):
    """Nothing is cited; what came nearest is in the data."""
    reply = client.post("/v1/ask", json={"question": "Who won the chess olympiad in Budapest?"}).json()

    parts = _parts(client, "Who won the chess olympiad in Budapest?")

    [told] = _of(parts, "data-abstention")
    assert _text(parts) == reply["abstention"]["message"]
    assert told["data"] == {**reply["abstention"], "nearest": reply["nearest"]}
    assert not {"source-url", "data-citation"}.intersection(_kinds(parts))
    assert parts[-1]["finishReason"] == "stop"


def test_earlier_messages_are_the_conversation(client):
    """Only what they say in text: not what an earlier answer cited, nor files, nor tools, nor system messages."""
    earlier = {
        "role": "assistant",
        "metadata": {"onrecord": {"answered": True}},
        "parts": [
            {"type": "source-url", "sourceId": "1", "url": "http://x.example/a/b", "title": "Olaf Scholz"},
            {"type": "data-citation", "id": "1", "data": {"quote": "Olaf Scholz said so."}},
            {"type": "text", "text": "Marta Quill wants a new bridge. [1]", "state": "done"},
            {"type": "tool-search", "toolCallId": "t", "state": "input-available", "input": {"q": "Olaf Scholz"}},
        ],
    }
    file = {"type": "file", "mediaType": "image/png", "url": "data:,"}
    last = {"role": "user", "parts": [file, {"type": "text", "text": "What did she call the plan?"}]}

    parts = _parts(client, _said("Be brief.", role="system"), _said("What did Marta Quill say?"), earlier, last)

    understood = parts[-1]["messageMetadata"]["onrecord"]["standalone_question"]
    assert "Quill" in understood
    assert "Scholz" not in understood
    assert "sticking plaster" in _text(parts)


def test_an_answer_that_is_asked_for_anew_has_an_id_of_its_own(client):
    """A page asks again with the messages before the old answer."""
    responses = [
        _post(client, _said(_QUESTION), trigger="regenerate-message", messageId="msg_old", theme="dark")
        for _ in range(2)
    ]

    first, second = ([body for _, body in events(response.text)] for response in responses)
    assert _text(first) == _text(second) != ""
    assert len({first[0]["messageId"], second[0]["messageId"], "msg_old"}) == 3


def test_what_is_being_done_is_told_once_and_not_kept(sample_service, settings):
    """Though the service says it again and again while a chat model writes."""

    def play(_: Question) -> Iterator[Event]:
        for stage in ("read", "write", "write", "write"):
            yield Status(stage)

    with staged(sample_service, settings, play) as client:
        told = _of([body for _, body in events(_post(client, _said("Who?")).text)], "data-status")

    assert [part["data"]["stage"] for part in told] == ["understand", "read", "write"]
    assert all(part["transient"] for part in told)


def test_a_segment_is_sent_as_soon_as_it_is_sure(sample_service, settings, article):
    """With its citation, while the next one is still being made."""
    shown = Signal()

    def play(_: Question) -> Iterator[Event]:
        yield _segment(article)
        assert shown.wait(60)

    kinds = []
    body = {"messages": [_said("Who?")]}
    with staged(sample_service, settings, play) as client, client.stream("POST", "/v1/ui/chat", json=body) as response:
        for line in response.iter_lines():
            if line.startswith("data: {"):
                kinds.append(json.loads(line.removeprefix("data: "))["type"])
            if kinds[-1:] == ["text-delta"]:
                shown.set()

    assert shown.is_set()
    assert kinds == ["start", "data-status", "source-url", "data-citation", "text-start", "text-delta"]


def test_what_a_chat_page_asks_for_itself_is_answered_without_the_articles(sample_service, settings):
    """As by chat completions."""

    def never(_: Question) -> Iterator[Event]:
        raise AssertionError("the articles were asked")
        yield Status("read")

    title = f'### Task:\nGenerate a title.\n### Output:\nJSON format: {{ "title": "your title" }}\n{_HISTORY}'
    emoji = f"### Task:\nReflect the speaker's expression in an emoji.\n{_HISTORY}"
    with staged(sample_service, settings, never) as client:
        titled, empty = _parts(client, title), _parts(client, emoji)

    assert json.loads(_text(titled)) == {"title": "What did Scholz say about gas"}
    assert _kinds(titled) == ["start", "text-start", "text-delta", "text-end", "finish"]
    assert _kinds(empty) == ["start", "finish"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/messages"),
        ({"messages": []}, "#/messages"),
        ({"messages": "Who?"}, "#/messages"),
        ({"messages": [{"role": 5, "parts": []}]}, "#/messages/0/role"),
        ({"messages": [{"role": "user", "parts": "Who?"}]}, "#/messages/0/parts"),
        ({"messages": [{"role": "user", "parts": [{"text": "Who?"}]}]}, "#/messages/0/parts/0/type"),
        ({"messages": [{"role": "user", "parts": [{"type": "text", "text": 5}]}]}, "#/messages/0/parts/0/text"),
        ({"messages": [{"role": "user", "parts": [{"type": "text", "text": "\ud800"}]}]}, "#/messages/0/parts/0/text"),
        ({"messages": [{"role": "assistant", "parts": []}]}, "#/messages"),
        ({"messages": [{"role": "user", "parts": []}]}, None),
        ({"messages": [_said(" ")]}, None),
        ({"messages": [_said("a" * 10_000)]}, None),
    ],
)
def test_a_wrong_request_is_a_problem(client, body, pointer):
    """Before the stream: with its status, and a pointer to the field that is wrong."""
    response = client.post("/v1/ui/chat", content=json.dumps(body), headers={"content-type": "application/json"})

    problem = response.json()
    assert response.status_code == problem["status"] == 422
    assert problem["detail"]
    assert [error["pointer"] for error in problem.get("errors", [])] == ([pointer] if pointer else [])


def test_before_the_service_is_open_a_page_is_put_off(settings):
    """Status 503 with the time to try again."""
    with serving(create_app(settings), lifespan="off") as client:
        response = _post(client, _said("Who?"))

    assert response.status_code == response.json()["status"] == 503
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("fault", "told"),
    [(OnrecordError("the archive is locked: wait"), "archive is locked"), (KeyError("secret"), "log")],
)
def test_a_fault_in_mid_stream_is_an_error_and_no_end(sample_service, settings, article, fault, told):
    """It is the last part, says only what helps, and no `[DONE]` follows; what came before it stays."""

    def play(_: Question) -> Iterator[Event]:
        yield _segment(article)
        raise fault

    with staged(sample_service, settings, play) as client:
        response = _post(client, _said("Who?"))

    parts = [body for _, body in events(response.text)]
    assert _text(parts).endswith("nine weeks. [1]")
    assert parts[-1]["type"] == "error"
    assert told in parts[-1]["errorText"]
    assert "secret" not in response.text
    assert "[DONE]" not in response.text


@pytest.mark.parametrize("chat_id", ["c", "a%2Fb", "%F0%9F%AA%81"])
def test_there_is_nothing_to_resume(client, chat_id):
    """Status 204 for any chat, which the SDK takes as no."""
    response = client.get(f"/v1/ui/chat/{chat_id}/stream")

    assert (response.status_code, response.content) == (204, b"")
