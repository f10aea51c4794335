"""A server is asked over HTTP as the wire says, and its silence is told plainly."""

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from gold_oracle import WHEN, oracle

from evals.targets import http_target
from qa.wire import AskRequest, Turn
from vectorstore.errors import OnrecordError

REQUEST = AskRequest(question="When?", history=(Turn(role="user", content="The ferry stops."),))


@contextmanager
def serving(*, status, body):
    """A server on this machine that gives every question this reply; yields its URL and what it was sent."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._send(200, b"{}")

        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, json.loads(content)))
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

    with serving(status=200, body=reply.model_dump_json().encode()) as (url, received), http_target(f"{url}/") as ask:
        answered = ask(REQUEST)

    assert answered == reply
    path, sent = received[0]
    assert path == "/v1/ask"
    assert AskRequest.model_validate(sent) == REQUEST


def test_a_refusal_says_what_the_server_said():
    """The problem's text reaches the row."""
    problem = b'{"title": "Question too long", "status": 413}'

    with (
        serving(status=413, body=problem) as (url, _),
        http_target(url) as ask,
        pytest.raises(OnrecordError, match=r"413.*Question too long"),
    ):
        ask(REQUEST)


def test_what_is_no_reply_is_said_to_be_none():
    """A server of another kind or version is told apart from a bad answer."""
    with (
        serving(status=200, body=b'{"hello": "there"}') as (url, _),
        http_target(url) as ask,
        pytest.raises(OnrecordError, match="no reply of this version"),
    ):
        ask(REQUEST)


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "127.0.0.1:{port}", "http://[broken"])
def test_where_no_server_answers_the_run_does_not_begin(url):
    """One clear error instead of one for every question."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with (
        pytest.raises(OnrecordError, match=r"nothing answers at .* 'onrecord serve'"),
        http_target(url.format(port=port)),
    ):
        pass
