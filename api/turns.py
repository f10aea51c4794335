"""Whose turn it is to write: requests that wait for theirs hold no thread, so that all others keep on."""

from collections.abc import AsyncIterator

from anyio import Semaphore
from fastapi import Depends, Request


def new_turn() -> Semaphore:
    """For one application: its archive takes one writer at a time."""
    return Semaphore(1)


async def _turn(request: Request) -> AsyncIterator[None]:
    turn: Semaphore = request.app.state.turn
    async with turn:
        yield


InTurn = Depends(_turn, scope="function")
"""A route that has it runs when those that came before are done."""
