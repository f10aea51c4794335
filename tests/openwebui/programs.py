"""Programs that run as long as a block does."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

_STARTED_WITHIN_S = 300
_STOPPED_WITHIN_S = 20


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], *, environment: Mapping[str, str], log: Path, ready: str
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, from when the address `ready` answers with 200; it is stopped however the block ends.

    Raises:
        RuntimeError: it ended before, or took too long; the message has the end of its log.
    """
    with log.open("wb") as out:
        program = subprocess.Popen(
            command, env=dict(environment), stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait(program, ready=ready, log=log)
            yield program
        finally:
            stop(program)


def stop(program: subprocess.Popen[bytes]) -> None:
    """Ends the program and all that it has started; does nothing where it has ended."""
    if program.poll() is not None:
        return
    os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(_STOPPED_WITHIN_S)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _wait(program: subprocess.Popen[bytes], *, ready: str, log: Path) -> None:
    deadline = time.monotonic() + _STARTED_WITHIN_S
    while not _answers(ready):
        if program.poll() is not None or time.monotonic() > deadline:
            told = log.read_text("utf-8", "replace")[-2_000:]
            raise RuntimeError(f"{program.args!r} doesn't answer at {ready}:\n{told}")
        time.sleep(0.2)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
