"""A question and a sentence as one row of word-pieces, as the reader was trained on them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.model import EmbeddingModel
from vectorstore.embedding.pieces import load_tokenizer

QUESTION_PIECES, CONTEXT_PIECES, SENTENCE_PIECES = 32, 20, 64
"""Longer questions and sentences lose their end, a longer context its beginning."""

_CLS, _SEP = "[CLS]", "[SEP]"
_MULTIPLE = 16

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and what stands in front of it or above it."""

    context: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Inputs of the network for `n` pairs, padded to `width`. Shapes (n, width)."""

    input_ids: Ids
    token_type_ids: Ids
    attention_mask: Ids


class PairTokenizer:
    """Makes rows of pairs with the base model's own tokenizer."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._tokenizer = load_tokenizer(model)
        vocabulary = self._tokenizer.get_vocab()
        self._cls, self._sep = vocabulary[_CLS], vocabulary[_SEP]

    def rows(self, question: str, sentences: Sequence[Sentence]) -> Rows:
        """`[CLS] question [SEP] context [SEP] sentence [SEP]`, the question of type 0 and the rest of type 1."""
        asked = self._pieces([question])[0][:QUESTION_PIECES]
        contexts = self._pieces([sentence.context for sentence in sentences])
        texts = self._pieces([sentence.text for sentence in sentences])
        head = [self._cls, *asked, self._sep]
        tails = [
            [*context[-CONTEXT_PIECES:], self._sep, *text[:SENTENCE_PIECES], self._sep]
            for context, text in zip(contexts, texts, strict=True)
        ]
        longest = len(head) + max(map(len, tails), default=0)
        shape = len(sentences), -(-longest // _MULTIPLE) * _MULTIPLE
        rows = Rows(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64))
        for place, tail in enumerate(tails):
            end = len(head) + len(tail)
            rows.input_ids[place, :end] = [*head, *tail]
            rows.token_type_ids[place, len(head) : end] = 1
            rows.attention_mask[place, :end] = 1
        return rows

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]
