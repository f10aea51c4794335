"""Why a question is declined, in one sentence."""

from collections.abc import Sequence

from qa.question import Kind, Understood

_MOST_NAMED = 2
_UNSAID: dict[Kind, str] = {
    "when": "The articles don't say when.",
    "how-many": "The articles don't give the number.",
    "who-said": "The articles don't say whose words these are.",
}


def why_declined(understood: Understood) -> str:
    """What is missing: a word of the question, a speaker, or else what it asks for."""
    if understood.unknown:
        return f"No article mentions {_listed([f'“{word}”' for word in understood.unknown])}."
    if understood.speakers:
        return f"No article quotes {_listed(understood.speakers)} on this."
    return _UNSAID.get(understood.kind, "The articles don't say.")


def _listed(names: Sequence[str]) -> str:
    return " or ".join(names[:_MOST_NAMED])
