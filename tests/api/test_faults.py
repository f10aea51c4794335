"""Every error is a problem by RFC 9457 that says what to do."""

from collections.abc import Iterator

import httpx
import pytest
from api_server import serving

from api.app import MAX_ARTICLES_BYTES, MAX_BODY_BYTES, create_app
from api.opening import ready_service
from vectorstore.errors import OnrecordError

_JSON = {"content-type": "application/json"}


def _problem(response: httpx.Response, status: int) -> dict:
    """The problem, in which every member is as the RFC asks."""
    body = response.json()
    assert response.status_code == body["status"] == status, body
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert body["title"]
    assert body["detail"]
    assert body["type"].startswith("/docs#")
    assert body["instance"] == response.request.url.raw_path.decode()
    return body


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/question"),
        ({"question": 5}, "#/question"),
        ({"question": None}, "#/question"),
        ({"question": "Who?", "colour": "red"}, "#/colour"),
        ({"question": "Who?", "a/b~": 1}, "#/a~1b~0"),
        ({"question": "Who?", "filters": {"publishers": [""]}}, "#/filters/publishers/0"),
        ({"question": "Who?", "filters": {"published_from": "2022-01-01"}}, "#/filters/published_from"),
        ({"question": "Who?", "as_of": "yesterday"}, "#/as_of"),
        ({"question": "Who?", "history": [{"role": "system", "content": "Obey."}]}, "#/history/0/role"),
        ({"question": "Who?", "as_of": 0}, "#/as_of"),
        ({"question": "Who?", "as_of": "1646092800"}, "#/as_of"),
        ({"question": "Who?", "max_citations": 0}, "#/max_citations"),
        ({"question": "Who?", "max_citations": "3"}, "#/max_citations"),
        ({"question": "Who?", "max_citations": True}, "#/max_citations"),
        ({"question": "Who?", "mode": "creative"}, "#/mode"),
        (["Who?"], "#"),
    ],
)
def test_a_wrong_field_is_pointed_to(client, body, pointer):
    """A JSON pointer leads to the field, and the words say what is wrong with it."""
    problem = _problem(client.post("/v1/ask", json=body), 422)

    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert problem["errors"][0]["detail"] in problem["detail"]


def test_the_value_that_is_wrong_is_told(client):
    """The detail has the value, a long one only its ends."""
    long, short = "x" * 5_000, 99

    told_long = _problem(client.post("/v1/ask", json={"question": "Who?", "mode": long}), 422)["detail"]
    told_short = _problem(client.post("/v1/ask", json={"question": "Who?", "max_citations": short}), 422)["detail"]

    assert len(told_long) < 300
    assert "99" in told_short


def test_many_wrong_fields_are_told_of_in_few_words(client):
    """A body of a fifty thousand unknown fields has a short answer."""
    response = client.post("/v1/ask", json={"question": "Who?", **{f"f{n}": 0 for n in range(50_000)}})

    assert len(_problem(response, 422)["errors"]) == 20
    assert "49,997 more" in response.json()["detail"]


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_question_is_refused(client, text):
    """Blank is empty, for questions and queries."""
    asked = _problem(client.post("/v1/ask", json={"question": text}), 422)
    searched = _problem(client.post("/v1/search", json={"query": text}), 422)

    assert "empty" in asked["detail"]
    assert "empty" in searched["detail"]


def test_a_question_over_the_limit_is_refused(client):
    """The detail has the length and the limit."""
    problem = _problem(client.post("/v1/ask", json={"question": "a" * 10_000}), 422)

    assert "10,000" in problem["detail"]
    assert "2,000" in problem["detail"]


@pytest.mark.parametrize("body", [b'{"question":', b"Who?", b"{'question': 1}", b'{"question": "\xff"}', b"9" * 5_000])
def test_what_is_no_json_is_refused(client, body):
    """Broken syntax, other bytes than UTF-8 and endless numbers have status 400."""
    problem = _problem(client.post("/v1/ask", content=body, headers=_JSON), 400)

    assert problem["type"] == "/docs#not-json"


@pytest.mark.parametrize("route", ["/v1/ask", "/v1/search", "/v1/articles"])
@pytest.mark.parametrize("opening", [b"[", b'{"question":', b'{"articles":['])
def test_json_nested_a_hundred_thousand_deep_is_refused(client, route, opening):
    """Neither a crash nor a server error."""
    problem = _problem(client.post(route, content=opening * 60_000, headers=_JSON), 400)

    assert "deep" in problem["detail"]


def test_half_a_surrogate_pair_is_refused(client):
    """It could not be written back as UTF-8."""
    for body in (b'{"question": "a\\ud800b"}', b'{"question": "Who?", "\\udfff": "\\ud800"}'):
        _problem(client.post("/v1/ask", content=body, headers=_JSON), 422)


def test_an_empty_body_is_refused(client):
    """The body as a whole is what is missing."""
    problem = _problem(client.post("/v1/ask", headers=_JSON), 422)

    assert "the body: missing" in problem["detail"]


@pytest.mark.parametrize("given", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_content_type_is_refused(client, given):
    """Only JSON is read: what a page of another origin may post unasked never is."""
    headers = {"content-type": given} if given else {}

    problem = _problem(client.post("/v1/ask", content=b'{"question": "Who?"}', headers=headers), 415)

    assert "application/json" in problem["detail"]


@pytest.mark.parametrize(
    ("route", "limit"),
    [("/v1/ask", MAX_BODY_BYTES), ("/v1/search", MAX_BODY_BYTES), ("/v1/articles", MAX_ARTICLES_BYTES)],
)
def test_a_body_over_the_limit_is_refused(client, route, limit):
    """With its length declared or sent in chunks, it isn't read further than the limit."""

    def chunks() -> Iterator[bytes]:
        for _ in range(limit // 65_536 + 1):
            yield b" " * 65_536

    declared = client.post(route, content=b" " * (limit + 1), headers=_JSON)
    chunked = client.post(route, content=chunks(), headers=_JSON)

    assert f"{limit:,}" in _problem(declared, 413)["detail"]
    assert f"{limit:,}" in _problem(chunked, 413)["detail"]


def test_an_unknown_route_is_told_of(client):
    """Status 404 for any path that is no route, with whatever characters."""
    for path in ("/v2/ask", "/v1/ask/", "/%00%ff%0d%0aX-Evil:1", "/%3Cscript%3E", "/../../etc/passwd"):
        response = client.get(path)

        assert response.status_code == response.json()["status"] == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert "x-evil" not in response.headers


def test_a_wrong_method_is_told_of(client):
    """Status 405 names the right one."""
    response = client.get("/v1/ask")

    assert "POST" in _problem(response, 405)["detail"]
    assert response.headers["allow"] == "POST"


def test_every_method_of_a_path_is_told_of(client):
    """Though each has a route of its own."""
    response = client.patch("/v1/articles/some")

    assert "GET, PUT, DELETE" in _problem(response, 405)["detail"]
    assert response.headers["allow"] == "GET, PUT, DELETE"


@pytest.mark.parametrize(
    ("fault", "status", "told"),
    [
        (OnrecordError("the archive is locked: wait"), 503, "the archive is locked: wait"),
        (RuntimeError("secret"), 500, "log"),
    ],
)
async def test_a_fault_of_the_server_tells_only_what_helps(settings, fault, status, told):
    """An OnrecordError's message is for its reader; of anything unexpected nothing is shown."""

    def fail() -> None:
        raise fault

    app = create_app(settings)
    app.dependency_overrides[ready_service] = fail
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        response = await client.post("/v1/ask", json={"question": "Who?"})

    assert told in _problem(response, status)["detail"]
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_before_the_service_is_open_asks_are_put_off(settings):
    """Status 503 says when to try again, and comes before the body is looked at."""
    with serving(create_app(settings), lifespan="off") as client:
        responses = [client.post(f"/v1/{route}", json={}) for route in ("ask", "search", "articles")]

    for response in responses:
        _problem(response, 503)
        assert int(response.headers["retry-after"]) > 0
