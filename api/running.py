"""The requests that are being answered, and the end that they come to when the server is stopped."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from anyio import move_on_after, sleep

from api.problems import RETRY, STOPPING, Problem, ProblemError

_LOOK_S = 0.05
_LAST_WORDS_S = 3.0
"""For what was told to end."""

T = TypeVar("T")


class Running:
    """Counts the requests, on the event loop. That it is stopped may be told and asked anywhere."""

    def __init__(self) -> None:
        self.requests = 0
        self.ended = False
        """Whether the time is over that requests had to end by themselves."""
        self._told_to_stop = 0

    @property
    def stopping(self) -> bool:
        """Whether the server was told to stop."""
        return self._told_to_stop > 0

    def stop(self) -> None:
        """Tells it to stop, a signal handler may; told again, it waits for no request any more."""
        self._told_to_stop += 1

    @contextmanager
    def one(self) -> Iterator[None]:
        """A request that runs while the block does."""
        self.requests += 1
        try:
            yield
        finally:
            self.requests -= 1

    def require(self) -> None:
        """Holds until the end.

        Raises:
            ProblemError: the end has come.
        """
        if self.ended:
            raise ProblemError(stopped())

    def until_ended(self, things: Iterable[T]) -> Iterator[T]:
        """The things, while there is time.

        Raises:
            ProblemError: there is none left.
        """
        for thing in things:
            yield thing
            self.require()

    async def drain(self, *, seconds: float) -> None:
        """Returns when no request runs; those that run after so many seconds are told to end, and given a moment."""
        with move_on_after(seconds):
            while self.requests and self._told_to_stop == 1:
                await sleep(_LOOK_S)
        self.ended = True
        with move_on_after(_LAST_WORDS_S):
            while self.requests:
                await sleep(_LOOK_S)


def stopped() -> Problem:
    """What is told to whom no answer can be made any more."""
    return Problem(
        kind=STOPPING, detail="the server is being stopped: ask again, in a moment or elsewhere", headers=RETRY
    )
