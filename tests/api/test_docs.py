"""The OpenAPI document and its page."""

import re

import pytest
from fastapi.openapi.models import OpenAPI
from jsonschema import Draft202012Validator

_OPERATIONS = {
    "post /v1/ask": "ask",
    "post /v1/search": "search",
    "get /v1/statements": "list_statements",
    "get /v1/articles": "list_articles",
    "post /v1/articles": "add_articles",
    "get /v1/articles/{article_id}": "read_article",
    "put /v1/articles/{article_id}": "put_article",
    "delete /v1/articles/{article_id}": "remove_article",
    "get /v1/models": "list_models",
    "get /v1/models/{model_id}": "read_model",
    "post /v1/chat/completions": "complete_chat",
    "post /v1/responses": "create_response",
    "post /v1/ui/chat": "stream_chat",
    "get /v1/ui/chat/{chat_id}/stream": "resume_chat",
    "get /health": "health",
    "get /ready": "ready",
    "get /metrics": "read_metrics",
}
_NO_BODY = {"content": {"application/json": {"examples": {}}}}
_METHODS = {"get", "post", "put", "delete", "patch"}


@pytest.fixture(scope="module")
def document(client):
    """The document as served."""
    return client.get("/openapi.json").json()


def _check(document: dict, schema: dict, value: object) -> None:
    Draft202012Validator({**schema, "components": document["components"]}).validate(value)


def _references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*map(_references, value.values()))
    return set().union(*map(_references, value)) if isinstance(value, list) else set()


def test_the_document_is_valid(document):
    """It is OpenAPI 3.1, every schema is one, and every reference leads somewhere."""
    OpenAPI.model_validate(document)
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)

    names = {ref.removeprefix("#/components/schemas/") for ref in _references(document)}
    assert document["openapi"].startswith("3.1")
    assert names == set(document["components"]["schemas"])


def test_every_route_of_the_document_is_served(document, client):
    """None of them is missing or of another method."""
    routes = {(path, method) for path, operations in document["paths"].items() for method in operations}

    named = {"article_id": "none of this id", "model_id": "none", "chat_id": "none"}
    answers = [client.request(method, path.format(**named)) for path, method in routes]

    assert {path for path, _ in routes} == {
        *("/v1/ask", "/v1/search", "/v1/statements", "/v1/articles", "/v1/articles/{article_id}"),
        *("/v1/models", "/v1/models/{model_id}", "/v1/chat/completions", "/v1/responses"),
        *("/v1/ui/chat", "/v1/ui/chat/{chat_id}/stream"),
        *("/health", "/ready", "/metrics"),
    }
    assert {method for _, method in routes} <= _METHODS
    assert not {405, 500}.intersection(answer.status_code for answer in answers)
    missing = [answer.json() for answer in answers if answer.status_code == 404]
    assert {m.get("type") or m["error"]["code"] for m in missing} == {"/docs#no-such-article", "model_not_found"}


def test_every_example_is_accepted_and_its_reply_is_as_described(document, client):
    """What the document shows can be sent as it is, and what comes back fits the schema."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", _NO_BODY)["content"]["application/json"]
            for example in body["examples"].values():
                response = client.request(method, path.format(article_id="shown"), json=example["value"])

                kind = response.headers["content-type"].partition(";")[0]
                described = operation["responses"][str(response.status_code)]["content"][kind]
                _check(document, body["schema"], example["value"])
                if kind == "application/json":
                    _check(document, described["schema"], response.json())


def test_every_reply_has_an_example_that_is_as_described(document):
    """Problems too; what is missing is added to api/examples.json."""
    shown = {
        (operation["operationId"], status, media_type): content
        for operations in document["paths"].values()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        for media_type, content in response.get("content", {}).items()
        if media_type.endswith("json")
    }

    assert [which for which, content in shown.items() if "example" not in content] == []
    for content in shown.values():
        _check(document, content["schema"], content["example"])


def test_operations_are_called_as_they_were(document):
    """Programs are generated from these names."""
    names = {
        f"{method} {path}": operation["operationId"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }

    assert len(set(names.values())) == len(names)
    assert names.items() >= _OPERATIONS.items()


def test_a_problem_is_as_described(document, client):
    """The reply to a wrong request fits the schema of problems."""
    problems = [
        client.post("/v1/ask", json={"question": 5}).json(),
        client.post("/v1/articles", json={"id": "nothing"}).json(),
    ]

    described = document["paths"]["/v1/ask"]["post"]["responses"]["default"]["content"]["application/problem+json"]
    for problem in problems:
        _check(document, described["schema"], problem)


def test_the_page_loads_nothing_and_runs_nothing(client):
    """Offline it is whole: no script, no address of another host, and a policy that forbids both."""
    response = client.get("/docs")

    policy = response.headers["content-security-policy"]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert not re.search(r"<script|<link|<img|\ssrc=|\son\w+=", response.text)
    assert set(re.findall(r'href="([^"]*)"', response.text)) == {"/openapi.json"}


def test_the_page_shows_every_route_and_every_kind_of_problem(document, client):
    """The type of a problem leads to its place on the page."""
    page = client.get("/docs").text

    kind = client.get("/nothing").json()["type"]
    named = re.findall(r"<tr><td><code>([^<]*)</code><td>(\w+)", page)
    parameters = [
        (parameter["name"], parameter["in"])
        for operations in document["paths"].values()
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
    ]
    assert all(f"{method.upper()} {path}" in page for path, found in document["paths"].items() for method in found)
    assert named == parameters
    assert ("speaker", "query") in parameters
    assert f'id="{kind.removeprefix("/docs#")}"' in page
