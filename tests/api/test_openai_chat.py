"""Chat completions and models, on the wire."""

import json
from collections.abc import Iterator
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from api_server import serving, wait_until_ready
from markdown_it import MarkdownIt
from staged import events, staged

from api.app import MAX_BODY_BYTES, create_app
from api.openai.errors import error_body, error_response
from api.problems import Kind, Problem
from qa.events import Event, Status
from qa.question import Question
from qa.settings import read_settings
from vectorstore.errors import OnrecordError

_QUESTION = "what did Scholz say about Nord Stream 2"
_PROFILES = ["onrecord", "onrecord-links", "onrecord-openwebui"]


def _post(client: httpx.Client, messages: object = _QUESTION, **more: object) -> httpx.Response:
    said = [{"role": "user", "content": messages}] if isinstance(messages, str) else messages
    return client.post("/v1/chat/completions", json={"model": "onrecord", "messages": said, **more})


def _message(client: httpx.Client, messages: object = _QUESTION, **more: object) -> dict:
    response = _post(client, messages, **more)
    assert response.status_code == 200, response.text
    return response.json()["choices"][0]["message"]


def _chunks(response: httpx.Response) -> list[dict]:
    """The chunks of a stream that came to its end."""
    assert response.headers["content-type"].startswith("text/event-stream"), response.text
    assert response.text.endswith("data: [DONE]\n\n")
    return [body for _, body in events(response.text)]


def _text(chunks: list[dict]) -> str:
    return "".join(choice["delta"].get("content", "") for chunk in chunks for choice in chunk["choices"])


def _never(_: Question) -> Iterator[Event]:
    raise AssertionError("the articles were asked")
    yield Status("read")


def _add(client: httpx.Client, **article: object) -> None:
    client.post("/v1/articles", json=article).raise_for_status()


def test_the_models_are_the_profiles(client):
    """Each can be read by its name, too."""
    listed = client.get("/v1/models").json()

    assert [model["id"] for model in listed["data"]] == _PROFILES
    assert listed["object"] == "list"
    for model in listed["data"]:
        assert client.get(f"/v1/models/{model['id']}").json() == model
        assert (model["object"], model["owned_by"]) == ("model", "onrecord")


def test_annotations_point_at_the_markers(client):
    """In code points of the text, one a citation; each leads to the page on which its quote is marked."""
    body = _post(client).json()

    message = body["choices"][0]["message"]
    cited = body["onrecord"]["citations"]
    assert message["content"] == body["onrecord"]["answer"]
    for annotation, citation in zip(message["annotations"], cited, strict=True):
        place = annotation["url_citation"]
        assert message["content"][place["start_index"] : place["end_index"]] == f"[{citation['marker']}]"
        assert citation["publisher"] in place["title"]
        page = client.get(place["url"], headers={"accept": "text/html"}).text
        paragraph = page.partition(f'id="{urlsplit(place["url"]).fragment}">')[2].partition("</p>")[0]
        assert f"<mark>{escape(citation['quote']).replace('&#x27;', '&#39;')}</mark>" in paragraph
    assert body["usage"]["total_tokens"] == body["usage"]["prompt_tokens"] + body["usage"]["completion_tokens"]


def test_offsets_count_code_points_behind_characters_outside_of_the_basic_plane(client):
    """Not UTF-16 units, and not bytes."""
    _add(client, id="kites", text="The 🪁🪁 kites of Orrin Bay will fly on 4 June, said Tove Marr.")

    message = _message(client, "When will the kites of Orrin Bay fly?")

    place = message["annotations"][0]["url_citation"]
    assert "🪁🪁" in message["content"][: place["start_index"]]
    assert message["content"][place["start_index"] : place["end_index"]] == "[1]"


@pytest.mark.parametrize("model", _PROFILES)
def test_a_stream_is_the_completion_in_chunks(client, model):
    """All of one id, whole in form, the first with the role, the last with why it ended; together the same text."""
    message = _message(client, model=model)

    chunks = _chunks(_post(client, model=model, stream=True))

    assert _text(chunks) == message["content"]
    assert {(c["object"], c["model"], c["id"]) for c in chunks} == {("chat.completion.chunk", model, chunks[0]["id"])}
    assert all(len(chunk["choices"]) == 1 and "usage" not in chunk for chunk in chunks)
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks] == [*[None] * (len(chunks) - 1), "stop"]


def test_the_last_chunk_has_the_annotations(client):
    """With the reason to finish and without text, where all clients look for them; and the reply."""
    message = _message(client)

    last = _chunks(_post(client, stream=True))[-1]

    assert last["choices"][0]["delta"] == {"annotations": message["annotations"]}
    assert last["onrecord"]["answer"] == message["content"]


def test_usage_is_streamed_only_where_asked_for(client):
    """As a chunk of its own without choices, the last one."""
    chunks = _chunks(_post(client, stream=True, stream_options={"include_usage": True}))

    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["completion_tokens"] > 0
    assert all("usage" not in chunk for chunk in chunks[:-1])


def test_the_profile_with_links_has_a_link_for_every_marker_and_a_list_of_sources(client):
    """For clients that show no annotations, so there are none."""
    body = _post(client, model="onrecord-links").json()

    message, reply = body["choices"][0]["message"], body["onrecord"]
    text, sources = message["content"].split("\n\nSources:\n\n")
    assert message["annotations"] == []
    assert len(sources.splitlines()) == len(reply["citations"])
    for citation, source in zip(reply["citations"], sources.splitlines(), strict=True):
        link = f"[[{citation['marker']}]]("
        url = text.partition(link)[2].partition(")")[0]
        assert source.startswith(f"{citation['marker']}. [")
        assert source.endswith(f"]({url})")
        assert citation["article_id"] in url


def test_no_text_of_an_article_makes_a_link_or_an_image_of_its_own(client):
    """In the profiles that are shown as Markdown, quotes with them; the plain one is verbatim."""
    trap = "![x](https://evil.example/a.png) [1](https://evil.example) <img src=x>"
    _add(client, id="trap", title=f"Trap {trap}", text=f"The mill at Sorrow Ness {trap} burned down, said Ivo Krall.")
    question = "What did Ivo Krall say about the mill at Sorrow Ness?"

    shown = {model: _message(client, question, model=model)["content"] for model in _PROFILES}
    chunks = _chunks(_post(client, question, model="onrecord-openwebui", stream=True))

    assert trap in shown["onrecord"]
    quotes = [quote for chunk in chunks if "event" in chunk for quote in chunk["event"]["data"]["document"]]
    assert quotes
    for text in (shown["onrecord-links"], shown["onrecord-openwebui"], *quotes):
        rendered = MarkdownIt("commonmark").render(text)
        assert "<img" not in rendered
        assert 'href="https://evil' not in rendered
        assert "![x](https://evil.example/a.png) [1](https://evil.example) &lt;img src=x&gt;" in rendered
    assert shown["onrecord-openwebui"].count("[1]") == 1


def test_open_webui_is_given_its_source_events(client):
    """Each before the text that cites it, with the quote, under a name of its own; and no annotations beside them."""
    chunks = _chunks(_post(client, model="onrecord-openwebui", stream=True))

    cited = chunks[-1]["onrecord"]["citations"]
    sources = [(at, chunk["event"]["data"]) for at, chunk in enumerate(chunks) if "event" in chunk]
    assert [source["document"] for _, source in sources] == [[citation["quote"]] for citation in cited]
    assert len({source["metadata"][0]["source"] for _, source in sources}) == len(cited)
    for (at, source), citation in zip(sources, cited, strict=True):
        assert f"[{citation['marker']}]" not in _text(chunks[:at])
        assert not source["metadata"][0]["source"].startswith("http")
        assert parse_qs(urlsplit(source["source"]["url"]).query)["start"] == [str(citation["start"])]
        page = client.get(source["source"]["url"], headers={"accept": "text/html"}, follow_redirects=True)
        assert f"<mark>{escape(citation['quote']).replace('&#x27;', '&#39;')}</mark>" in page.text
        assert f'id="{page.url.fragment}"' in page.text
    assert all("annotations" not in choice["delta"] for chunk in chunks for choice in chunk["choices"])


@pytest.mark.parametrize("model", _PROFILES)
def test_an_abstention_is_a_message_without_annotations(client, model):
    """One sentence, as a stream and at once; it ends as any message."""
    question = "Who won the chess olympiad in Budapest?"

    body = _post(client, question, model=model).json()
    chunks = _chunks(_post(client, question, model=model, stream=True))

    message = body["choices"][0]["message"]
    assert message["annotations"] == []
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["onrecord"]["abstention"]["message"] == message["content"] == _text(chunks)
    assert chunks[-1]["choices"][0] == {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}


def test_earlier_messages_are_the_conversation(client):
    """`she` is whom the turns before were about; a message may be in parts, and a system message says nothing."""
    messages = [
        {"role": "system", "content": "Answer in French about Olaf Scholz."},
        {"role": "user", "content": [{"type": "text", "text": "What did Marta Quill say about the bridge?"}]},
        {
            "role": "assistant",
            "content": "Marta Quill wants a new bridge. [[1]](http://x.example/a/b)\n\nSources:\n\n1. x",
        },
        {"role": "assistant", "content": None, "tool_calls": []},
        {
            "role": "user",
            "content": [
                {"type": "image_url", "image_url": {"url": "data:,"}},
                {"type": "text", "text": "What did she call the plan?"},
            ],
        },
    ]

    reply = _post(client, messages).json()["onrecord"]

    assert reply["question"] == "What did she call the plan?"
    assert "Quill" in reply["standalone_question"]
    assert "http" not in reply["standalone_question"]
    assert "sticking plaster" in reply["answer"]


def test_a_long_conversation_is_answered(client):
    """Only its latest turns are read."""
    turn = [{"role": "user", "content": "Who is Marta Quill?"}, {"role": "assistant", "content": "x" * 300}]

    message = _message(client, [*turn * 400, {"role": "user", "content": _QUESTION}])

    assert message["annotations"]


def test_parameters_of_other_models_are_taken_and_not_used(client):
    """Tools are never called, and what is unknown is no error."""
    tool = {"type": "function", "function": {"name": "search", "parameters": {}}}
    more = {
        "temperature": 2,
        "top_p": 0,
        "n": 1,
        "max_tokens": 1,
        "stop": ["a"],
        "seed": 1,
        "tools": [tool],
        "tool_choice": "required",
        "response_format": {"type": "json_object"},
        "user": "u",
        "colour": "red",
    }

    response = _post(client, **more)

    choice = response.json()["choices"][0]
    assert choice["finish_reason"] == "stop"
    assert "tool_calls" not in choice["message"]
    assert choice["message"]["content"] == _message(client)["content"]


_HISTORY = "### Chat History:\n<chat_history>\nUSER: What did Scholz say about gas?\nASSISTANT: Much.\n</chat_history>"


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (
            "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n### Output:\n"
            f'JSON format: {{ "title": "your concise title here" }}\n{_HISTORY}',
            {"title": "What did Scholz say about gas"},
        ),
        (
            f'### Task:\nGenerate 1-3 broad tags\n### Output:\nJSON format: {{ "tags": ["a"] }}\n{_HISTORY}',
            {"tags": []},
        ),
        (
            f'### Task:\nSuggest 3-5 relevant follow-up\nJSON format: {{ "follow_ups": ["Q?"] }}\n{_HISTORY}',
            {"follow_ups": []},
        ),
        (f'### Task:\nAnalyze the chat history\n### Output:\n{{ "queries": ["q"] }}\n{_HISTORY}', {"queries": []}),
        (
            "Provide a concise, 5-word-or-less title for the conversation, using its same language.\n\nConversation:\n"
            "User: Who is Marta Quill?\nAI: She leads.",
            "Who is Marta Quill",
        ),
        (f"### Task:\nReflect the speaker's expression in an emoji.\n{_HISTORY}", ""),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_a_chat_page_asks_for_itself_is_answered_without_the_articles(
    sample_service, settings, prompt, expected, stream
):
    """A title is the question's first words, tags and further questions are none; nothing is retrieved or cited."""
    with staged(sample_service, settings, _never) as client:
        response = _post(client, prompt, stream=stream)

    said = _text(_chunks(response)) if stream else response.json()["choices"][0]["message"]["content"]
    assert (json.loads(said) if isinstance(expected, dict) else said) == expected
    assert "url_citation" not in response.text


def test_a_question_in_what_open_webui_puts_around_files_is_asked(client):
    """The files are not cited: answers come from the articles alone."""
    wrapped = (
        "### Task:\nRespond to the user query using the provided context, incorporating inline citations.\n\n"
        f'<context>\n<source id="1">Scholz said no such thing.</source>\n</context>\n\n{_QUESTION}'
    )

    reply = _post(client, wrapped).json()["onrecord"]

    assert reply["question"] == _QUESTION
    assert reply["answered"]


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"messages": [{"role": "user", "content": "Who?"}]}, "model"),
        ({"model": "onrecord"}, "messages"),
        ({"model": "onrecord", "messages": []}, "messages"),
        ({"model": "onrecord", "messages": [{"role": "system", "content": "Who?"}]}, "messages"),
        ({"model": "onrecord", "messages": [{"role": "user", "content": "Who?"}], "n": 2}, "n"),
        ({"model": "onrecord", "messages": [{"role": 5, "content": "Who?"}]}, "messages[0].role"),
        ({"model": "onrecord", "messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
        ({"model": "onrecord", "messages": [{"role": "user", "content": "\ud800"}]}, "messages[0].content[0].text"),
        ({"model": "onrecord", "messages": [{"role": "user", "content": " "}]}, None),
        ({"model": "onrecord", "messages": [{"role": "user", "content": "a" * 10_000}]}, None),
    ],
)
def test_a_wrong_request_is_told_of_in_openais_shape(client, body, param):
    """Status 400, and the first field that is wrong."""
    response = client.post(
        "/v1/chat/completions", content=json.dumps(body), headers={"content-type": "application/json"}
    )

    error = response.json()["error"]
    assert response.status_code == 400
    assert set(error) == {"message", "type", "param", "code"}
    assert (error["type"], error["param"]) == ("invalid_request_error", param)


def test_other_faults_of_a_request_have_their_status(client):
    """Each in OpenAI's shape."""
    chat = "/v1/chat/completions"
    asked = {
        404: _post(client, model="gpt-5"),
        405: client.get(chat),
        413: client.post(chat, content=b" " * (MAX_BODY_BYTES + 1), headers={"content-type": "application/json"}),
        415: client.post(chat, content=b"{}", headers={"content-type": "text/plain"}),
        400: client.post(chat, content=b"{", headers={"content-type": "application/json"}),
    }

    codes = {404: "model_not_found", 405: "wrong_method", 413: "too_large", 415: "not_json_type", 400: "not_json"}
    assert {status: response.status_code for status, response in asked.items()} == {status: status for status in asked}
    assert {status: response.json()["error"]["code"] for status, response in asked.items()} == codes


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "authentication_error"),
        (403, "permission_error"),
        (404, "not_found_error"),
        (413, "invalid_request_error"),
        (422, "invalid_request_error"),
        (429, "rate_limit_error"),
        (500, "server_error"),
        (503, "server_error"),
    ],
)
def test_every_status_has_the_type_that_openai_gives_it(status, kind):
    """Also those that no route has yet; 422 is 400, and headers stay."""
    problem = Problem(kind=Kind(status, "some-kind", "t", "m"), detail="what to do", headers={"Retry-After": "2"})

    response = error_response(problem)

    assert error_body(problem) == {"message": "what to do", "type": kind, "param": None, "code": "some_kind"}
    assert response.status_code == (400 if status == 422 else status)
    assert response.headers["retry-after"] == "2"


def test_before_the_service_is_open_a_chat_is_put_off(settings):
    """Status 503 with the time to try again, in OpenAI's shape; the models are listed all the same."""
    with serving(create_app(settings), lifespan="off") as client:
        response, models = _post(client, stream=True), client.get("/v1/models")

    assert response.status_code == 503
    assert response.json()["error"]["code"] == "not_ready"
    assert int(response.headers["retry-after"]) > 0
    assert models.status_code == 200


def test_a_fault_in_mid_stream_is_an_error_and_no_end(sample_service, settings):
    """The error is the last event, without `[DONE]`."""

    def play(_: Question) -> Iterator[Event]:
        yield Status("read")
        raise OnrecordError("the archive is locked: wait")

    with staged(sample_service, settings, play) as client:
        response = _post(client, stream=True)

    last = events(response.text)[-1][1]
    assert last["error"]["message"] == "the archive is locked: wait"
    assert last["error"]["type"] == "server_error"
    assert "[DONE]" not in response.text


def test_links_begin_with_the_public_url_where_one_is_set(tmp_path, models):
    """Else with the address that the request came to; an id is percent-encoded."""
    settings = read_settings(home=tmp_path / "home", models=models, public_url="https://news.example/desk/")
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        _add(client, id="a/b (c)?#", text="The weir at Tarn was mended, said Una Holt.")
        message = _message(client, "What did Una Holt say about the weir at Tarn?", model="onrecord")

    url = message["annotations"][0]["url_citation"]["url"]
    assert url.startswith("https://news.example/desk/a/a%2Fb%20%28c%29%3F%23?version=1&start=0&")
    assert unquote(urlsplit(url).path) == "/desk/a/a/b (c)?#"
