"""A chat model, and who works with it."""

from dataclasses import dataclass
from secrets import token_hex

from pydantic import SecretStr

from qa.grounding.claims import ungrounded
from qa.grounding.quotes import locate
from qa.writer.chat_span import ChatModelName
from qa.writer.models import MAX_TOKENS, TEMPERATURE, open_chat_model, provider_and_model
from qa.writer.rewrite import ChatRewriter
from qa.writer.upstream import Upstream
from qa.writer.write import ChatWriter
from qa.writer.writing import Writers
from vectorstore.archive import Archive

_NONCE_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedChat:
    """One chat model, on an event loop of its own."""

    name: str
    upstream: Upstream
    timeout_s: float

    def writers(self, archive: Archive) -> Writers:
        """What it does over that archive."""
        writer = ChatWriter(
            name=self.name,
            upstream=self.upstream,
            archive=archive,
            locate=locate,
            ungrounded=ungrounded,
            nonce=lambda: token_hex(_NONCE_BYTES),
        )
        return Writers(writer=writer, rewriter=ChatRewriter(upstream=self.upstream), timeout_s=self.timeout_s)

    def close(self) -> None:
        """Lets go of it."""
        self.upstream.close()


def open_chat(name: str, *, base_url: str | None, api_key: SecretStr | None, timeout_s: float) -> OpenedChat:
    """The model of that name. Nothing is sent yet.

    Raises:
        InputError: there can't be such a model.
    """
    model = open_chat_model(name, base_url=base_url, api_key=api_key, timeout_s=timeout_s)
    provider, of_provider = provider_and_model(name, with_server=base_url is not None)
    asked = ChatModelName(provider, of_provider, temperature=TEMPERATURE, max_tokens=MAX_TOKENS)
    return OpenedChat(name=name, upstream=Upstream(model, name=asked), timeout_s=timeout_s)
