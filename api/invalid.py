"""The problem of a body that isn't as its model says."""

import reprlib
from collections.abc import Sequence

from pydantic_core import ErrorDetails

from api.problems import INVALID, NOT_JSON, Problem

_LISTED = 20
_IN_DETAIL = 3
_SHOWN_OF_NAME = 80
_NOT_AN_OBJECT = "this should be a JSON object"
_REWORDED = {
    "missing": "missing: add it",
    "extra_forbidden": "there is no such field: leave it out; /docs lists the fields",
    "model_attributes_type": _NOT_AN_OBJECT,
    "model_type": _NOT_AN_OBJECT,
    "dict_type": _NOT_AN_OBJECT,
    "too_short": "there must be at least {min_length}",
    "too_long": "there may be at most {max_length}",
}
"""What pydantic says in words of Python, by its type of error."""
_WITHOUT_VALUE = {"missing", "extra_forbidden"}


def problem_of_errors(errors: Sequence[ErrorDetails]) -> Problem:
    """The problem, with the first errors as `errors`: a JSON pointer (RFC 6901) to the field, and what is wrong."""
    if errors[0]["type"] == "json_invalid":
        place, why = errors[0]["loc"][-1], errors[0]["ctx"]["error"]
        return Problem(kind=NOT_JSON, detail=f"the body is not JSON ({why}, character {place}): send a JSON object")
    listed = [{"pointer": _pointer(error["loc"]), "detail": _wrong(error)} for error in errors[:_LISTED]]
    told = [f"{'the body' if e['pointer'] == '#' else e['pointer']}: {e['detail']}" for e in listed[:_IN_DETAIL]]
    if (untold := len(errors) - len(told)) > 0:
        told.append(f"and {untold:,} more")
    return Problem(kind=INVALID, detail="; ".join(told), more={"errors": listed})


def _pointer(loc: Sequence[str | int]) -> str:
    """The pointer, in the form of a URI fragment but readable: not percent-encoded."""
    parts = (str(part)[:_SHOWN_OF_NAME].replace("~", "~0").replace("/", "~1") for part in loc[1:])
    return "#" + "".join(f"/{part}" for part in parts)


def _wrong(error: ErrorDetails) -> str:
    """What is wrong with the field, and its value where it has one."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    reworded = _REWORDED.get(error["type"])
    said = reworded.format(**error.get("ctx", {})) if reworded else error["msg"]
    return said if error["type"] in _WITHOUT_VALUE else f"{said}; this was {reprlib.repr(error['input'])}"
