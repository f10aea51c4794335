"""The example for Chainlit, by a Chainlit in an environment of its own: it needs another mcp than we do."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

_HERE = Path(__file__).parent
_PYTHON = os.environ.get("CHAINLIT_PYTHON", "")

pytestmark = pytest.mark.skipif(not _PYTHON, reason="'make chainlit-example' runs it")


@pytest.fixture(scope="module")
def page(server: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Chainlit shows the example."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    app = _HERE.parents[1] / "examples" / "chainlit_app.py"
    running = subprocess.Popen(
        [_PYTHON, "-m", "chainlit", "run", app, "--headless", "--host", "127.0.0.1", "--port", str(port)],
        cwd=tmp_path_factory.mktemp("chainlit"),  # where it writes settings of its own
        env={**os.environ, "ONRECORD_SERVER": str(server.base_url).rstrip("/")},
        start_new_session=True,
    )
    try:
        _wait(f"http://127.0.0.1:{port}", running)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()


def _wait(url: str, running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert running.poll() is None
        try:
            httpx.get(url).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


def _shown(page: str, question: str) -> dict:
    ran = subprocess.run(
        [_PYTHON, _HERE / "chainlit_client.py", page, question], capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout)


def test_each_number_opens_its_quote(server, page, question):
    """With speaker, outlet and day, and a link to the page where the quote is marked."""
    reply = server.post("/v1/ask", json={"question": question}).json()

    shown = _shown(page, question)

    assert shown["message"] == reply["answer"]
    assert len(shown["sides"]) == len(reply["citations"]) > 1
    for citation in reply["citations"]:
        quote, told, link = shown["sides"][f"[{citation['marker']}]"].split("\n\n")
        assert quote == f"> {citation['quote']}"
        assert told == f"{citation['speaker']}, {citation['publisher']}, {citation['published_at'][:10]}"
        assert f"<title>{citation['title']}" in server.get(link.rpartition("](")[2].removesuffix(")")).text


def test_an_abstention_is_a_message(server, page, unanswered):
    """With nothing at its side."""
    reply = server.post("/v1/ask", json={"question": unanswered}).json()

    assert _shown(page, unanswered) == {"message": reply["abstention"]["message"], "sides": {}}


def test_a_question_that_cannot_be_asked_is_told_of(page):
    """In the server's words."""
    assert "the question has 3,000 characters" in _shown(page, "x" * 3_000)["message"]
