"""An event loop on a thread of its own: what runs there can be ended from outside, within a moment."""

import asyncio
from collections.abc import Coroutine
from threading import Lock, Thread
from typing import Protocol

_AGAIN_S = 0.1
_STOP_S = 5.0


class End(Protocol):
    """Ends what runs on a loop."""

    def __call__(self, *, within_s: float) -> None:
        """Ends it, if it has not ended by itself within so many seconds; doesn't wait."""


class Loop:
    """Started by the first thing to run. Safe to use from several threads."""

    def __init__(self, *, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._running: tuple[asyncio.AbstractEventLoop, Thread] | None = None

    def start(self, coroutine: Coroutine[object, object, None]) -> End:
        """Runs it in the caller's context, which holds its callbacks and its span. What is returned ends it."""
        loop = self._started()
        task = asyncio.run_coroutine_threadsafe(_task(coroutine), loop).result()

        def end(*, within_s: float) -> None:
            if not (task.done() or loop.is_closed()):
                asyncio.run_coroutine_threadsafe(_ended(task, within_s=within_s), loop)

        return end

    def close(self, *, last: Coroutine[object, object, None]) -> None:
        """Ends what runs, runs the last thing, and ends the thread."""
        loop = self._started()
        asyncio.run_coroutine_threadsafe(_close(last), loop).result(_STOP_S)
        with self._lock:
            running, self._running = self._running, None
        if running:
            loop.call_soon_threadsafe(loop.stop)
            running[1].join(_STOP_S)

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._running is None:
                loop = asyncio.new_event_loop()
                thread = Thread(target=_run, args=(loop,), name=self._name, daemon=True)
                thread.start()
                self._running = (loop, thread)
            return self._running[0]


async def _task(coroutine: Coroutine[object, object, None]) -> asyncio.Task[None]:
    return asyncio.create_task(coroutine)


async def _ended(task: asyncio.Task[None], *, within_s: float = 0.0) -> None:
    """Cancels until it has ended: `asyncio.wait_for` of Python 3.11, in a library, may swallow the first time."""
    if within_s:
        await asyncio.wait([task], timeout=within_s)
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_AGAIN_S)


async def _close(last: Coroutine[object, object, None]) -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    await asyncio.gather(*map(_ended, others))
    await last


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
