"""What an answer is in the AI SDK's UI message stream: pure functions of its pieces.

https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol
"""

from collections.abc import Iterator

from api.links import page_title
from api.openai.answering import Whole, Words
from api.openai.presentation import Annotation, Presentation
from qa.events import Stage
from qa.wire import ReplyBody, citation_body

Part = dict[str, object]

_TEXT_ID = "text"
_IN_PARTS = {"question", "answer", "segments", "citations", "abstention", "nearest", "passages"}
"""What of a reply the message has in its parts, or the page in its own message."""


def start(message_id: str) -> Part:
    """The first part."""
    return {"type": "start", "messageId": message_id}


def status(stage: Stage) -> Part:
    """What is being done, for the page to show meanwhile: not kept in the message."""
    return {"type": "data-status", "data": {"stage": stage}, "transient": True}


def cited(annotation: Annotation, *, presentation: Presentation) -> Iterator[Part]:
    """A citation, as a source with the article's page and as data with the quote; the number is the id of both.

    The data is the citation as `/v1/ask` gives it, and `marker_start` and `marker_end` are the place of its first
    marker, in code points of the message's text.
    """
    citation = annotation.citation
    number = str(citation.marker)
    yield {
        "type": "source-url",
        "sourceId": number,
        "url": presentation.url(citation),
        "title": page_title(citation),
    }
    place = {"marker_start": annotation.start, "marker_end": annotation.end}
    yield {"type": "data-citation", "id": number, "data": {**citation_body(citation).model_dump(mode="json"), **place}}


def text_start() -> Part:
    """What comes before the first words."""
    return {"type": "text-start", "id": _TEXT_ID}


def text_delta(words: Words) -> Part:
    """More text."""
    return {"type": "text-delta", "id": _TEXT_ID, "delta": words.text}


def ending(whole: Whole) -> Iterator[Part]:
    """What comes behind the last words: that it is no answer, if it is none, and what else is known of the reply."""
    if whole.text:
        yield {"type": "text-end", "id": _TEXT_ID}
    if whole.reply is None:
        yield {"type": "finish", "finishReason": "stop"}
        return
    if whole.reply.abstention:
        told = whole.reply.model_dump(mode="json", include={"abstention", "nearest"})
        yield {"type": "data-abstention", "data": {**told["abstention"], "nearest": told["nearest"]}}
    yield {"type": "finish", "finishReason": "stop", "messageMetadata": {"onrecord": _rest(whole.reply)}}


def error(text: str) -> Part:
    """The last part of a stream that broke off."""
    return {"type": "error", "errorText": text}


def _rest(reply: ReplyBody) -> Part:
    rest: Part = reply.model_dump(mode="json", exclude=_IN_PARTS)
    return rest
