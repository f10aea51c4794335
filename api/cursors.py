"""Cursors: where the next page of a list begins, in a form that clients only hand back."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from vectorstore.archive_listing import Place
from vectorstore.errors import InputError

_WRONG = (
    "the cursor is damaged, or of another list: send next_cursor as it came, with the same publisher, from and to, or "
    "begin anew without a cursor"
)
_CHECK_LENGTH = 12


def write_cursor(place: Place, *, of: str) -> str:
    """The cursor of that place; `of` names the list, and no other list takes it."""
    told = [place.published_at, place.article_id]
    return urlsafe_b64encode(json.dumps([*told, _check(told, of)]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, of: str) -> Place:
    """The place that `write_cursor` wrote.

    Raises:
        InputError: it is no cursor of that list.
    """
    try:
        published_at, article_id, check = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, RecursionError) as exc:
        raise InputError(_WRONG) from exc
    if check != _check([published_at, article_id], of):
        raise InputError(_WRONG)
    return Place(published_at, article_id)


def _check(told: object, of: str) -> str:
    return sha256(f"{of}\n{json.dumps(told)}".encode()).hexdigest()[:_CHECK_LENGTH]
