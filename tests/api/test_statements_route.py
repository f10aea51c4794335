"""Who said what, over HTTP."""

from datetime import datetime

import httpx
import pytest
from jsonschema import Draft202012Validator

_PATH = "/v1/statements"


def _statements(client: httpx.Client, **parameters: object) -> list[dict]:
    response = client.get(_PATH, params=parameters)
    assert response.status_code == 200, response.text
    return response.json()["statements"]


def test_statements_are_verbatim_spans_newest_first(client):
    """Each is its article's text at its place, in the version that it names."""
    found = _statements(client, speaker="Scholz", limit=100)
    dates = [datetime.fromisoformat(one["published_at"]) for one in found]

    assert dates == sorted(dates, reverse=True)
    assert "Olaf Scholz" in {one["speaker"] for one in found}
    for one in found:
        article = client.get(f"/v1/articles/{one['article_id']}", params={"version": one["version"]}).json()
        assert article["text"][one["start"] : one["end"]] == one["text"]
        assert all(quote in one["text"] for quote in one["quotes"])
        assert one["score"] is None


def test_about_from_to_and_limit_narrow_it_down(client):
    """Each leaves less of it."""
    every = _statements(client, speaker="Scholz", limit=100)
    about = _statements(client, speaker="Scholz", about="Nord Stream 2", limit=100)
    within = {"from": "2022-02-01T00:00:00Z", "to": "2022-02-14T23:59:59+00:00"}
    dated = _statements(client, speaker="Scholz", limit=100, **within)

    assert 0 < len(about) < len(every)
    assert all(0.4 <= one["score"] <= 1 for one in about)
    assert {one["published_at"][:7] for one in dated} == {"2022-02"}
    assert _statements(client, speaker="Scholz", limit=2) == every[:2]
    assert len(_statements(client, speaker="Scholz", limit=1)) == 1


def test_nobody_of_that_name_is_an_empty_list(client):
    """It is no error."""
    assert _statements(client, speaker="Zebulon Frick") == []


@pytest.mark.parametrize(
    ("parameters", "pointer"),
    [
        ({}, "#/speaker"),
        ({"speaker": "x" * 201}, "#/speaker"),
        ({"speaker": "Quill", "colour": "red"}, "#/colour"),
        ({"speaker": "Quill", "published_from": "2022-01-01T00:00:00Z"}, "#/published_from"),
        ({"speaker": "Quill", "from": "2022-01-01"}, "#/from"),
        ({"speaker": "Quill", "to": "yesterday"}, "#/to"),
        ({"speaker": "Quill", "limit": "0"}, "#/limit"),
        ({"speaker": "Quill", "limit": "101"}, "#/limit"),
        ({"speaker": "Quill", "limit": "many"}, "#/limit"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_points_to_it(client, parameters, pointer):
    """Unknown ones too."""
    response = client.get(_PATH, params=parameters)
    problem = response.json()

    assert response.status_code == problem["status"] == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert problem["errors"][0]["detail"] in problem["detail"]


@pytest.mark.parametrize("parameters", [{"speaker": ""}, {"speaker": " "}, {"speaker": "Quill", "about": " "}])
def test_an_empty_speaker_or_subject_is_refused(client, parameters):
    """Blank is empty."""
    response = client.get(_PATH, params=parameters)

    assert response.status_code == 422
    assert "is empty" in response.json()["detail"]


@pytest.mark.parametrize("speaker", ["'; DROP TABLE statements; --", "\x00", "🏴‍☠️", "% %", '"AND" OR (NOT', "a" * 200])
def test_an_odd_name_is_answered(client, speaker):
    """Whatever a name holds, nobody is called so."""
    assert _statements(client, speaker=speaker) == []


def test_the_examples_of_the_document_are_accepted_and_answered_as_described(client):
    """All parameters as the OpenAPI document shows them."""
    document = client.get("/openapi.json").json()
    operation = document["paths"][_PATH]["get"]
    examples = {one["name"]: one["schema"]["examples"][0] for one in operation["parameters"]}
    response = client.get(_PATH, params=examples)
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]

    assert set(examples) == {"speaker", "about", "from", "to", "limit"}
    assert response.json()["statements"]
    Draft202012Validator({**schema, "components": document["components"]}).validate(response.json())
