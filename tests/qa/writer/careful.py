"""An honest chat model that reads with care: what an extractive answer would take from the passages it is shown."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from personalities import DECLINES, reply, segment
from scripted_server import Asked, Play

from qa.reply import Answer, Citation
from qa.service import Service
from qa.wire import AskRequest, FiltersBody
from vectorstore.article import Article


@dataclass
class Careful:
    """Knows the prompt and nothing else: the passages of one article, as they come, are an article of its archive.

    What only the rest of an article has it can't know. Rewrites no follow-up.
    """

    service: Service
    """Over an archive that holds nothing but what this model was shown."""
    known: set[str] = field(default_factory=set)
    written: int = 0
    """Segments, those of replies that were asked for anew too."""
    lock: Lock = field(default_factory=Lock)

    def __call__(self, asked: Asked) -> Play:
        """The sentences, word for word, with whose they are in front where the extractive answer has it so."""
        if asked.is_rewriting:
            return Play(text=DECLINES)
        with self.lock:
            articles = [_article(passages) for passages in _by_article(asked.passages)]
            results = self.service.ingest(one for one in articles if one.id not in self.known)
            assert all(result.status != "failed" for result in results)
            self.known.update(one.id for one in articles)
            filters = FiltersBody(article_ids=tuple(one.id for one in articles))
            found = self.service.ask(AskRequest(question=asked.question, mode="extractive", filters=filters)).outcome
        if not isinstance(found, Answer):
            return Play(text=DECLINES)
        quotes = {one.marker: list(_quotes(one, asked.passages)) for one in found.citations}
        segments = [segment(one.text, *(q for marker in one.markers for q in quotes[marker])) for one in found.segments]
        self.written += len(segments)
        return Play(text=reply(*segments))


def _by_article(passages: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The passages with the same headline, outlet and day together."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for passage in passages:
        found.setdefault(tuple(str(passage.get(name, "")) for name in ("headline", "outlet", "date")), []).append(
            passage
        )
    return list(found.values())


def _quotes(cited: Citation, passages: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What is cited, passage by passage: a citation may run over the end of one."""
    text = cited.article.text
    for passage in passages:
        start = text.find(passage["text"])
        quote = text[max(start, cited.start) : min(start + len(passage["text"]), cited.end)].strip()
        if start >= 0 and quote:
            yield passage["id"], quote


def _joined(passages: Sequence[dict[str, Any]]) -> str:
    """The passages as one text; one that begins within a quotation goes on with the paragraph before it."""
    text = ""
    for passage in passages:
        text += ("" if not text else " " if passage["text"][:1] in '"“' else "\n\n") + passage["text"]
    return text


def _article(passages: Sequence[dict[str, Any]]) -> Article:
    first, text = passages[0], _joined(passages)
    told = "\n".join((*(str(first.get(name, "")) for name in ("headline", "outlet", "date")), text))
    return Article(
        id=hashlib.sha256(told.encode()).hexdigest()[:16],
        title=first.get("headline"),
        publisher=first.get("outlet"),
        authors=(),
        published_at=datetime.fromisoformat(first["date"]).replace(tzinfo=UTC) if "date" in first else None,
        updated_at=None,
        url=None,
        language="en",
        text=text,
        posts=(),
        source="-",
    )
