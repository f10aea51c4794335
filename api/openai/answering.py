"""An answer in pieces, from which each route makes what its clients expect."""

import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from math import ceil

from api.openai.messages import Message, ask_request
from api.openai.presentation import Annotation, Presentation
from api.openai.prompts import prepared
from qa.events import Done, Event, SegmentDone, Status
from qa.reply import Citation
from qa.service import Service
from qa.wire import ReplyBody, reply_body

_CHARACTERS_OF_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Sources:
    """Citations, each before the text that first uses it, with the place that its marker will have there."""

    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the text goes on with; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Whole:
    """The text, which is all words put together, and what is known of it; comes last and once."""

    text: str
    annotations: tuple[Annotation, ...]
    reply: ReplyBody | None
    """None where the articles weren't asked."""
    prompt_tokens: int
    completion_tokens: int


Piece = Status | Sources | Words | Whole
"""A status comes again and again while there is nothing new, so that the pieces can be closed there as well."""
Pieces = Generator[Piece, None, None]


def answering(service: Service, messages: tuple[Message, ...], *, presentation: Presentation, field: str) -> Pieces:
    """The answer to the last user message; `field` is what the client calls the messages.

    Raises:
        ProblemError: no message is a user's.
        InputError: the question is empty or too long.
    """
    asked = next((message.text for message in reversed(messages) if message.role == "user"), "")
    prompt_tokens = sum(_tokens(message.text) for message in messages)
    if (text := prepared(asked)) is not None:
        return _prepared(text, prompt_tokens=prompt_tokens)
    events = service.stream(ask_request(messages, field=field))
    return _answered(events, presentation, prompt_tokens=prompt_tokens)


def whole_blocks(pieces: Pieces, body: Callable[[Whole], dict[str, object]]) -> Generator[bytes, None, None]:
    """Empty blocks, and at last the body of the whole."""
    with closing(pieces):
        for piece in pieces:
            yield json.dumps(body(piece)).encode() if isinstance(piece, Whole) else b""


def _prepared(text: str, *, prompt_tokens: int) -> Pieces:
    if text:
        yield Words(text)
    yield Whole(text, (), None, prompt_tokens, _tokens(text))


def _answered(events: Generator[Event, None, None], presentation: Presentation, *, prompt_tokens: int) -> Pieces:
    text, cited = "", dict[int, Citation]()
    with closing(events):
        for event in events:
            match event:
                case Status():
                    yield event
                case SegmentDone():
                    new = {citation.marker: citation for citation in event.citations}
                    cited |= new
                    placed = presentation.placed(event.segment, cited=cited, at=len(text))
                    yield Sources(tuple(one for one in placed if one.citation.marker in new))
                    words = presentation.segment(event.segment, cited=cited, first=not text)
                    text += words
                    yield Words(words)
                case Done():
                    outcome = event.reply.outcome
                    if tail := presentation.tail(outcome):
                        text += tail
                        yield Words(tail)
                    reply = reply_body(event.reply, with_passages=False)
                    yield Whole(text, presentation.annotations(outcome), reply, prompt_tokens, _tokens(text))


def _tokens(text: str) -> int:
    """About how many: there need be no model whose tokens could be counted."""
    return ceil(len(text) / _CHARACTERS_OF_A_TOKEN)
