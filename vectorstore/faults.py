"""What pydantic finds wrong, in words for the person who wrote it."""

import reprlib

from pydantic import ValidationError

_TOLD = 3


def faults(exc: ValidationError) -> str:
    """The first faults, each with its field, what is wrong and the value; then how many more there are."""
    errors = exc.errors(include_url=False, include_context=False)
    told = [
        ": ".join(part for part in (".".join(map(str, e["loc"])), _wrong(e["type"], e["msg"], e["input"])) if part)
        for e in errors[:_TOLD]
    ]
    if len(errors) > _TOLD:
        told.append(f"and {len(errors) - _TOLD:,} more")
    return "; ".join(told)


def _wrong(kind: str, message: str, value: object) -> str:
    if kind in {"model_type", "model_attributes_type"}:
        return f"this should be a JSON object, not {reprlib.repr(value)}"
    if kind == "extra_forbidden":
        return "there is no such field: leave it out"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    return f"{message}, not {reprlib.repr(value)}"
