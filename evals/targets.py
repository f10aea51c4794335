"""A server as the target of a run. In process, a target is a function that the caller has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import ValidationError

from evals.run import Target
from qa.wire import AskRequest, ReplyBody
from vectorstore.errors import OnrecordError

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 120.0


@contextmanager
def http_target(url: str) -> Iterator[Target]:
    """A target that asks the server at `url`, over one connection that is kept until the block ends.

    Raises:
        OnrecordError: nothing answers at `url`; or, from the target, the server refused a question, fell silent or
            sent what is no reply.
    """
    import httpx

    root = url.rstrip("/")
    with httpx.Client(timeout=TIMEOUT_S) as client:
        try:
            client.get(f"{root}/health")
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise OnrecordError(f"nothing answers at {url} ({exc}): start 'onrecord serve' or change --url") from exc
        yield lambda request: _ask(client, f"{root}/v1/ask", request=request)


def _ask(client: "httpx.Client", route: str, *, request: AskRequest) -> ReplyBody:
    import httpx

    try:
        response = client.post(route, json=request.model_dump(mode="json"))
        response.raise_for_status()
        return ReplyBody.model_validate_json(response.content)
    except httpx.HTTPStatusError as exc:
        said = f"{exc.response.status_code}: {exc.response.text[:500]}"
        raise OnrecordError(f"{route} answered {said}") from exc
    except httpx.HTTPError as exc:
        raise OnrecordError(f"{route} did not answer ({type(exc).__name__}): see the server's log") from exc
    except ValidationError as exc:
        raise OnrecordError(f"{route} sent what is no reply of this version: {exc}") from exc
