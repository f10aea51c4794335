"""One stored article: reading it, its versions, and removing it from everywhere."""

import sqlite3
from pathlib import Path

import httpx
import pytest
from api_server import serving, wait_until_ready

from api.app import create_app
from qa.settings import read_settings

_ID = "pier/clock 1"
_PATH = "/v1/articles/pier%2Fclock%201"
_TEXT = "The clock on the Dunmere pier strikes thirteen, said Ottilie Crane, its keeper, on Friday."


def _put(client: httpx.Client, text: str) -> str:
    record = {"id": _ID, "title": "Pier clock", "publisher": "Dunmere Echo (sample)", "text": text}
    return str(client.post("/v1/articles", json=record).json()["results"][0]["status"])


def test_an_article_is_read_as_it_was_in_any_version(client: httpx.Client) -> None:
    """The newest without a number; an old citation's text under its own."""
    assert _put(client, _TEXT) == "added"
    assert _put(client, _TEXT.replace("thirteen", "twelve")) == "updated"
    newest = client.get(_PATH).json()
    first = client.get(_PATH, params={"version": 1}).json()

    assert (newest["version"], "twelve" in newest["text"]) == (2, True)
    assert (first["version"], first["text"]) == (1, _TEXT)
    assert client.delete(_PATH).status_code == 204


def test_what_a_citation_names_can_be_read(client: httpx.Client) -> None:
    """The article, in the version of the citation, has the quote at its place."""
    asked = client.post("/v1/ask", json={"question": "what did Scholz say about Nord Stream 2"}).json()
    cited = asked["citations"][0]
    article = client.get(f"/v1/articles/{cited['article_id']}", params={"version": cited["version"]}).json()

    assert article["text"][cited["start"] : cited["end"]] == cited["quote"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/articles/nope"), ("DELETE", "/v1/articles/nope"), ("GET", "/v1/articles/nope?version=1")],
)
def test_an_article_that_is_not_there_is_a_404(client: httpx.Client, method: str, path: str) -> None:
    """A problem that names the id."""
    answer = client.request(method, path)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "'nope'" in answer.json()["detail"]


def test_a_removed_article_appears_nowhere(tmp_path: Path, models: Path) -> None:
    """No route gives its id or its words any more, and no table or index holds them."""
    home = tmp_path / "home"
    asks = [
        ("POST", "/v1/ask", {"question": "what did Ottilie Crane say about the clock?", "include": ["passages"]}),
        ("POST", "/v1/ask", {"question": "who keeps the pier clock in Dunmere?", "include": ["passages"]}),
        ("POST", "/v1/search", {"query": "clock on the Dunmere pier Ottilie Crane", "limit": 100}),
        ("GET", "/v1/statements?speaker=Ottilie%20Crane", None),
        ("GET", _PATH, None),
        ("GET", f"{_PATH}?version=1", None),
    ]
    with serving(create_app(read_settings(home=home, models=models))) as client:
        wait_until_ready(client)
        client.post("/v1/articles", json={"id": "other", "text": "The ferry sails at noon, said Oona Brack."})
        _put(client, _TEXT.replace("thirteen", "twelve"))
        _put(client, _TEXT)
        before = [client.request(method, path, json=body).text for method, path, body in asks]
        removed = client.delete(_PATH).status_code
        after = [client.request(method, path, json=body) for method, path, body in asks]

    assert removed == 204
    assert all("Crane" in text for text in before)
    for answer in after[:4]:
        assert _ID not in answer.text
        assert "thirteen" not in answer.text
    assert [answer.status_code for answer in after] == [200, 200, 200, 200, 404, 404]
    with sqlite3.connect(home / "archive.db") as archive:
        tables = [name for (name,) in archive.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: str(archive.execute(f"SELECT * FROM {name}").fetchall()) for name in tables if name != "changes"}  # noqa: S608
    assert [name for name, held in rows.items() if "Crane" in held or _ID in held] == []
