"""The chunks of a streamed chat completion."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.openai.answering import Sources, Whole, Words
from api.openai.chat_bodies import Body, Head, annotation_body, source_event, usage_body, with_reply
from api.openai.presentation import Presentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunks:
    """Makes the chunks of one completion."""

    head: Head
    presentation: Presentation
    with_usage: bool

    def opening(self) -> Body:
        """The first one."""
        return self._chunk({"role": "assistant", "content": ""})

    def sources(self, piece: Sources) -> Iterator[Body]:
        """Open WebUI's events, in its profile. They travel in whole chunks, for others stop at one without choices."""
        if self.presentation.profile == "onrecord-openwebui":
            for one in piece.annotations:
                yield {**self._chunk({}), "event": source_event(one.citation, presentation=self.presentation)}

    def words(self, piece: Words) -> Body:
        """More text."""
        return self._chunk({"content": piece.text})

    def ending(self, piece: Whole) -> Iterator[Body]:
        """The end of the message, and how much it used where that was asked for.

        Annotations travel with the reason to finish, where all clients look for them; Open WebUI's profile has none,
        for it would list each source twice.
        """
        annotated = piece.annotations and self.presentation.profile == "onrecord"
        annotations = [annotation_body(one, presentation=self.presentation) for one in piece.annotations]
        last = self._chunk({"annotations": annotations} if annotated else {}, finish="stop")
        yield with_reply(last, piece)
        if self.with_usage:
            yield {**self._chunk({}), "choices": [], "usage": usage_body(piece)}

    def _chunk(self, delta: Body, *, finish: str | None = None) -> Body:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**self.head.body("chat.completion.chunk"), "choices": [choice]}
