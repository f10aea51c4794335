"""Pages for people: escaped by default, and nothing in them runs or loads."""

from base64 import b64encode
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.problems import Problem

_PAGES = "/a/"


def page(template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """The page that the template makes of the values."""
    content = _environment().get_template(template).render(style=_style(), **values)
    headers = {"Content-Security-Policy": _policy()}
    return HTMLResponse(content.encode(errors="replace"), status_code=status, headers=headers)


def wants_page(request: Request) -> bool:
    """Whether this is a browser that asked for a page."""
    path: str = request.scope["path"]
    return path.startswith(_PAGES) and "text/html" in request.headers.get("accept", "")


def problem_page(problem: Problem) -> HTMLResponse:
    """The problem for people, with its status."""
    return page("problem.html.j2", status=problem.kind.status, title=problem.kind.title, detail=problem.detail)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["told"] = _told
    return environment


@lru_cache(maxsize=1)
def _style() -> Markup:
    """Our own style sheet, which stands in the page as it is."""
    return Markup(files("api").joinpath("templates/page.css").read_text("utf-8"))  # noqa: S704  # ours, and no input


@lru_cache(maxsize=1)
def _policy() -> str:
    source = b64encode(sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{source}'; img-src 'none'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _told(moment: datetime) -> str:
    """The moment in words, in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
