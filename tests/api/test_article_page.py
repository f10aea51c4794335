"""The page of an article, for people."""

import re
from html.parser import HTMLParser

import pytest

_HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
_HOSTILE = "</title></style></p><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}\"'>"


class _Read(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and the text in each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.marked = ""
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "mark" in self._open:
            self.marked += data

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]

    def links(self) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag == "a"]


def _page(client, path: str, **params: object):
    response = client.get(path, params=params, headers=_HTML)
    assert response.headers["content-type"] == "text/html; charset=utf-8", response.text
    return response


def test_a_cited_span_is_marked(client):
    """Exactly the quote, in the paragraph that the fragment of the link would scroll to."""
    cited = client.post("/v1/ask", json={"question": "what did Scholz say about Nord Stream 2"}).json()["citations"][0]

    response = _page(
        client, f"/a/{cited['article_id']}", version=cited["version"], start=cited["start"], end=cited["end"]
    )

    assert _Read(response.text).marked == cited["quote"]


def test_a_jump_leads_to_the_paragraph_that_is_cited(client):
    """To the page itself, with a fragment that takes the place of one that the client has added."""
    text = "The lamps were out.\n\nThe lamps were lit again."
    client.post("/v1/articles", json={"id": "lit/1", "text": text}).raise_for_status()

    response = client.get("/a/lit%2F1?start=21&end=46&jump=1#:~:text=The,again", headers=_HTML)

    assert response.status_code == 307
    assert response.headers["location"] == "?start=21&end=46#p2"
    followed = client.get("/a/lit%2F1?start=21&end=46&jump=1", headers=_HTML, follow_redirects=True)
    assert followed.url.path == "/a/lit/1"
    assert _Read(followed.text).marked == text[21:46]


def test_a_page_tells_where_an_article_is_from(client):
    """Title, outlet, authors, day, and a link to the source that tells it nothing."""
    record = {
        "id": "relit",
        "title": "Quay lamps relit",
        "publisher": "The Harbour Post (sample)",
        "authors": ["Nell Abara", "Jo Thorne"],
        "published_at": "2023-12-01T16:05:00Z",
        "url": "https://harbour-post.example/relit",
        "language": "en",
        "text": "The lamps were relit.\n\nCorrection: an earlier version of this article gave another day.",
    }
    client.post("/v1/articles", json=record).raise_for_status()

    response = _page(client, "/a/relit")

    page = _Read(response.text)
    for shown in (
        "Quay lamps relit",
        "The Harbour Post (sample)",
        "Nell Abara, Jo Thorne",
        "1 December 2023, 16:05 UTC",
    ):
        assert shown in response.text
    assert "<aside>Correction: an earlier version" in response.text
    assert page.links() == [{"href": "https://harbour-post.example/relit", "rel": "noopener noreferrer"}]
    assert ("html", {"lang": "en"}) in page.elements
    assert page.ids() == ["p1", "p2"]
    assert page.marked == ""


def test_posts_have_their_headings_and_times(client):
    """A live page shows who wrote an entry, and when."""
    posts = [
        {
            "heading": "Relit",
            "author": "Nell Abara",
            "published_at": "2023-12-01T16:05:00Z",
            "text": "The lamps went on.",
        },
        {"heading": "Crowd", "published_at": "2023-12-01T16:30:00Z", "text": "Some 300 people came."},
    ]
    client.post("/v1/articles", json={"id": "live", "title": "Lamps: live", "posts": posts}).raise_for_status()

    page = _page(client, "/a/live").text

    assert re.findall(r'<h2 id="(p\d)">\s*(\w+)\s*</h2>', page) == [("p1", "Relit"), ("p3", "Crowd")]
    assert "Nell Abara, <time" in page
    assert "1 December 2023, 16:30 UTC" in page


def test_what_an_article_holds_is_text_and_nothing_else(client):
    """Markup in any of its fields makes no element, no attribute and no link."""
    record = {
        "id": "hostile",
        "title": _HOSTILE,
        "publisher": _HOSTILE,
        "authors": [_HOSTILE],
        "url": "javascript:alert(document.domain)",
        "language": 'en" onload="alert(3)',
        "posts": [{"heading": _HOSTILE, "author": _HOSTILE, "text": f"A line.\n{_HOSTILE}"}],
    }
    client.post("/v1/articles", json=record).raise_for_status()

    response = _page(client, "/a/hostile", start=0, end=500)

    page = _Read(response.text)
    assert {tag for tag, _ in page.elements} <= set(
        "html head meta title style body article header h1 h2 p section time mark aside".split()
    )
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    assert page.links() == []
    assert "{{ 7*7 }}" in response.text
    assert _HOSTILE in page.marked


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "https://user:pass@evil.example/",
        "ftp://x.example/",
    ],
)
def test_only_a_plain_web_address_is_a_link(client, url):
    """Any other is left out, however it got in."""
    record = {"id": "linked", "url": url, "text": f"One line about {url}."}
    client.post("/v1/articles", json=record).raise_for_status()

    response = _page(client, "/a/linked")

    assert response.status_code == 200
    assert _Read(response.text).links() == []


def test_the_page_runs_and_loads_nothing(client):
    """A policy that allows its own style alone."""
    client.post("/v1/articles", json={"id": "quiet", "text": "Nothing happened."})

    response = _page(client, "/a/quiet")

    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "img-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script|<link|<img|\ssrc=", response.text)
    assert ":target" in response.text


def test_an_older_version_is_shown_as_it_was_and_says_so(client):
    """A citation of it still leads to its words."""
    for time in ("noon", "one"):
        client.post("/v1/articles", json={"id": "ferry/1", "text": f"The ferry sails at {time}."}).raise_for_status()

    first, newest = _page(client, "/a/ferry%2F1", version=1), _page(client, "/a/ferry%2F1")

    assert "at noon" in first.text
    assert "This is version 1" in first.text
    assert "at one" in newest.text
    assert "This is version" not in newest.text


def test_a_span_outside_of_the_text_marks_nothing(client):
    """The page is there all the same."""
    client.post("/v1/articles", json={"id": "in-brief", "text": "Short."})

    for span in ({"start": 900, "end": 999}, {"start": 4, "end": 2}):
        assert _Read(_page(client, "/a/in-brief", **span).text).marked == ""


def test_a_missing_article_is_told_of_in_the_form_that_was_asked_for(client):
    """A page for a browser, a problem for a program; status 404 for both."""
    browser = _page(client, "/a/<b>nope")
    program = client.get("/a/nope")

    assert browser.status_code == program.status_code == 404
    assert "No such article" in browser.text
    assert "<b>nope" not in browser.text
    assert program.headers["content-type"] == "application/problem+json"
    assert _page(client, "/a/nope", version="x").status_code == 422
