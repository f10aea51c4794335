"""Uvicorn, ended in order."""

from types import FrameType

import uvicorn

from api.running import Running


class Server(uvicorn.Server):
    """Where it is told to stop it goes on listening, not ready any more, until what runs is at its end.

    What takes longer than `grace_s` is told to end, each stream in the words of its protocol. A second signal ends it
    at once. A server that was stopped has done what it was told: it raises no signal again, as uvicorn does.
    """

    def __init__(self, config: uvicorn.Config, *, running: Running, grace_s: float) -> None:
        super().__init__(config)
        self._running = running
        self._grace_s = grace_s

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # uvicorn's signature
        """A signal came."""
        self._running.stop()
        self.should_exit = True

    async def main_loop(self) -> None:
        """Serves until it is told to stop, and what runs then is at its end."""
        await super().main_loop()
        await self._running.drain(seconds=self._grace_s)
