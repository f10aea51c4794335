"""Messages of a client, as a question and the conversation before it."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.openai.presentation import as_said
from api.openai.prompts import asked_in
from api.problems import INVALID, Problem, ProblemError
from qa.wire import AskRequest, Text, Turn

_MOST_TURNS = 20
_MOST_CHARACTERS = 20_000
_MOST_MESSAGES = 2_000
_TEXT_PARTS = {"text", "input_text", "output_text"}


class Lenient(BaseModel):
    """A JSON object of which only these fields count: clients send many more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Part(Lenient):
    """A part of a message; only texts are read."""

    type: str
    text: Text | None = None


def _in_parts(content: object) -> object:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


class Message(Lenient):
    """A message; `content` of one that calls a tool may be null."""

    role: str = ""
    content: Annotated[
        tuple[Part, ...] | None, BeforeValidator(_in_parts, json_schema_input_type=str | tuple[Part, ...] | None)
    ] = None

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(part.text for part in self.content or () if part.type in _TEXT_PARTS and part.text)


Messages = Annotated[tuple[Message, ...], Field(min_length=1, max_length=_MOST_MESSAGES)]


def _as_message(given: object) -> object:
    return [{"role": "user", "content": given}] if isinstance(given, str) else given


TextOrMessages = Annotated[Messages, BeforeValidator(_as_message, json_schema_input_type=str | Messages)]
"""A text alone is a user's message."""


def ask_request(messages: Sequence[Message], *, field: str) -> AskRequest:
    """The last user message as the question, the latest turns before it as its history; system messages don't count.

    Raises:
        ProblemError: there is no user message; the problem points to the `field`.
    """
    last = next((at for at in reversed(range(len(messages))) if messages[at].role == "user"), None)
    if last is None:
        detail = f"{field} has no message of the role 'user': add the question as one"
        raise ProblemError(
            Problem(kind=INVALID, detail=detail, more={"errors": [{"pointer": f"#/{field}", "detail": detail}]})
        )
    history = tuple(_turns(messages[:last]))[-_MOST_TURNS:]
    return AskRequest(question=asked_in(messages[last].text), history=history)


def _turns(messages: Sequence[Message]) -> Iterator[Turn]:
    for message in messages:
        said = message.text[:_MOST_CHARACTERS]
        if message.role == "user":
            yield Turn(role="user", content=asked_in(said))
        elif message.role == "assistant":
            yield Turn(role="assistant", content=as_said(said))
