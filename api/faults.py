"""Which problem an exception is, and in which shape who asked is told of it."""

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.invalid import problem_of_errors
from api.mcp.errors import rpc_error_response, speaks_mcp
from api.openai.errors import error_response, speaks_openai
from api.pages import problem_page, wants_page
from api.problems import (
    INTERNAL,
    INVALID,
    NOT_JSON,
    REFUSED,
    RETRY,
    SHOWN_OF_PATH,
    UNAVAILABLE,
    WRONG_METHOD,
    Problem,
    ProblemError,
    no_such_route,
    problem_response,
)
from vectorstore.errors import InputError, OnrecordError

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_log = logging.getLogger("onrecord.api")


def answer_with_problems(app: FastAPI) -> None:
    """Makes a problem of every exception that is foreseen; of any other one `RequestLog` does."""
    for kind in (HTTPException, RequestValidationError, OnrecordError):
        app.add_exception_handler(kind, respond)


def problem_of(exc: Exception, *, path: str) -> Problem:
    """The problem that tells of the exception what the reader may know: of an unexpected one, nothing."""
    match exc:
        case ProblemError():
            return exc.problem
        case RequestValidationError():
            return problem_of_errors(exc.errors())
        case HTTPException():
            return _refused(exc, path=path[:SHOWN_OF_PATH])
        case InputError():
            return Problem(kind=INVALID, detail=str(exc))
        case OnrecordError():
            return Problem(kind=UNAVAILABLE, detail=str(exc), headers=RETRY)
        case _:
            detail = "the server failed at this request and its log has the cause: try again, and report it if it stays"
            return Problem(kind=INTERNAL, detail=detail)


def ending_with_faults(
    blocks: Generator[bytes, None, None], *, path: str, tell: Callable[[Problem], bytes]
) -> Generator[bytes, None, None]:
    """The blocks of a stream. Where one can't be made, the last one tells of the problem."""
    with closing(blocks):
        try:
            yield from blocks
        except Exception as exc:  # noqa: BLE001  # the status has been sent: only the stream itself can tell
            problem = problem_of(exc, path=path)
            if problem.kind is INTERNAL:
                _log.exception("a stream broke off")
            yield tell(problem)


async def respond(request: Request, exc: Exception) -> Response:
    """The response that tells of the exception, in the shape that who asked expects."""
    path: str = request.scope["path"]
    if isinstance(exc, HTTPException) and exc.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        exc.headers = {"Allow": ", ".join(_methods(request))}
    problem = problem_of(exc, path=path)
    if speaks_mcp(path):
        response = rpc_error_response(problem)
    elif speaks_openai(path):
        response = error_response(problem)
    elif wants_page(request):
        response = problem_page(problem)
    else:
        response = problem_response(problem, path=path)
    for name, value in problem.headers.items():  # a page has them too
        response.headers.setdefault(name, value)
    return response


def _refused(exc: HTTPException, *, path: str) -> Problem:
    """The problem of what the router and FastAPI raise by themselves."""
    headers = exc.headers or {}
    match exc.status_code:
        case HTTPStatus.NOT_FOUND:
            return no_such_route(path)
        case HTTPStatus.METHOD_NOT_ALLOWED:
            use = headers.get("Allow", "another")
            return Problem(kind=WRONG_METHOD, detail=f"{path!r} doesn't take this method: use {use}", headers=headers)
        case HTTPStatus.BAD_REQUEST if exc.__cause__ is not None:
            return Problem(kind=NOT_JSON, detail=f"the body can't be read as JSON: {_unreadable(exc.__cause__)}")
        case _:
            return Problem(kind=REFUSED, detail=exc.detail, headers=headers)


def _methods(request: Request) -> Sequence[str]:
    """The methods of every route of the path: the router tells those of the first one alone."""

    def taken(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return [method for method in _METHODS if taken(method)]


def _unreadable(cause: BaseException) -> str:
    match cause:
        case RecursionError():
            return "it is nested too deep: send it flatter"
        case UnicodeDecodeError():
            return f"it is not UTF-8 at byte {cause.start}: encode it as UTF-8"
        case _:
            return "a number in it is too long, or the body broke off: mend it and send it again"
