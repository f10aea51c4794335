"""Seats for the answers that are being made: so many at once, each on a thread that no other request needs."""

from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import contextmanager
from typing import Annotated

from anyio import CancelScope, CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Request

from api.problems import BUSY, RETRY, Problem, ProblemError
from api.running import Running, stopped


class Seats:
    """Belongs to one event loop. An answer may take as long as a chat model does, and all else goes on beside it."""

    def __init__(self, number: int, *, running: Running) -> None:
        self._number = number
        self._running = running
        self._threads = CapacityLimiter(number)
        self.taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """A seat, for as long as the block lasts.

        Raises:
            ProblemError: all are taken, or the server is stopped.
        """
        self._running.require()
        if self.taken == self._number:
            detail = (
                f"{self._number} answers are being made, which is all the server makes at once: ask again in a moment"
            )
            raise ProblemError(Problem(kind=BUSY, detail=detail, headers=RETRY))
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1

    async def blocks(self, made: Generator[bytes, None, None]) -> AsyncGenerator[bytes, None]:
        """What the generator makes, step by step in threads; needs a seat. It is closed when this is.

        When the server is stopped, it gets a `ProblemError` where it stands, and what it makes of that is the last.
        """
        told = False
        try:
            block = await run_sync(next, made, None, limiter=self._threads)
            while block is not None:
                yield block
                if self._running.ended and not told:
                    told = True
                    block = await run_sync(made.throw, ProblemError(stopped()), limiter=self._threads)
                else:
                    block = await run_sync(next, made, None, limiter=self._threads)
        finally:
            with CancelScope(shield=True):
                await run_sync(made.close, limiter=self._threads)


async def _seats(request: Request) -> Seats:
    seats: Seats = request.app.state.seats
    return seats


AnswerSeats = Annotated[Seats, Depends(_seats)]
"""Those of the application."""
