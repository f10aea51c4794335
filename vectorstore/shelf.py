"""Where a derived index lies, and how it is brought in step or made anew."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from vectorstore.archive import Archive
from vectorstore.build import Build
from vectorstore.errors import OnrecordError
from vectorstore.index import PassageIndex, Progress, fill, follow, in_step, usable

_log = logging.getLogger("onrecord.store")

AnyIndex = TypeVar("AnyIndex", bound=PassageIndex)


class Shelf(Generic[AnyIndex]):
    """One index in a numbered folder; a rebuilt one has the next number, for Chroma can't reuse a path."""

    def __init__(self, folder: Path, open_index: Callable[[Path], AnyIndex]) -> None:
        self._folder = folder
        self._open_index = open_index
        self._number = 0
        self._index: AnyIndex | None = None

    @property
    def index(self) -> AnyIndex:
        """The index.

        Raises:
            OnrecordError: it isn't there, and another process is writing.
        """
        if self._index is None:
            raise OnrecordError(f"the index in {self._folder} is not there yet: try again when the writing is done")
        return self._index

    def in_step(self, archive: Archive) -> bool:
        """Whether the index is open and has followed the archive's log to its end."""
        return self._index is not None and in_step(self._index, archive)

    def reload(self) -> None:
        """Opens the newest of the folder's indexes, or shows what was written to it since."""
        newest = max(self._numbers(), default=0)
        try:
            if self._index is not None and newest == self._number:
                self._index.reload()
            elif newest:
                self._open(newest)
        except OnrecordError as exc:
            _log.warning("%s: making it anew from the archive", exc)
            self.close()

    def mend(self, archive: Archive, build: Build, progress: Progress) -> None:
        """Brings the index in step; one that can't be is made anew."""
        self.reload()
        if self._index is not None and usable(self._index, archive, build):
            try:
                if follow(self._index, archive, progress=progress):
                    return
                _log.warning("the %s index is damaged: making it anew from the archive", self._index.name)
            except OnrecordError as exc:
                _log.warning("%s: making it anew from the archive", exc)
        self.rebuild(archive, build, progress)

    def rebuild(self, archive: Archive, build: Build, progress: Progress) -> None:
        """Makes the index anew beside the old one, then deletes the old one."""
        old = self._numbers()
        self._open(max([self._number, *old]) + 1)
        fill(self.index, archive, build=build, progress=progress)
        for number in old:
            shutil.rmtree(self._folder / str(number), ignore_errors=True)

    def close(self) -> None:
        """Lets go of the files."""
        if self._index is not None:
            self._index.close()
        self._index = None

    def _open(self, number: int) -> None:
        self.close()
        self._index, self._number = self._open_index(self._folder / str(number)), number

    def _numbers(self) -> list[int]:
        if not self._folder.is_dir():
            return []
        return sorted(int(path.name) for path in self._folder.iterdir() if path.name.isdecimal())
