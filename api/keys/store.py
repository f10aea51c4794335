"""The file that keys are kept in."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.keys.key import Key, Scope
from vectorstore.errors import InputError, OnrecordError

_WAIT_SECONDS = 10.0


class _KeyRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    created_at: datetime
    ends_with: str


class _KeysRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    keys: tuple[_KeyRecord, ...]


class KeyFile:
    """The keys of one home, in `keys.json`, which only its owner may read. Any number of processes may use it.

    The file is there from the first key on, and stays when the last one is revoked: a server whose keys are all
    revoked lets nobody in, instead of everybody.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "keys.json"
        self._lock = FileLock(home / "keys.lock")
        self._stamp: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] | None = None

    def keys(self) -> tuple[Key, ...] | None:
        """The keys as the file has them now, read only where it has changed; None where there is no file.

        Raises:
            OnrecordError: it can't be read.
        """
        try:
            found = self.path.stat()
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            if stamp != self._stamp:
                self._keys = _read(self.path)
                self._stamp = stamp
        except FileNotFoundError:
            self._stamp = self._keys = None
        except OSError as exc:
            raise OnrecordError(f"{self.path} can't be read ({exc.strerror}): let onrecord's user read it") from exc
        return self._keys

    def add(self, key: Key) -> None:
        """Keeps one more.

        Raises:
            InputError: the name is taken.
            OnrecordError: the file can't be read or written.
        """
        with self._changing() as known:
            if any(key.name == other.name for other in known):
                raise InputError(f"there is a key {key.name!r} already: choose another name, or revoke it first")
            self._write((*known, key))

    def revoke(self, name: str) -> int:
        """Removes the key of that name, and tells how many are left.

        Raises:
            InputError: there is none.
            OnrecordError: the file can't be read or written.
        """
        with self._changing() as known:
            left = tuple(key for key in known if key.name != name)
            if len(left) == len(known):
                raise InputError(f"there is no key {name[:80]!r}: see 'onrecord keys list'")
            self._write(left)
            return len(left)

    @contextmanager
    def _changing(self) -> Iterator[tuple[Key, ...]]:
        """The keys, which no other process changes until the block ends."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock.acquire(timeout=_WAIT_SECONDS):
                yield self.keys() or ()
        except Timeout as exc:
            raise OnrecordError(f"another process is changing {self.path}: try again") from exc
        except OSError as exc:
            raise OnrecordError(f"{self.path} can't be written ({exc.strerror}): mend that and try again") from exc

    def _write(self, keys: Sequence[Key]) -> None:
        """Replaces the file at once, and returns when that would outlast a loss of power: a revoked key stays gone."""
        records = tuple(
            _KeyRecord(
                name=key.name,
                scopes=key.scopes,
                sha256=key.sha256.hex(),
                created_at=key.created_at,
                ends_with=key.ends_with,
            )
            for key in keys
        )
        draft = self.path.with_name(f"{self.path.name}.new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(_KeysRecord(keys=records).model_dump_json(indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _read(path: Path) -> tuple[Key, ...]:
    try:
        record = _KeysRecord.model_validate_json(path.read_bytes())
    except ValidationError as exc:
        place = ".".join(map(str, exc.errors()[0]["loc"])) or "its beginning"
        raise OnrecordError(
            f"{path} is not as onrecord wrote it, at {place}: restore it, or remove it and make new keys"
        ) from exc
    return tuple(
        Key(
            name=key.name,
            scopes=key.scopes,
            sha256=bytes.fromhex(key.sha256),
            created_at=key.created_at,
            ends_with=key.ends_with,
        )
        for key in record.keys
    )
