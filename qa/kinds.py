"""The kind of answer that a question asks for, by its form."""

import re

from qa.question import Kind

SPEECH = (
    r"(?:say|said|saying|says|tell|told|think|thinks|thought|post|posted|tweet|tweeted|write|wrote|warn|warned|claim|"
    r"claimed|want|wants|argue|argued|promise|promised|reply|replied|answer|answered|announce|announced|describe|"
    r"described|call|called|make of|quoted as saying|believe|believes|expect|expected|ask|asked|deny|denied)"
)
"""Verbs of speech, for a pattern."""
STANCE = (
    r"(?:position|take|view|views|opinion|stance|reaction|comments?|remarks?|words|warnings?|statement|answer|reply)"
)
"""Nouns for what somebody says, for a pattern."""
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("when", re.compile(r"^\W*(?:when\b|(?:on |in |at )?(?:what|which) (?:date|day|time|year|month)\b)", re.I)),
    (
        "who-said",
        re.compile(rf"^\W*(?:who|which \w+(?: \w+)?|whose)\b.*\b(?:{SPEECH}|quote|words|spoke|was it)\b", re.I),
    ),
    ("what-said", re.compile(rf"\bwh?at(?:'s|s)?\b.*\b{SPEECH}\b|\bwhat\b.*\b{STANCE}\b|\bin what words\b", re.I)),
    ("what-said", re.compile(r"^\W*according to\b.*\bwhat\b", re.I)),
    ("what-said", re.compile(rf"^\W*(?:summari[sz]e|combine|list)\b.*\b(?:{STANCE}|said|{SPEECH})\b", re.I)),
    (
        "how-many",
        re.compile(r"\bhow (?:many|much|long|far|old|big|large)\b|\bnumber of\b|\bwhat (?:share|percentage)\b", re.I),
    ),
    (
        "when",
        re.compile(r"\bwhen\b|\bwhat (?:date|day|time|year|month)\b|\b(?:which|on what) (?:date|day|year)\b", re.I),
    ),
    (
        "compare",
        re.compile(
            r"\b(?:compare|contrast|differ(?:s|ent|ently)?|(?:dis)?agree|contradict|side by side|next to each other|"
            r"versus|or not|each of them|what each|both sides|each side|go together)\b|"
            r"\bhow (?:has|have|did|do) .*\bchange",
            re.I,
        ),
    ),
    (
        "list",
        re.compile(
            r"^\W*(?:list|name|all|every|everything|give me (?:all|every)|sum up|summari[sz]e|combine|put together)\b"
            r"|^\W*(?:which|what) (?:[\w’'-]+ ){0,2}[\w’'-]+s "
            r"(?:are|were|did|do|have|has|was|is|went|in|who|that)\b",
            re.I,
        ),
    ),
)


def kind_of(text: str) -> Kind:
    """The first kind whose form the question has."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "other")
