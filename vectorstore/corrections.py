"""Correction notices, as newsrooms word them."""

import re

_notice = re.compile(
    r"""^[^\w\n]*(?:corrections?|clarification|editor[’']s\ note
      |(?:this|the)\ (?:article|story|report|post)\ (?:was|has\ been|is)\ (?:\w+\ )?(?:amended|corrected|changed)
      |an?\ (?:earlier|previous|original)\ version\ of\ this)\b.*""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


def correction_notice(text: str) -> str | None:
    """The paragraphs in which the article says that it was corrected, verbatim; None where there is none."""
    found = [match.group().strip() for match in _notice.finditer(text)]
    return "\n".join(found) or None
