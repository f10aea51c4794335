"""Problems as JSON-RPC errors, which MCP clients show.

https://www.jsonrpc.org/specification#error_object
"""

import json

from fastapi import Response
from mcp.types import INTERNAL_ERROR, INVALID_REQUEST

from api.problems import Problem

PATHS = ("/mcp", "/mcp/")
"""Clients are given the one or the other, and not all of them follow a redirect."""


def speaks_mcp(path: str) -> bool:
    """Whether clients of that path expect JSON-RPC."""
    return path in PATHS


def rpc_error_response(problem: Problem) -> Response:
    """The problem as it travels: the request's id is null, for it wasn't read."""
    code = INTERNAL_ERROR if problem.kind.status >= 500 else INVALID_REQUEST
    error = {"code": code, "message": problem.detail, "data": {"type": problem.kind.type}}
    content = json.dumps({"jsonrpc": "2.0", "id": None, "error": error})
    return Response(
        content, status_code=problem.kind.status, media_type="application/json", headers=dict(problem.headers)
    )
