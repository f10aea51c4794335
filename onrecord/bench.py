"""The command that measures speed, always as a ratio within one interleaved run."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, ProgressLine, show, show_json

if TYPE_CHECKING:
    from vectorstore.embedding.encoder import Encoder

_QUERY = "what did the council leader say about the bridge"


def bench(
    *,
    rounds: Annotated[int, typer.Option(min=3, help="Times that each side runs; medians count.")] = 5,
    as_json: Json = False,
) -> None:
    """Compare the default embedding backend with sentence-transformers on torch, over the sample passages."""
    from qa.settings import read_settings
    from vectorstore.embedding.choose import load_encoder
    from vectorstore.embedding.model import find_model

    settings = read_settings()
    model = find_model(settings.embedding_model)
    default = load_encoder(model, backend=settings.embedding_backend, models=settings.models)
    reference = load_encoder(model, backend="torch", models=settings.models)
    passages = _sample_passages()
    results: dict[str, str | int | float] = {
        "backend": type(default).__name__,
        "passages": len(passages),
        "least_cosine": float((default.encode(passages) * reference.encode(passages)).sum(axis=1).min()),
        "throughput_ratio": _ratio(passages, default=default, reference=reference, rounds=rounds),
        "query_latency_ratio": 1 / _ratio([_QUERY], default=default, reference=reference, rounds=rounds * 8),
    }
    if as_json:
        show_json(results)
    else:
        show("\n".join(_lines(results)))


def _ratio(texts: "Sequence[str]", *, default: "Encoder", reference: "Encoder", rounds: int) -> float:
    """How many times as fast the default backend is: the medians of runs that take turns."""
    progress = ProgressLine()
    spent: Mapping[Encoder, list[float]] = {default: [], reference: []}
    for done in range(rounds):
        for encoder, times in spent.items():
            times.append(_seconds(lambda encoder=encoder: encoder.encode(texts)))  # type: ignore[misc]  # mypy can't infer a default
        progress("rounds", done + 1, rounds)
    return median(spent[reference]) / median(spent[default])


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _sample_passages() -> list[str]:
    """The paragraphs of the sample articles, in passages as they are embedded."""
    from evals.samples import sample_articles
    from vectorstore.article import Article
    from vectorstore.chunker import Chunker
    from vectorstore.embedding.model import BUNDLED, find_model
    from vectorstore.embedding.pieces import piece_counter
    from vectorstore.readers.files import files, read_files

    chunker = Chunker(count=piece_counter(find_model(BUNDLED)), max_pieces=128)
    articles = [article for article in read_files(files([sample_articles()])) if isinstance(article, Article)]
    return [chunker.embedded_text(a, passage) for a in articles for passage in chunker.passages(a)]


def _lines(results: Mapping[str, str | int | float]) -> list[str]:
    return [
        f"{results['backend']} against sentence-transformers on torch, {results['passages']} passages:",
        f"  passages a second  {results['throughput_ratio']:.2f} times as many",
        f"  one query takes    {results['query_latency_ratio']:.2f} of the time",
        f"  least cosine       {results['least_cosine']:.5f}",
    ]
