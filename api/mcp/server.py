"""The MCP server: lists the tools and calls them.

It is made of mcp's low-level `Server`, for the `MCPServer` over it sets up the logging of the whole process and tells
agents of wrong arguments in pydantic's words.
"""

import json
import logging
from collections.abc import Mapping
from contextlib import aclosing, closing
from importlib.metadata import version
from inspect import getdoc
from typing import TypeAlias

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from mcp.server import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError

from api.faults import problem_of
from api.links import base_of
from api.mcp.tools import CALLS, Call
from api.opening import Opening
from api.problems import INTERNAL
from api.seats import Seats

_INSTRUCTIONS = (
    "Answers from an archive of news articles, with verbatim citations. Call `ask` for what was said or done, "
    "and `search` and `fetch` to read articles. Cite outlet, date and link, and say so where the archive has no answer."
)
_READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

_log = logging.getLogger("onrecord.api")

_Asked: TypeAlias = ServerRequestContext[dict[str, object], Request]


def session_manager() -> StreamableHTTPSessionManager:
    """Serves the tools over HTTP, each request by itself and answered with JSON. It can be run once."""
    server = Server(
        "onrecord",
        version=version("onrecord"),
        instructions=_INSTRUCTIONS,
        on_list_tools=_list_tools,
        on_call_tool=_call_tool,
    )
    return StreamableHTTPSessionManager(server, json_response=True, stateless=True)


async def _list_tools(_: _Asked, __: PaginatedRequestParams | None) -> ListToolsResult:
    return ListToolsResult(tools=[_tool(name, call) for name, call in CALLS.items()])


async def _call_tool(asked: _Asked, params: CallToolRequestParams) -> CallToolResult:
    if params.name not in CALLS:
        raise MCPError(INVALID_PARAMS, f"there is no tool {params.name[:80]!r}: there are {', '.join(CALLS)}")
    if asked.request is None:
        raise TypeError("the tools are served over HTTP alone")
    try:
        result = await _result(CALLS[params.name], params.arguments or {}, http=asked.request)
    except Exception as exc:  # noqa: BLE001  # whatever it was, the agent is told in a result
        return _failed(exc, http=asked.request)
    return CallToolResult(content=[TextContent(text=result)], structured_content=json.loads(result))


async def _result(call: type[Call], arguments: Mapping[str, object], *, http: Request) -> str:
    """As JSON. A call takes a seat, as an answer does that is asked for otherwise."""
    opening: Opening = http.app.state.opening
    seats: Seats = http.app.state.seats
    try:
        made = call.model_validate(arguments)
    except ValidationError as exc:
        raise RequestValidationError(
            [{**error, "loc": ("arguments", *error["loc"])} for error in exc.errors()]
        ) from exc
    blocks = made.blocks(opening.service(), base=base_of(http))
    with closing(blocks), seats.one():
        async with aclosing(seats.blocks(blocks)) as parts:
            made_of_it = [part async for part in parts]
    return made_of_it[-1].decode()


def _failed(exc: Exception, *, http: Request) -> CallToolResult:
    problem = problem_of(exc, path=http.scope["path"])
    if problem.kind is INTERNAL:
        _log.error("a tool failed", exc_info=exc)
    return CallToolResult(content=[TextContent(text=problem.detail)], is_error=True)


def _tool(name: str, call: type[Call]) -> Tool:
    return Tool(
        name=name,
        title=call.title,
        description=getdoc(call),
        input_schema=call.model_json_schema(),
        output_schema=call.result.model_json_schema(mode="serialization"),
        annotations=_READ_ONLY,
    )
