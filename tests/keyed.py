"""A server that has keys, for tests: its service is not opened, so what is let in is answered with status 503."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from api_server import serving

from api.app import create_app
from api.keys.key import new_key
from api.keys.store import KeyFile
from qa.settings import Settings


def made(settings: Settings, name: str, *scopes: str) -> dict[str, str]:
    """The header of a new key."""
    key, secret = new_key(name, scopes)
    KeyFile(settings.home).add(key)
    return {"authorization": f"Bearer {secret}"}


@contextmanager
def unopened(settings: Settings) -> Iterator[httpx.Client]:
    """A client of a server whose service stays closed."""
    with serving(create_app(settings), lifespan="off") as client:
        yield client
