"""The JSON of chat completions."""

from dataclasses import dataclass

from api.links import jumping, page_title
from api.openai.answering import Whole
from api.openai.markdown import as_markdown
from api.openai.presentation import Annotation, Presentation
from qa.reply import Citation

Body = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What all chunks of a completion have."""

    id: str
    created: int
    model: str

    def body(self, kind: str) -> Body:
        """As it travels."""
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}


def completion(head: Head, piece: Whole, *, presentation: Presentation) -> Body:
    """The whole completion; it has annotations in every profile that has no links in the text."""
    message = {
        "role": "assistant",
        "content": piece.text,
        "refusal": None,
        "annotations": [annotation_body(one, presentation=presentation) for one in piece.annotations],
    }
    body: Body = {
        **head.body("chat.completion"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": usage_body(piece),
    }
    return with_reply(body, piece)


def with_reply(body: Body, piece: Whole) -> Body:
    """The body with the reply as `/v1/ask` gives it under `onrecord`, where there is one."""
    return {**body, "onrecord": piece.reply.model_dump(mode="json", exclude={"passages"})} if piece.reply else body


def annotation_body(annotation: Annotation, *, presentation: Presentation) -> Body:
    """The citation at its first marker; offsets are code points of the message's content."""
    return {"type": "url_citation", "url_citation": url_citation(annotation, presentation=presentation)}


def url_citation(annotation: Annotation, *, presentation: Presentation) -> Body:
    """What an annotation says."""
    return {
        "url": presentation.url(annotation.citation),
        "title": page_title(annotation.citation),
        "start_index": annotation.start,
        "end_index": annotation.end,
    }


def source_event(citation: Citation, *, presentation: Presentation) -> Body:
    """What Open WebUI shows of a source. It numbers sources by `source`, which is another for each citation.

    It shows the quote as Markdown, and one of its two links has the quote's first and last word as a fragment.
    """
    url, name = jumping(presentation.url(citation)), page_title(citation)
    own = f"onrecord:{citation.article.id}:{citation.article.version}:{citation.start}-{citation.end}"
    shown = {
        "source": {"name": name, "url": url},
        "document": [as_markdown(citation.quote)],
        "metadata": [{"source": own, "name": name, "source_url": url}],
    }
    return {"type": "source", "data": shown}


def usage_body(piece: Whole) -> Body:
    """About how many tokens went in and out."""
    return {
        "prompt_tokens": piece.prompt_tokens,
        "completion_tokens": piece.completion_tokens,
        "total_tokens": piece.prompt_tokens + piece.completion_tokens,
    }
