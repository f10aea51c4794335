"""The program itself, serving an archive of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_SECONDS = 120


@contextmanager
def served(home: Path, *, models: Path) -> Iterator[str]:
    """Where the server is reached; it has one article, and what it logs is in `server.log` in that folder.

    It has no key and no limit of requests, whatever the environment says.

    Raises:
        RuntimeError: it came to its end before it was to, or isn't ready in time.
    """
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "ONRECORD_"))}
    own = {"ONRECORD_HOME": str(home), "ONRECORD_MODELS": str(models), "ONRECORD_LOG_LEVEL": "warning"}
    with (home / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "onrecord", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env={**inherited, **own}, stdout=log, stderr=log)
        try:
            _wait(server, url, home)
            httpx.post(f"{url}/v1/articles", json=_ARTICLE, timeout=_SECONDS).raise_for_status()
            yield url
            if server.poll() is not None:
                raise RuntimeError(f"the server ended with {server.returncode}: {(home / 'server.log').read_text()}")
        finally:
            server.terminate()
            server.wait(_SECONDS)


_ARTICLE = {
    "id": "lamps",
    "title": "Quay lamps to be relit",
    "publisher": "The Harbour Post (sample)",
    "published_at": "2023-11-02T06:00:00Z",
    "text": 'The lamps on the old quay will be relit in December. "We owe it to the ferrymen," said Jonas Vale.',
}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(server: "subprocess.Popen[bytes]", url: str, home: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            if httpx.get(f"{url}/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass  # it doesn't listen yet
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server isn't ready: {(home / 'server.log').read_text()}")
        time.sleep(0.1)
