"""Addresses of articles."""

from urllib.parse import urljoin, urlsplit

_LONGEST = 2_000


def web_address(written: object, *, base: str | None) -> str | None:
    """The absolute http(s) address that is written, resolved against `base`; None for anything else."""
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        address = urljoin(base or "", written.strip())
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    except ValueError:
        return None
    return address if is_web and len(address) <= _LONGEST and address.isprintable() and " " not in address else None


def article_address(written: object, *, base: str | None) -> str | None:
    """As `web_address`, but None for a site's front page: an article that claims to be that would replace others."""
    address = web_address(written, base=base)
    parts = urlsplit(address or "")
    return address if parts.path.strip("/") or parts.query else None
