"""The OpenAPI document, with an example of every reply and the scopes that keys need."""

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from api.keys.described import describe_keys

_REPLIES = json.loads(files("api").joinpath("examples.json").read_text(encoding="utf-8"))
"""By operation id and status; of what goes wrong, by media type."""


class Documented(FastAPI):
    """An application whose document shows what comes back, as it came back over the sample articles."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        is_made = self.openapi_schema is not None
        document = super().openapi()
        if not is_made:
            for path in document["paths"].values():
                for operation in path.values():
                    _illustrate(operation)
            describe_keys(document)
        return document


def _illustrate(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        known = _REPLIES["replies"].get(operation["operationId"], {}).get(status)
        shown = {"application/json": known} if known else _REPLIES["problems"] if status == "default" else {}
        for media_type, content in response.get("content", {}).items():
            if media_type in shown:
                content["example"] = shown[media_type]
