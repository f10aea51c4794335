"""Passages in the order of a model that reads each beside the question."""

import os
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Protocol, runtime_checkable

import numpy as np

from qa.fusion import Floats
from qa.reply import Hit
from vectorstore.errors import InputError, OnrecordError

_BATCH_SIZE = 16
_HEADER_CHARACTERS = 400
_SCORES_PAIRS = "ForSequenceClassification"
"""How transformers names a model with a layer that scores pairs."""


@runtime_checkable  # pydantic checks the retriever's fields at run time
class Reranker(Protocol):
    """Says how well each passage answers a question."""

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """One finite score a passage, in their order; higher is better, on a scale of its own. Shape (n,)."""


class CrossEncoderReranker(Reranker):
    """Any cross-encoder of sentence-transformers, on the GPU where there is one. Safe to call from several threads.

    `name` is a folder, or a name that the Hugging Face hub knows; only that may be downloaded, and only when it isn't
    in the local cache. Code that comes with a model is not run.

    Raises:
        OnrecordError: there is no such model, or it can't be loaded.
        InputError: it doesn't give one score a pair.
    """

    def __init__(self, name: str) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import torch
            from safetensors import SafetensorError
            from sentence_transformers import CrossEncoder
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers is untyped
            transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
            try:
                self._model = CrossEncoder(
                    name,
                    local_files_only=Path(name).is_dir(),
                    activation_fn=torch.nn.Identity(),  # a sigmoid makes 1.0 of every high score
                )
            except (OSError, ValueError, RuntimeError, ImportError, SafetensorError) as exc:
                reason = str(exc).partition("\n")[0].rstrip(".")
                raise OnrecordError(
                    f"reranker {name!r} can't be loaded: {reason}: "
                    "set ONRECORD_RERANKER to a cross-encoder's folder or hub name"
                ) from exc
        self._name = name
        self._lock = Lock()
        self._check_scores_pairs()

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """The model's scores as they leave its last layer; of too long a pair it sees the beginnings.

        Raises:
            OnrecordError: a score is not finite.
        """
        pairs = [(question, passage) for passage in passages]
        with self._lock:
            found = self._model.predict(pairs, batch_size=_BATCH_SIZE, show_progress_bar=False)
        scores = np.asarray(found, np.float32)
        if not np.isfinite(scores).all():
            raise OnrecordError(
                f"reranker {self._name!r} gave a score of {scores[~np.isfinite(scores)][0]}: its weights are damaged "
                "or too coarse: set ONRECORD_RERANKER to another"
            )
        return scores

    def _check_scores_pairs(self) -> None:
        """Refuses what would order by one label of several, or by a last layer of random numbers."""
        if (labels := self._model.num_labels) != 1:
            raise InputError(
                f"reranker {self._name!r} gives {labels} labels a pair, a reranker gives one score: "
                "set ONRECORD_RERANKER to a cross-encoder with one label"
            )
        saved = getattr(self._model.config, "architectures", None) or ()
        is_made_up = type(self._model.model).__name__.endswith(_SCORES_PAIRS) and not any(
            architecture.endswith(_SCORES_PAIRS) for architecture in saved
        )
        if saved and is_made_up:
            raise InputError(
                f"reranker {self._name!r} is a {saved[0]}, which has no layer that scores pairs: "
                "set ONRECORD_RERANKER to a cross-encoder"
            )


def reranked(question: str, hits: Sequence[Hit], *, reranker: Reranker, passages: int) -> tuple[Hit, ...]:
    """The best `passages` hits in the order of the reranker's scores, then the others; ties keep their order.

    A reranked hit has the reranker's score, moved so that the last of them stands 1 above the best of the others.
    """
    best, others = hits[:passages], hits[passages:]
    if not best:
        return ()
    scores = reranker.scores(question, [_read_beside(hit) for hit in best]).astype(np.float64)
    moved = scores - scores.min() + 1 + (others[0].score if others else 0)
    order = np.argsort(-scores, kind="stable")
    return (
        *(
            replace(best[n], score=float(moved[n]), why={**best[n].why, "reranker": rank})
            for rank, n in enumerate(order, start=1)
        ),
        *others,
    )


def _read_beside(hit: Hit) -> str:
    """The passage under its headline and post heading, as it is embedded, but for the count of word-pieces."""
    post = hit.article.post(hit.passage.post_id)
    heading = post.heading if post and post.start < hit.passage.start else None
    header = ": ".join(part for part in (hit.article.title, heading) if part)
    return f"{header[:_HEADER_CHARACTERS]}\n{hit.passage.text}" if header else hit.passage.text
