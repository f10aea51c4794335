"""The service, opened beside the server that already listens."""

import logging
from collections.abc import Callable
from threading import Thread
from typing import Annotated

from fastapi import Depends, Request

from api.problems import NOT_READY, RETRY, Problem, ProblemError
from qa.service import Service
from vectorstore.errors import OnrecordError

_WAIT_SECONDS = 10.0

_log = logging.getLogger("onrecord.api")


class Opening:
    """A service that is opened in a thread of its own, for a model may take its time; until then there is a reason."""

    def __init__(self, open_service: Callable[[], Service]) -> None:
        self._open_service = open_service
        self._service: Service | None = None
        self._reason = "the archive and the model are being opened: try again in a moment"
        self._thread = Thread(target=self._open, name="opening", daemon=True)

    def start(self) -> None:
        """Begins to open; returns at once."""
        self._thread.start()

    @property
    def is_open(self) -> bool:
        """Whether there is a service."""
        return self._service is not None

    def service(self) -> Service:
        """The open service.

        Raises:
            ProblemError: it isn't open; the problem says why.
        """
        if self._service is None:
            raise ProblemError(Problem(kind=NOT_READY, detail=self._reason, headers=RETRY))
        return self._service

    def wait(self) -> None:
        """Returns when the opening has come to its end, good or bad, or has taken too long."""
        self._thread.join(_WAIT_SECONDS)

    def close(self) -> None:
        """Closes the service. One that is still being opened is waited for, but not for long: a kill harms nothing."""
        self.wait()
        if self._service is not None:
            self._service.close()
            self._service = None

    def _open(self) -> None:
        try:
            self._service = self._open_service()
        except OnrecordError as exc:
            self._reason = str(exc)
            _log.error("not ready: %s", exc)  # the message is for the person who can mend it
        except Exception:  # noqa: BLE001  # whatever it was, /ready must tell
            self._reason = "the archive or the model can't be opened, and the server's log has the cause"
            _log.exception("not ready")


async def ready_service(request: Request) -> Service:
    """The service of the application.

    Raises:
        ProblemError: it isn't open.
    """
    opening: Opening = request.app.state.opening
    return opening.service()


ReadyService = Annotated[Service, Depends(ready_service)]
"""A route that takes it answers 503 until the service is open."""
