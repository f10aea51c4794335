"""Whatever JSON can hold, and what it can't, is answered without a fault of the server."""

import pytest

_JSON = {"content-type": "application/json"}
_ROUTES = {
    "/v1/ask": "question",
    "/v1/search": "query",
    "/v1/articles": "text",
    "/v1/chat/completions": "messages",
    "/v1/responses": "input",
}
_VALUES = [
    b"null",
    b"true",
    b"-0",
    b"1e400",
    b"NaN",
    b"-Infinity",
    b"1" * 4_000,
    b"1" * 5_000,
    b'"\\u0000"',
    b'"\\ud800"',
    b'"\\udc00\\ud800"',
    b'"\xff\xfe"',
    b'"\\u202e\\ufeff\\uffff"',
    b"[]",
    b"{}",
    b"[" * 900 + b"]" * 900,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    b'"a", "a": "b", "a": ["c"]',
]


@pytest.mark.parametrize("route", _ROUTES)
@pytest.mark.parametrize("value", _VALUES, ids=range(len(_VALUES)))
def test_an_odd_value_is_answered_or_refused(client, route, value):
    """As the field that matters, as one that isn't known, and as the whole body; twice the same name too."""
    field = _ROUTES[route].encode()
    bodies = [b'{"%s": %s}' % (field, value), b'{"model": "onrecord", "%s": "x", "odd": %s}' % (field, value), value]
    if field == b"text":  # what is taken is only looked at under one id
        bodies = [body.replace(b'{"text"', b'{"id": "odd", "text"') for body in bodies]

    answers = [client.post(route, content=body, headers=_JSON) for body in bodies]

    assert {answer.status_code for answer in answers} <= {200, 201, 400, 422}
    assert all(answer.headers["content-type"] in {"application/json", "application/problem+json"} for answer in answers)


@pytest.mark.parametrize(
    "given",
    ["", "application/xml", "application/json; charset=utf-16", "application/json;;;", "x" * 5_000, "a/b; c=\xff"],
)
def test_an_odd_content_type_is_answered_or_refused(client, given):
    """Parameters of application/json don't count: JSON is UTF-8."""
    headers = {"content-type": given.encode("latin-1")}
    answer = client.post("/v1/search", content=b'{"query": "ferry"}', headers=headers)

    assert answer.status_code == (200 if given.startswith("application/json") else 415)


@pytest.mark.parametrize(
    "query", ["limit=1&limit=2", "limit=%00", "cursor=%ff%fe", "publisher=%ed%a0%80", "&&&=", "x[]=1", "%"]
)
def test_an_odd_query_is_answered_or_refused(client, query):
    """Broken escapes, empty names and names given twice."""
    answers = [client.get(f"{path}?speaker=Quill&{query}") for path in ("/v1/statements", "/v1/articles")]

    assert {answer.status_code for answer in answers} <= {200, 422}
