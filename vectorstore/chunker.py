"""Articles cut into passages, on sentence boundaries, counted in the model's own word-pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.article import Article, Passage, passage_id
from vectorstore.embedding.pieces import CountPieces
from vectorstore.sentences import Span, sentences

_MAX_CHARACTERS = 2_000
"""Of one passage: a word of any length is one word-piece to a BERT tokenizer, but not to a reader."""
HEADER_PIECES = 56
"""Of the headline over a passage; what it has beyond that is not embedded."""
_HEADER_CHARACTERS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunker:
    """Packs whole sentences into passages of at most `max_pieces`; never over the border of a post.

    What is embedded is the passage under its headline (`embedded_text`), and that never exceeds
    `max_pieces + HEADER_PIECES` word-pieces and the two special ones.
    """

    count: CountPieces
    max_pieces: int

    @property
    def version(self) -> str:
        """Names the cutting: passages of two versions don't mix in one index."""
        return f"sentences-1/{self.max_pieces}"

    def passages(self, article: Article) -> tuple[Passage, ...]:
        """The passages in order; together they hold every character of the text but white space."""
        return tuple(
            Passage(
                id=passage_id(article.id, start=start, end=end),
                article_id=article.id,
                post_id=post_id,
                start=start,
                end=end,
                text=article.text[start:end],
            )
            for post_id, block_start, block_end in _blocks(article)
            for start, end in self._packed(article.text, sentences(article.text, start=block_start, end=block_end))
        )

    def embedded_text(self, article: Article, passage: Passage) -> str:
        """The passage under its headline and post heading, as the model sees it; never quoted."""
        post = article.post(passage.post_id)
        heading = post.heading if post and post.start < passage.start else None
        header = ": ".join(part for part in (article.title, heading) if part)
        words = header[:_HEADER_CHARACTERS].split()[:HEADER_PIECES]
        while words and self.count([" ".join(words)])[0] > HEADER_PIECES:
            words.pop()
        return f"{' '.join(words)}\n{passage.text}" if words else passage.text

    def _packed(self, text: str, spans: Sequence[Span]) -> Iterator[Span]:
        """Greedy: a passage ends where the next sentence would not fit."""
        fitting = [piece for span in spans for piece in self._fitting(text, span)]
        counts = self.count([text[start:end] for start, end in fitting])
        first, last, pieces = -1, -1, 0
        for (start, end), count in zip(fitting, counts, strict=True):
            if first >= 0 and (pieces + count > self.max_pieces or end - first > _MAX_CHARACTERS):
                yield first, last
                first, pieces = -1, 0
            first = start if first < 0 else first
            last, pieces = end, pieces + count
        if first >= 0:
            yield first, last

    def _fitting(self, text: str, span: Span) -> Iterator[Span]:
        """The span, halved near the middle, at white space where there is some, until its parts fit."""
        start, end = span
        if end - start <= _MAX_CHARACTERS and self.count([text[start:end]])[0] <= self.max_pieces:
            yield span
            return
        middle = (start + end) // 2
        blank = max(text.rfind(mark, start + 1, middle) for mark in (" ", "\u00a0", "\t"))
        cut = blank if blank > start + (end - start) // 4 else middle
        for part_start, part_end in ((start, cut), (cut, end)):
            stripped = text[part_start:part_end].strip()
            if stripped:
                offset = text.index(stripped, part_start)
                yield from self._fitting(text, (offset, offset + len(stripped)))


def _blocks(article: Article) -> Iterator[tuple[str | None, int, int]]:
    """The posts and what stands between them, in order, each with its post's id."""
    reached = 0
    for post in article.posts:
        yield None, reached, post.start
        yield post.id, post.start, post.end
        reached = post.end
    yield None, reached, len(article.text)
