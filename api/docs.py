"""The page /docs: the OpenAPI document for people, without scripts and without a request to anywhere."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.problems import KINDS, Kind

router = APIRouter(include_in_schema=False)

OpenApi: TypeAlias = Mapping[str, Any]

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b }
h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem }
table { border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0 }
code, pre { font: 13px/1.45 ui-monospace, monospace }
pre { background: #f5f4f0; padding: .8rem; overflow-x: auto } summary { cursor: pointer } dt { margin-top: .6rem }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #e6e6e6 } pre { background: #222 } a { color: #8ab4f8 }
}
"""
_CSP = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Shows the routes, their examples and the kinds of problems."""
    page = "".join(_page(request.app.openapi()))
    return HTMLResponse(page, headers={"Content-Security-Policy": _CSP})


def _page(document: OpenApi) -> Iterator[str]:
    info = document["info"]
    title = escape(f"{info['title']} {info['version']}")
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
    yield f"<h1>{title}</h1><p>{escape(info['description'])}</p>"
    yield '<p>For programs: <a href="/openapi.json">/openapi.json</a></p>'
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield from _route(f"{method.upper()} {path}", operation)
    yield "<h2>Schemas</h2>"
    for name, schema in document["components"]["schemas"].items():
        yield _folded(name, schema)
    yield "<h2>Problems</h2><p>Every error is <code>application/problem+json</code> (RFC 9457); of routes that are "
    yield "OpenAI's it has OpenAI's shape, with the problem's name as its <code>code</code>.</p><dl>"
    yield from map(_problem, KINDS)
    yield "</dl></body></html>"


def _route(heading: str, operation: OpenApi) -> Iterator[str]:
    yield f'<h2 id="{escape(operation["operationId"])}"><code>{escape(heading)}</code></h2>'
    yield from (f"<p>{_prose(part)}</p>" for part in operation["description"].split("\n\n"))
    if "security" in operation:
        yield f"<p>Where the server has keys: with the scope <code>{operation['security'][0]['key'][0]}</code></p>"
    if "parameters" in operation:
        yield "<table><tr><th>Parameter<th>In<th>What it is"
        yield from map(_parameter, operation["parameters"])
        yield "</table>"
    if "requestBody" in operation:
        for example in operation["requestBody"]["content"]["application/json"]["examples"].values():
            yield _folded(f"Example: {example['summary']}", example["value"])
    for status, response in operation["responses"].items():
        if "content" not in response:
            yield f"<p>Reply {status}, without a body</p>"
        elif status.startswith("2"):  # the others are problems, and those have their own part of the page
            yield _folded(f"Reply {status}", response["content"])


def _parameter(parameter: OpenApi) -> str:
    schema = parameter["schema"]
    needed = "needed" if parameter["required"] else ""
    otherwise = f"{schema['default']} where not given" if "default" in schema else ""
    parts = (_prose(parameter.get("description", "")), _limits(schema), needed, escape(otherwise))
    given = "; ".join(part.removesuffix(".") for part in parts if part)
    return f"<tr><td><code>{escape(parameter['name'])}</code><td>{escape(parameter['in'])}<td>{given}"


def _limits(schema: OpenApi) -> str:
    """What the values may be, as the schema says it."""
    [of, *_] = schema.get("anyOf", [schema])
    said = {name: of[name] for name in ("type", "format", "minimum", "maximum", "maxLength") if name in of}
    return escape(", ".join(f"{name} {value}" for name, value in said.items()))


def _prose(text: str) -> str:
    """The text as HTML, what stands between backticks as code."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text))


def _folded(summary: str, value: object) -> str:
    shown = escape(json.dumps(value, indent=2, ensure_ascii=False))
    return f"<details><summary>{escape(summary)}</summary><pre>{shown}</pre></details>"


def _problem(kind: Kind) -> str:
    entry = f"{kind.status} {kind.title}"
    return f'<dt id="{kind.name}"><b>{escape(entry)}</b> <code>{kind.name}</code></dt><dd>{escape(kind.meaning)}</dd>'
