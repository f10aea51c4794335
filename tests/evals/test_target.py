"""A server is asked over HTTP as the wire says, and its silence is told plainly."""

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from gold_oracle import WHEN, oracle
from pydantic import SecretStr

from evals.target import in_process, over_http
from qa.wire import AskRequest, SearchRequest, Turn
from vectorstore.errors import InputError, OnrecordError

REQUEST = AskRequest(question="When?", history=(Turn(role="user", content="The ferry stops."),))


@contextmanager
def serving(*, status, body, authorizations=None):
    """A server on this machine that gives every question this reply; yields its URL and what it was sent."""
    received = []
    keys = [] if authorizations is None else authorizations

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._send(200, b"{}")

        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, json.loads(content)))
            keys.append(self.headers["Authorization"])
            self._send(status, body)

        def _send(self, code, content):
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            """Keeps the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", received
        finally:
            server.shutdown()
            thread.join()


def test_a_question_goes_to_the_ask_route_and_the_reply_comes_back():
    """The request travels whole, and so does the reply; a slash at the end of the URL is no matter."""
    reply = oracle(WHEN)

    with (
        serving(status=200, body=reply.model_dump_json().encode()) as (url, received),
        over_http(f"{url}/", key=None) as target,
    ):
        answered = target.ask(REQUEST)

    assert answered == reply
    path, sent = received[0]
    assert path == "/v1/ask"
    assert AskRequest.model_validate(sent) == REQUEST


def test_the_key_travels_with_every_question():
    """As the server wants it; without one there is no such header."""
    headers = []

    for key in (SecretStr("onrecord_secret"), None):
        with (
            serving(status=200, body=b'{"hits": []}', authorizations=headers) as (url, _),
            over_http(url, key=key) as target,
        ):
            target.search(SearchRequest(query="ferry"))

    assert headers == ["Bearer onrecord_secret", None]


def test_a_refusal_says_what_the_server_said():
    """The problem's text reaches the row."""
    problem = b'{"title": "Question too long", "status": 413}'

    with (
        serving(status=413, body=problem) as (url, _),
        over_http(url, key=None) as target,
        pytest.raises(OnrecordError, match=r"413.*Question too long"),
    ):
        target.ask(REQUEST)


def test_what_is_no_reply_is_said_to_be_none():
    """A server of another kind or version is told apart from a bad answer."""
    with (
        serving(status=200, body=b'{"hello": "there"}') as (url, _),
        over_http(url, key=None) as target,
        pytest.raises(OnrecordError, match="no reply of this version"),
    ):
        target.ask(REQUEST)


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "127.0.0.1:{port}", "http://[broken"])
def test_where_no_server_answers_the_run_does_not_begin(url):
    """One clear error instead of one for every question."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with (
        pytest.raises(OnrecordError, match=r"nothing answers at .* 'onrecord serve'"),
        over_http(url.format(port=port), key=None),
    ):
        pass


def test_passages_are_searched_for_over_the_search_route():
    """What the server finds comes back as it is."""
    hits = b'{"hits": []}'

    with serving(status=200, body=hits) as (url, received), over_http(url, key=None) as target:
        found = target.search(SearchRequest(query="ferry", limit=100))

    assert found == ()
    assert received[0][0] == "/v1/search"
    assert received[0][1]["limit"] == 100


def test_in_process_only_these_articles_answer_and_the_home_is_left_alone(settings, samples):
    """A run starts from nothing and leaves nothing."""
    told = []

    with in_process(samples[:1], settings=settings, progress=lambda *done: told.append(done)) as target:
        reply = target.ask(AskRequest(question=samples[0].title, include=("passages",)))
        found = target.search(SearchRequest(query=samples[0].title, limit=100))

    assert {hit.article_id for hit in (*found, *reply.passages)} == {samples[0].id}
    assert told == [("articles", 1, 1)]
    assert not settings.home.exists()


def test_an_article_that_can_not_be_taken_in_ends_the_run(settings, samples):
    """What is measured is what was asked about, or nothing."""
    small = settings.model_copy(update={"max_article_characters": 10})

    with (
        pytest.raises(InputError, match=f"article '{samples[0].id}' can't be taken in"),
        in_process(samples[:1], settings=small, progress=lambda *_: None),
    ):
        pass
