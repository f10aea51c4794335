"""Requests that name themselves by an `Idempotency-Key`: sent again they are answered again, and done once.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request

from api.problems import KEY_IN_USE, KEY_USED, RETRY, Problem, ProblemError
from vectorstore.archive_receipts import Receipt, Receipts


@dataclass(frozen=True, slots=True)
class Sent:
    """A request's key, where it has one, and what names its body."""

    key: str | None
    digest: str


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
) -> Sent:
    return Sent(idempotency_key, sha256(await request.body()).hexdigest())


SentOnce = Annotated[Sent, Depends(_sent)]
"""A route that takes it can be sent again."""


def answered_once(receipts: Receipts, sent: Sent, answer: Callable[[Receipt | None], bytes]) -> bytes:
    """What `answer` gives, or gave the first time under that key. It gets the receipt of a request that was cut short.

    A problem isn't kept: the request may be sent again. One that did nothing frees its key for another body.

    Raises:
        ProblemError: the key is another request's, or the first one is still running.
    """
    if sent.key is None:
        return answer(None)
    receipt = receipts.take(sent.key, digest=sent.digest, now=datetime.now(UTC))
    if receipt.digest != sent.digest:
        detail = f"the Idempotency-Key {sent.key!r} was sent with another body before: give each request its own"
        raise ProblemError(Problem(kind=KEY_USED, detail=detail))
    if receipt.answer is not None:
        return receipt.answer
    if receipt.runs:
        detail = f"the request with the Idempotency-Key {sent.key!r} is still running: send it again in a moment"
        raise ProblemError(Problem(kind=KEY_IN_USE, detail=detail, headers=RETRY))
    try:
        given = answer(None if receipt.is_new else receipt)
        receipts.keep(sent.key, answer=given)
    except ProblemError:
        receipts.forget(sent.key)
        raise
    else:
        return given
    finally:
        receipts.release(sent.key)
