"""The list of articles, page by page."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_server import serving, wait_until_ready

from api.app import create_app
from qa.settings import read_settings

_PATH = "/v1/articles"


def _record(name: str, *, published_at: str | None, publisher: str = "Vell Argus (sample)") -> dict[str, str | None]:
    text = f"The signal box at {name} was repainted."
    return {"id": name, "title": f"About {name}", "text": text, "publisher": publisher, "published_at": published_at}


_RECORDS = [
    _record("oak", published_at="2024-03-01T06:00:00Z"),
    _record("elm", published_at="2024-03-01T07:00:00+01:00"),
    _record("ash", published_at="2024-03-02T06:00:00Z", publisher="Dunmere Echo (sample)"),
    _record("fir", published_at="2024-03-01T06:00:00.5Z"),
    _record("yew", published_at=None),
    _record("box", published_at=None),
    {
        **_record("bay", published_at="2023-12-31T06:00:00Z"),
        "text": None,
        "posts": [{"text": "One."}, {"text": "Two."}],
    },
]
_ORDER = ["ash", "fir", "elm", "oak", "bay", "box", "yew"]
"""Newest first, those of one moment by id, undated ones last."""


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[httpx.Client]:
    """A client of a server with these articles."""
    with serving(create_app(read_settings(home=tmp_path_factory.mktemp("listed"), models=models))) as client:
        wait_until_ready(client)
        client.post(_PATH, json={"articles": _RECORDS}).raise_for_status()
        yield client


def _pages(client: httpx.Client, **parameters: object) -> Iterator[dict]:
    cursor: dict[str, str] = {}
    while True:
        response = client.get(_PATH, params={**parameters, **cursor})
        assert response.status_code == 200, response.text
        page = response.json()
        yield page
        if page["next_cursor"] is None:
            return
        cursor = {"cursor": page["next_cursor"]}


def _ids(*pages: dict) -> list[str]:
    return [one["id"] for page in pages for one in page["items"]]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_put_together_are_the_list(shelves, limit):
    """Each article comes once, newest first, whatever the size of a page; each page tells how many there are."""
    pages = list(_pages(shelves, limit=limit))

    assert _ids(*pages) == _ORDER
    assert {page["total"] for page in pages} == {len(_ORDER)}
    assert len(pages) == -(-len(_ORDER) // limit)


def test_an_article_is_listed_with_what_is_known_of_it(shelves):
    """Without its text."""
    by_id = {one["id"]: one for one in shelves.get(_PATH).json()["items"]}

    assert by_id["oak"] == {
        "id": "oak",
        "title": "About oak",
        "publisher": "Vell Argus (sample)",
        "published_at": "2024-03-01T06:00:00Z",
        "url": None,
        "posts": 0,
    }
    assert by_id["bay"]["posts"] == 2
    assert by_id["yew"]["published_at"] is None


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"publisher": "dunmere echo (SAMPLE)"}, ["ash"]),
        ({"publisher": "Dunmere"}, []),
        ({"from": "2024-03-01T06:00:00Z"}, ["ash", "fir", "elm", "oak"]),
        ({"to": "2024-03-01T06:00:00Z"}, ["elm", "oak", "bay"]),
        ({"from": "2024-03-01T07:00:00+01:00", "to": "2024-03-01T06:00:00Z"}, ["elm", "oak"]),
        ({"from": "2030-01-01T00:00:00Z"}, []),
    ],
)
def test_the_list_is_narrowed_by_outlet_and_day(shelves, parameters, expected):
    """From and to are inclusive; the total counts what fits."""
    pages = list(_pages(shelves, limit=2, **parameters))

    assert _ids(*pages) == expected
    assert {page["total"] for page in pages} == {len(expected)}


def test_what_comes_and_goes_between_pages_moves_nothing(shelves):
    """A newer article, and the removal of the very one that the cursor was made from, leave the rest as it was."""
    first = shelves.get(_PATH, params={"limit": 3}).json()
    shelves.post(_PATH, json=_record("new", published_at="2025-01-01T00:00:00Z")).raise_for_status()
    last_seen = shelves.get(f"{_PATH}/{first['items'][-1]['id']}").json()
    shelves.delete(f"{_PATH}/{last_seen['id']}").raise_for_status()
    rest = shelves.get(_PATH, params={"limit": 100, "cursor": first["next_cursor"]}).json()
    shelves.delete(f"{_PATH}/new").raise_for_status()
    shelves.put(f"{_PATH}/elm", json=_RECORDS[1]).raise_for_status()

    assert _ids(first, rest) == _ORDER


def _forged(cursor: str) -> str:
    told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return base64.urlsafe_b64encode(json.dumps([None, *told[1:]]).encode()).decode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda _: "x",
        lambda _: "ää\x00",
        lambda _: base64.b64encode(b"[1, 2]").decode(),
        lambda _: base64.b64encode(b"[" * 1_000).decode(),
        lambda _: base64.b64encode(b'{"a": 1, "b": 2, "c": 3}').decode(),
        lambda cursor: cursor[:-5],
        lambda cursor: f"{cursor[:9]}A{cursor[10:]}",
        _forged,
    ],
)
def test_a_damaged_cursor_is_refused(shelves, spoil):
    """Whatever was done to it, and with what to do."""
    cursor = shelves.get(_PATH, params={"limit": 1}).json()["next_cursor"]
    response = shelves.get(_PATH, params={"cursor": spoil(cursor)})

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert "begin anew without a cursor" in response.json()["detail"]


def test_a_cursor_of_another_list_is_refused(shelves, client):
    """One of other parameters, and one of another archive; another limit is taken."""
    plain = shelves.get(_PATH, params={"limit": 1}).json()["next_cursor"]
    foreign = client.get(_PATH, params={"limit": 1}).json()["next_cursor"]
    answers = [
        shelves.get(_PATH, params={"cursor": plain, "limit": 5}),
        shelves.get(_PATH, params={"cursor": plain, "publisher": "Vell Argus (sample)"}),
        shelves.get(_PATH, params={"cursor": plain, "from": "2020-01-01T00:00:00Z"}),
        shelves.get(_PATH, params={"cursor": foreign}),
    ]

    assert [answer.status_code for answer in answers] == [200, 422, 422, 422]
    assert all("of another list" in answer.json()["detail"] for answer in answers[1:])


@pytest.mark.parametrize(
    ("parameters", "pointer"),
    [
        ({"limit": 0}, "#/limit"),
        ({"limit": 101}, "#/limit"),
        ({"offset": 5}, "#/offset"),
        ({"publisher": ""}, "#/publisher"),
        ({"from": "yesterday"}, "#/from"),
        ({"from": "1646092800"}, "#/from"),
        ({"published_to": "2024-03-01T06:00:00Z"}, "#/published_to"),
    ],
)
def test_a_wrong_parameter_is_pointed_to(shelves, parameters, pointer):
    """Unknown ones too."""
    response = shelves.get(_PATH, params=parameters)

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
