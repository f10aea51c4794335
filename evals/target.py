"""What is measured: anything that replies to a question."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError

from qa.settings import Settings
from qa.wire import AskRequest, HitBody, HitsBody, ReplyBody, SearchRequest, hit_body, reply_body
from vectorstore.article import Article
from vectorstore.errors import InputError, OnrecordError
from vectorstore.index import Progress

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 120.0
_Body = TypeVar("_Body", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Target:
    """A system under test. One that can't `search` is measured by its replies alone: nothing tells where it fails."""

    ask: Callable[[AskRequest], ReplyBody]
    search: Callable[[SearchRequest], tuple[HitBody, ...]] | None = None


@contextmanager
def in_process(articles: Iterable[Article], *, settings: Settings, progress: Progress) -> Iterator[Target]:
    """An answerer of our own over these articles and no others; what the settings have for a home is not touched.

    Raises:
        InputError: an article can't be taken in.
    """
    from qa.build import open_service

    with TemporaryDirectory(prefix="onrecord-eval-") as home:
        service = open_service(settings.model_copy(update={"home": Path(home)}))
        try:
            given = tuple(articles)
            for done, result in enumerate(service.ingest(given), start=1):
                if result.status == "failed":
                    raise InputError(f"article {result.id!r} can't be taken in: {result.error}")
                progress("articles", done, len(given))
            yield Target(
                ask=lambda request: reply_body(service.ask(request), with_passages="passages" in request.include),
                search=lambda request: tuple(map(hit_body, service.search(request))),
            )
        finally:
            service.close()


@contextmanager
def over_http(url: str, *, key: SecretStr | None) -> Iterator[Target]:
    """The server at `url`, asked with the key, over connections that are kept until the block ends.

    Raises:
        OnrecordError: nothing answers at `url`; or, from the target, the server refused a question, fell silent or
            sent what is no reply.
    """
    import httpx

    root = url.rstrip("/")
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    with httpx.Client(timeout=TIMEOUT_S, headers=headers) as client:
        try:
            client.get(f"{root}/health")
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise OnrecordError(f"nothing answers at {url} ({exc}): start 'onrecord serve' or change --url") from exc
        yield Target(
            ask=lambda request: _post(client, f"{root}/v1/ask", request, reply=ReplyBody),
            search=lambda request: _post(client, f"{root}/v1/search", request, reply=HitsBody).hits,
        )


def _post(client: "httpx.Client", route: str, request: BaseModel, *, reply: type[_Body]) -> _Body:
    import httpx

    try:
        response = client.post(route, json=request.model_dump(mode="json"))
        response.raise_for_status()
        return reply.model_validate_json(response.content)
    except httpx.HTTPStatusError as exc:
        said = f"{exc.response.status_code}: {exc.response.text[:500]}"
        raise OnrecordError(f"{route} answered {said}") from exc
    except httpx.HTTPError as exc:
        raise OnrecordError(f"{route} did not answer ({type(exc).__name__}): see the server's log") from exc
    except ValidationError as exc:
        raise OnrecordError(f"{route} sent what is no reply of this version: {exc}") from exc
