"""Counting word-pieces with the embedding model's own tokenizer."""

from collections.abc import Callable, Sequence

from tokenizers import Tokenizer

from vectorstore.embedding.model import EmbeddingModel

CountPieces = Callable[[Sequence[str]], list[int]]
"""Word-pieces of each text, special ones left out. Counts of texts that meet at white space add up."""


def load_tokenizer(model: EmbeddingModel) -> Tokenizer:
    """The model's tokenizer, neither padding nor cutting."""
    tokenizer = Tokenizer.from_file(str(model.directory / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def whole_words(model: EmbeddingModel) -> frozenset[str]:
    """The words that are one word-piece: the common words of the language that the model was trained on."""
    return frozenset(piece for piece in load_tokenizer(model).get_vocab() if piece.isalpha())


def piece_counter(model: EmbeddingModel) -> CountPieces:
    """Counts word-pieces as the model will see them."""
    tokenizer = load_tokenizer(model)

    def count(texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    return count
