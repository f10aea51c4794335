"""The reader at work: pairs in, scores out, by OpenVINO where it is installed, else by torch."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np

from qa.fusion import Floats
from qa.reader.adapter import Adapter, read_adapter
from qa.reader.network import merged_network
from qa.reader.pairs import PairTokenizer, Rows, Sentence
from vectorstore.embedding.choose import Backend
from vectorstore.embedding.graphs import Convertible, Graph, compiled, make_graph, read_graph
from vectorstore.embedding.model import EmbeddingModel
from vectorstore.errors import OnrecordError

MIN_AGREEMENT = 0.97
"""1 less the largest difference of two probabilities: below this, a graph's judgement is another."""

_BATCH_SIZE = 16
_log = logging.getLogger("onrecord.reader")
_PARITY_QUESTION = "What did the harbour master say about the winter ferry?"
_PARITY_SENTENCES = (
    Sentence("The ferry", "“It will not sail before April,” said Oona Brack, the harbour master."),
    Sentence("", "Tickets cost 4.20 euros."),
    Sentence("She had been asked on Monday.", "Oona Brack: The winter ferry stays in port, she said."),
    Sentence("A council meeting ended.", "Members had asked for figures on cost, traffic and noise. " * 9),
)


class Scorer(Protocol):
    """Says how well each sentence answers a question."""

    def scores(self, question: str, sentences: Sequence[Sentence]) -> Floats:
        """The log odds that each is an answer, in their order. Shape (n,)."""


class OpenVinoScorer(Scorer):
    """The merged network as a graph; safe to call from several threads."""

    def __init__(self, model: EmbeddingModel, graph: Graph) -> None:
        self._tokenizer = PairTokenizer(model)
        self._request = compiled(graph).create_infer_request()
        self._lock = Lock()

    def scores(self, question: str, sentences: Sequence[Sentence]) -> Floats:
        """As the protocol says."""
        return _by_length(self._batch, self._tokenizer, question, sentences)

    def _batch(self, rows: Rows) -> Floats:
        with self._lock:
            self._request.infer(
                {
                    "input_ids": rows.input_ids,
                    "token_type_ids": rows.token_type_ids,
                    "attention_mask": rows.attention_mask,
                }
            )
            return np.array(self._request.get_output_tensor(0).data, np.float32)


class TorchScorer(Scorer):
    """The reference."""

    def __init__(self, model: EmbeddingModel, adapter: Adapter) -> None:
        self._tokenizer = PairTokenizer(model)
        self._network = merged_network(model, adapter)

    def scores(self, question: str, sentences: Sequence[Sentence]) -> Floats:
        """As the protocol says."""
        return _by_length(self._batch, self._tokenizer, question, sentences)

    def _batch(self, rows: Rows) -> Floats:
        import torch

        inputs = (rows.input_ids, rows.token_type_ids, rows.attention_mask)
        with torch.no_grad():
            return np.asarray(self._network(*map(torch.from_numpy, inputs)), np.float32)


def _by_length(
    batch: Callable[[Rows], Floats], tokenizer: PairTokenizer, question: str, sentences: Sequence[Sentence]
) -> Floats:
    """The scores of all, batch by batch of like lengths, so that little is padded."""
    scores = np.empty(len(sentences), np.float32)
    order = sorted(range(len(sentences)), key=lambda n: len(sentences[n].text) + len(sentences[n].context))
    for first in range(0, len(order), _BATCH_SIZE):
        places = order[first : first + _BATCH_SIZE]
        scores[places] = batch(tokenizer.rows(question, [sentences[n] for n in places]))
    return scores


def load_scorer(model: EmbeddingModel, file: Path, *, backend: Backend, models: Path) -> Scorer:
    """The adapter in the file on its base model; what is converted is kept under the folder `models`.

    Raises:
        OnrecordError: the adapter can't be used, or the graph disagrees with torch where OpenVINO is asked for.
    """
    adapter = read_adapter(file, model=model)
    if backend == "torch" or find_spec("openvino") is None:
        return TorchScorer(model, adapter)
    fingerprint = hashlib.sha256(f"{adapter.base} {adapter.fingerprint}".encode()).hexdigest()
    try:
        graph = read_graph(fingerprint, models) or _converted(model, adapter, fingerprint, models)
    except OnrecordError as exc:
        if backend == "openvino":
            raise
        _log.warning("%s; using torch for now", exc)
        return TorchScorer(model, adapter)
    return OpenVinoScorer(model, graph)


def _converted(model: EmbeddingModel, adapter: Adapter, fingerprint: str, models: Path) -> Graph:
    reference = _probabilities(TorchScorer(model, adapter))
    rows = PairTokenizer(model).rows(_PARITY_QUESTION, _PARITY_SENTENCES[:2])

    def agreement(graph: Graph) -> float:
        return float(1 - np.max(np.abs(_probabilities(OpenVinoScorer(model, graph)) - reference)))

    convertible = Convertible(
        name="reader",
        fingerprint=fingerprint,
        module=lambda: merged_network(model, adapter),
        inputs={
            "input_ids": rows.input_ids.tolist(),
            "token_type_ids": rows.token_type_ids.tolist(),
            "attention_mask": rows.attention_mask.tolist(),
        },
        agreement=agreement,
        needed=MIN_AGREEMENT,
    )
    return make_graph(convertible, models)


def _probabilities(scorer: Scorer) -> Floats:
    odds = scorer.scores(_PARITY_QUESTION, _PARITY_SENTENCES)
    return (1 / (1 + np.exp(-odds))).astype(np.float32)
