"""A key: what is kept of it, what it may do, and the links that it signs."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, digest
from secrets import token_urlsafe
from typing import Literal, get_args

from vectorstore.errors import InputError

Scope = Literal["ask", "write", "admin"]
"""`ask` reads and asks, `write` adds, replaces and removes articles, `admin` does both and reads the metrics.

What adds articles needn't read them: `write` alone doesn't hold `ask`.
"""
SCOPES: tuple[Scope, ...] = get_args(Scope)

_BEGINS_WITH = "onrecord_"
"""So that a key which has strayed into a file or a log is known for one."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_RANDOM_BYTES = 32
_SIGNATURE_BYTES = 16
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key by what is kept of it; who was given it holds the secret."""

    name: str
    scopes: tuple[Scope, ...]
    sha256: bytes
    """Of the secret, which has 256 random bits: a slow hash, as of passwords, would make no guess harder."""
    created_at: datetime
    ends_with: str
    """The secret's last characters, to tell keys apart."""

    def allows(self, scope: Scope) -> bool:
        """Whether it may do what needs the scope."""
        return scope in self.scopes or "admin" in self.scopes

    def is_of(self, secret: str) -> bool:
        """Whether the secret is this key's; takes as long where it is not."""
        return compare_digest(self.sha256, _hash(secret))

    def signature(self, article_id: str) -> str:
        """What a link to the page of the article has, so that a browser, which sends no key, may open that page.

        Who can't read the key's hash can't make it (HMAC-SHA-256, 128 bits), and it ends with the key.
        """
        signed = digest(self.sha256, b"page of " + article_id.encode(errors="surrogatepass"), "sha256")
        return urlsafe_b64encode(signed[:_SIGNATURE_BYTES]).rstrip(b"=").decode()

    def has_signed(self, signature: str, article_id: str) -> bool:
        """Whether the signature is this key's for the article; takes as long where it is not."""
        return compare_digest(signature.encode(errors="surrogatepass"), self.signature(article_id).encode())


def new_key(name: str, scopes: Sequence[str]) -> tuple[Key, str]:
    """A key, and the secret that nothing is kept of but its hash.

    Raises:
        InputError: the name can't be one, or one of the scopes is none.
    """
    if not _NAME.fullmatch(name):
        raise InputError(f"a key can't be called {name[:80]!r}: use at most 64 letters, digits, '.', '_' and '-'")
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise InputError(f"there is no scope {unknown[0]!r}: there are {', '.join(SCOPES)}")
    secret = _BEGINS_WITH + token_urlsafe(_RANDOM_BYTES)
    key = Key(
        name=name,
        scopes=tuple(scope for scope in SCOPES if scope in scopes),
        sha256=_hash(secret),
        created_at=datetime.now(UTC).replace(microsecond=0),
        ends_with=secret[-_SHOWN:],
    )
    return key, secret


def _hash(secret: str) -> bytes:
    return sha256(secret.encode(errors="surrogatepass")).digest()
