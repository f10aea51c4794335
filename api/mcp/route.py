"""The route of MCP: streamable HTTP, without sessions; every answer is one JSON body."""

from fastapi import APIRouter, Depends, Request, Response
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from api.limits import require_json
from api.mcp.callers import require_known_origin
from api.mcp.errors import PATHS

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_known_origin), Depends(require_json)])


class _Served(Response):
    """What MCP's own server answers. It reads the body itself."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        super().__init__()
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        await self._manager.handle_request(scope, receive, send)


@router.post(PATHS[0])
@router.post(PATHS[1])
async def mcp(request: Request) -> Response:
    """Lists the tools and calls them."""
    return _Served(request.app.state.mcp)
