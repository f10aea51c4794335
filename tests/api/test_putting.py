"""Putting one article in its place, and what an article may hold."""

import httpx
import pytest

_PATH = "/v1/articles/mill%2Frace%201"
_ID = "mill/race 1"
_ARTICLE = {"title": "Mill race", "text": "The mill race at Corwen froze on Sunday, said Tilda Moss, the miller."}


def _answer(response: httpx.Response) -> tuple[int, dict]:
    return response.status_code, response.json()


def test_an_article_is_new_then_the_same_then_replaced(client):
    """201 where there was none, 200 where there is one; the one before stays readable as a version."""
    first = client.put(_PATH, json=_ARTICLE)
    same = client.put(_PATH, json={**_ARTICLE, "id": _ID})
    other = client.put(_PATH, json={**_ARTICLE, "text": "The mill race at Corwen thawed."})
    now, before = client.get(_PATH).json(), client.get(_PATH, params={"version": 1}).json()
    client.delete(_PATH).raise_for_status()

    assert _answer(first) == (201, {"id": _ID, "status": "added"})
    assert _answer(same) == (200, {"id": _ID, "status": "unchanged"})
    assert _answer(other) == (200, {"id": _ID, "status": "updated"})
    assert (now["title"], now["version"]) == ("Mill race", 2)
    assert now["text"] == "The mill race at Corwen thawed."
    assert before["text"] == _ARTICLE["text"]


def test_replacing_leaves_nothing_of_what_was_there(client):
    """A field that isn't given is gone: it is no patch."""
    client.put(_PATH, json={**_ARTICLE, "publisher": "Corwen Times (sample)", "published_at": "2024-01-07T08:00:00Z"})
    client.put(_PATH, json={"text": "Nothing else."}).raise_for_status()
    left = client.get(_PATH).json()
    client.delete(_PATH).raise_for_status()

    assert (left["title"], left["publisher"], left["published_at"]) == (None, None, None)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**_ARTICLE, "id": "another"}, "#/id"),
        ({**_ARTICLE, "colour": "red"}, "#/colour"),
        ({**_ARTICLE, "posts": [{"text": "x", "mood": "glum"}]}, "#/posts/0/mood"),
        ({**_ARTICLE, "published_at": "soon"}, "#/published_at"),
        ({**_ARTICLE, "body": "twice"}, "#/body"),
        ({"title": "Nothing"}, "#"),
        ([_ARTICLE], "#"),
        ("text", "#"),
    ],
)
def test_what_is_wrong_is_pointed_to(client, body, pointer):
    """And nothing is stored."""
    response = client.put(_PATH, json=body)

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert client.get(_PATH).status_code == 404


@pytest.mark.parametrize("name", ["x" * 201, "a%00b", "a%1Fb", ""])
def test_an_id_that_cant_be_is_refused(client, name):
    """Too long, with control characters, or none."""
    response = client.put(f"/v1/articles/{name}", json=_ARTICLE)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_text_over_the_limit_is_refused(client):
    """With its length and the limit; a body of that size is read."""
    response = client.put(_PATH, json={"text": "word " * 300_000})

    assert response.status_code == 422
    assert "1,500,000" in response.json()["detail"]


def test_an_unknown_field_fails_its_article_and_is_named(client):
    """Of several, the others go in."""
    good = {"id": "weir", "text": "The weir at Corwen holds."}
    response = client.post("/v1/articles", json={"articles": [{**good, "id": "w2", "txet": "x"}, good]})
    bad, taken = response.json()["results"]

    assert (bad["status"], taken["status"]) == ("failed", "added")
    assert bad["error"] == "txet: there is no such field: leave it out"


def test_an_id_that_cant_be_written_is_told_without_it(client):
    """Half a surrogate pair has no UTF-8."""
    body = b'{"articles": [{"id": "a\\ud800", "text": ""}, {"id": "sluice", "text": "The sluice was shut."}]}'
    response = client.post("/v1/articles", content=body, headers={"content-type": "application/json"})

    assert response.status_code == 201
    assert [(r["id"], r["status"]) for r in response.json()["results"]] == [("a?", "failed"), ("sluice", "added")]
