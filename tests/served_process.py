"""`onrecord serve` as a user runs it, in a process of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

_READY_S = 240.0
"""The first one of all may have a model to convert."""


@contextmanager
def serving(home: Path, models: Path, variables: Mapping[str, str]) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The server over the archive in that folder, ready; its address and its process, which is killed at the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "ONRECORD_"))}
    own = {"ONRECORD_HOME": str(home), "ONRECORD_MODELS": str(models), "ONRECORD_PORT": port}
    process = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "serve"],
        cwd=home,
        env={**inherited, **own, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + _READY_S
        while not _ready(address):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server did not become ready")
            time.sleep(0.1)
        yield address, process
    finally:
        process.kill()
        process.communicate()


def logged(stderr: str) -> list[dict[str, Any]]:
    """The log; every line of stderr must be of it."""
    return [json.loads(line) for line in stderr.splitlines()]


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready").status_code == 200
    except httpx.TransportError:
        return False
