"""Requests that name themselves by an `Idempotency-Key`: sent again they are answered again, and done once.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request

from api.keys.sender import sent_by
from api.problems import KEY_IN_USE, KEY_USED, RETRY, STOPPING, Problem, ProblemError
from vectorstore.archive_receipts import Receipt, Receipts


@dataclass(frozen=True, slots=True)
class Sent:
    """A request's key, where it has one, and what names its body."""

    key: str | None
    by: str
    """The name of who sent it; empty where no API key is asked for."""
    digest: str

    @property
    def name(self) -> str:
        """Names it among those of everybody."""
        return f"{self.by} {self.key}" if self.by else f"{self.key}"


class Underway:
    """The requests with a key that are being done, or wait for their turn to be. Belongs to one event loop."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}

    @contextmanager
    def one(self, sent: Sent) -> Iterator[None]:
        """Such a request, for as long as the block lasts.

        Raises:
            ProblemError: another one of that key is underway.
        """
        if sent.key is None:
            yield
            return
        if sent.name in self._digests:
            raise ProblemError(_in_use(sent.key) if self._digests[sent.name] == sent.digest else _used(sent.key))
        self._digests[sent.name] = sent.digest
        try:
            yield
        finally:
            del self._digests[sent.name]


async def _sent(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[!-~]{1,200}$",
            description="A name that the client gives to this request, such as a UUID: sent again under it within 24 "
            "hours, it is done once and answered as the first time.",
            examples=["0b8f0c1e-6f0b-4d55-9d4e-2f1f8f0f6a77"],
        ),
    ] = None,
) -> AsyncIterator[Sent]:
    by = sent_by(request.scope).get("key", "")
    sent = Sent(idempotency_key, by, sha256(await request.body()).hexdigest())
    underway: Underway = request.app.state.underway
    with underway.one(sent):
        yield sent


SENT_ONCE = Depends(_sent, scope="function")
"""A route that has it can be sent again; before it waits for its turn, lest a repetition waits as well."""


def answered_once(receipts: Receipts, sent: Sent, answer: Callable[[Receipt | None], bytes]) -> bytes:
    """What `answer` gives, or gave the first time under that key. It gets the receipt of a request that was cut short.

    A problem isn't kept: the request may be sent again. One that did nothing frees its key for another body.

    Raises:
        ProblemError: the key is another request's; whatever `answer` raises.
    """
    if sent.key is None:
        return answer(None)
    receipt = receipts.take(sent.name, digest=sent.digest, now=datetime.now(UTC))
    if receipt.digest != sent.digest:
        raise ProblemError(_used(sent.key))
    if receipt.answer is not None:
        return receipt.answer
    try:
        given = answer(None if receipt.is_new else receipt)
    except ProblemError as exc:
        if exc.problem.kind is not STOPPING:  # which ends a request that has done a part
            receipts.forget(sent.name)
        raise
    receipts.keep(sent.name, answer=given)
    return given


def _used(key: str) -> Problem:
    detail = f"the Idempotency-Key {key!r} was sent with another body before: give each request its own"
    return Problem(kind=KEY_USED, detail=detail)


def _in_use(key: str) -> Problem:
    detail = f"the request with the Idempotency-Key {key!r} is still running: send it again in a moment"
    return Problem(kind=KEY_IN_USE, detail=detail, headers=RETRY)
