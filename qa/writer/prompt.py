"""What a chat model is told: rules first and last, and between them passages and question as JSON, which is data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import JsonValue

from qa.question import Turn
from qa.reply import Hit

_BETWEEN = "\n-----\n"
_TURNS_SHOWN = 6
_TURN_CHARACTERS = 1_500


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as the model gets it, under an id that nobody could know beforehand."""

    id: str
    hit: Hit
    speakers: tuple[str, ...]
    """Who is quoted in it."""


def shown(hits: Sequence[Hit], *, nonce: str, speakers: Sequence[tuple[str, ...]]) -> tuple[Shown, ...]:
    """The passages, numbered from 1 behind the request's nonce; `speakers` has an entry for each hit."""
    return tuple(
        Shown(f"{nonce}-{number}", hit, named)
        for number, (hit, named) in enumerate(zip(hits, speakers, strict=True), start=1)
    )


def in_reading_order(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits, those of one article side by side and as they stand in it, where the best of them was."""
    first = {hit.article.id: place for place, hit in reversed(list(enumerate(hits)))}
    return tuple(sorted(hits, key=lambda hit: (first[hit.article.id], hit.passage.start)))


def messages(question: str, passages: Sequence[Shown]) -> list[BaseMessage]:
    """The request for an answer. Nothing of a passage or the question is ever part of a template; no URL is given."""
    first, last, _ = _parts("prompt.md")
    lines = "\n".join(_json(_fields(passage)) for passage in passages)
    material = f"Passages, one JSON object a line:\n{lines}\n\nQuestion, as a JSON string:\n{_json(question)}"
    return [SystemMessage(first), HumanMessage(f"{material}\n\n{last}")]


def repair(asked: Sequence[BaseMessage], *, reply: str, wrong: Sequence[Mapping[str, JsonValue]]) -> list[BaseMessage]:
    """The request to write the reply anew; `wrong` says what of it is, quote by quote."""
    again = f"{_parts('prompt.md')[2]}\n{_json([dict(one) for one in wrong])}"
    return [*asked, AIMessage(reply or "{}"), HumanMessage(again)]


def rewriting(question: str, history: Sequence[Turn]) -> list[BaseMessage]:
    """The request to put a follow-up so that it stands alone."""
    conversation: list[JsonValue] = [_turn(turn.role, turn.content) for turn in history[-_TURNS_SHOWN:]]
    material: dict[str, JsonValue] = {"conversation": conversation, "follow_up": question}
    return [SystemMessage(_parts("rewrite.md")[0]), HumanMessage(_json(material))]


def _turn(role: Literal["user", "assistant"], content: str) -> JsonValue:
    return {"role": role, "content": content[:_TURN_CHARACTERS]}


def _fields(passage: Shown) -> JsonValue:
    article = passage.hit.article
    post = article.post(passage.hit.passage.post_id)
    told = passage.hit.told_at
    given: dict[str, JsonValue] = {
        "id": passage.id,
        "outlet": article.publisher,
        "date": told.date().isoformat() if told else None,
        "headline": article.title,
        "post": post.heading if post else None,
        "speakers": list(passage.speakers),
        "text": passage.hit.passage.text,
    }
    return {name: value for name, value in given.items() if value}


def _json(value: JsonValue) -> str:
    """In ASCII: nothing in it can end a line or turn the reading direction."""
    return json.dumps(value, ensure_ascii=True)


@cache
def _parts(name: str) -> tuple[str, ...]:
    text = files("qa.writer").joinpath(name).read_text(encoding="utf-8")
    return tuple(part.strip() for part in text.split(_BETWEEN))
