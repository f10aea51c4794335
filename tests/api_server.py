"""A real server for tests: uvicorn on a free port, in a thread."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Literal

import httpx
import uvicorn
from fastapi import FastAPI

from api.connection import PatientProtocol


@contextmanager
def serving(
    app: FastAPI, *, lifespan: Literal["on", "off"] = "on", http: type[PatientProtocol] = PatientProtocol
) -> Iterator[httpx.Client]:
    """A client of the app, which listens until the block ends; with lifespan off its service is never opened."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, lifespan=lifespan, log_level="critical", http=http, ws="none"
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def wait_until_ready(client: httpx.Client) -> None:
    """Returns when the server says that asks can be served."""
    deadline = time.monotonic() + 60
    while (response := client.get("/ready")).status_code != 200:
        assert time.monotonic() < deadline, response.text
        time.sleep(0.05)
