"""Where a derived index lies, and how it is brought in step or made anew."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from vectorstore.archive import Archive
from vectorstore.build import Build
from vectorstore.errors import OnrecordError
from vectorstore.index import PassageIndex, Progress, fill, follow, in_step, usable

_FINISHED = "finished"
_BUSY = "busy-"

_log = logging.getLogger("onrecord.store")

AnyIndex = TypeVar("AnyIndex", bound=PassageIndex)


class Shelf(Generic[AnyIndex]):
    """One index in a numbered folder; a rebuilt one has the next number, for Chroma can't reuse a path.

    Files that make the process crash do so once only: whoever opens an index or writes to it leaves a mark until that
    is done, and an index with the mark of a process that is gone is not opened again.
    """

    def __init__(self, folder: Path, open_index: Callable[[Path], AnyIndex]) -> None:
        self._folder = folder
        self._open_index = open_index
        self._number = 0
        self._index: AnyIndex | None = None
        self._replaced: AnyIndex | None = None
        """Kept open until the next one is replaced: another thread may be in the middle of a search."""

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
        """Whether the index is open, has followed the archive's log to its end, and finds what is in it."""
        if self._index is None:
            return False
        with self._marked(self._number):
            return in_step(self._index, archive)

    def followed(self, archive: Archive) -> int:
        """The number of the last change of the archive that the index has taken in; 0 where it isn't open."""
        state = self._index.state() if self._index is not None else None
        return state.seq if state is not None and state.archive == archive.identity else 0

    def reload(self) -> None:
        """Opens the newest index that is finished, or shows what another process has written to it since."""
        try:
            finished = next((number for number in reversed(self._numbers()) if self._is_finished(number)), 0)
            if self._index is not None and finished == self._number:
                self._index.reload()
            elif finished:
                with self._marked(finished):
                    self._replace(self._open_index(self._folder / str(finished)), finished)
        except OnrecordError as exc:
            _log.warning("%s: making it anew from the archive", exc)
            self.close()

    def mend(self, archive: Archive, build: Build, progress: Progress) -> None:
        """Brings the open index in step; one that can't be, or isn't there, is made anew."""
        if self._index is not None and usable(self._index, archive, build):
            try:
                with self._marked(self._number):
                    followed = follow(self._index, archive, progress=progress)
                if followed:
                    return
                _log.warning("the %s index is damaged: making it anew from the archive", self._index.name)
            except OnrecordError as exc:
                _log.warning("%s: making it anew from the archive", exc)
        self.rebuild(archive, build, progress)

    def rebuild(self, archive: Archive, build: Build, progress: Progress) -> None:
        """Makes the index anew beside the old one, then puts it in the old one's place."""
        old = self._numbers()
        number = max([self._number, *old]) + 1
        index = self._open_index(self._folder / str(number))
        fill(index, archive, build=build, progress=progress)
        (self._folder / str(number) / _FINISHED).touch()
        self._replace(index, number)
        for stale in old:
            shutil.rmtree(self._folder / str(stale), ignore_errors=True)

    def close(self) -> None:
        """Lets go of the files."""
        for index in (self._index, self._replaced):
            if index is not None:
                index.close()
        self._index = self._replaced = None

    def _replace(self, index: AnyIndex, number: int) -> None:
        if self._replaced is not None:
            self._replaced.close()
        self._replaced, self._index, self._number = self._index, index, number

    def _numbers(self) -> list[int]:
        if not self._folder.is_dir():
            return []
        return sorted(int(path.name) for path in self._folder.iterdir() if path.name.isdecimal())

    def _is_finished(self, number: int) -> bool:
        """Whether the index was filled to its end, and crashed no process that used it."""
        folder = self._folder / str(number)
        crashed = [mark for mark in folder.glob(f"{_BUSY}*") if not _runs(mark.name.removeprefix(_BUSY))]
        for mark in crashed:
            _log.warning("a process died of or beside the index in %s: making it anew from the archive", folder)
            mark.unlink(missing_ok=True)
            (folder / _FINISHED).unlink(missing_ok=True)
        return (folder / _FINISHED).exists()

    @contextmanager
    def _marked(self, number: int) -> Iterator[None]:
        mark = self._folder / str(number) / f"{_BUSY}{os.getpid()}"
        try:
            mark.touch()
        except OSError as exc:
            raise OnrecordError(f"the index in {mark.parent} can't be opened ({exc.strerror})") from exc
        try:
            yield
        finally:
            mark.unlink(missing_ok=True)


def _runs(pid: str) -> bool:
    """Whether a process of that number is there."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
