"""Messages of a chat page that is made with the AI SDK.

https://ai-sdk.dev/docs/reference/ai-sdk-core/ui-message
"""

from typing import Annotated

from pydantic import FailFast, Field

from api.openai.messages import Lenient, Message, Part

_MOST_MESSAGES = 2_000


class UiMessage(Lenient):
    """A message; of its parts only texts are read, so that what an earlier answer cited may come back with it."""

    role: str = ""
    parts: tuple[Part, ...] = ()

    def plain(self) -> Message:
        """What it says and who."""
        return Message(role=self.role, content=self.parts)


class UiChatRequest(Lenient):
    """What `DefaultChatTransport` sends; other fields (`id`, `trigger`, `messageId`, a page's own) aren't used.

    To answer anew (`regenerate-message`) the page leaves the old answer out.
    """

    messages: Annotated[tuple[UiMessage, ...], FailFast(), Field(max_length=_MOST_MESSAGES)]
