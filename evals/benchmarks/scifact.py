"""SciFact as BEIR has it: abstracts found for a claim, by dense vectors alone and by the product's own search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import JsonValue

from evals.benchmarks.benchmark import DataRow, Figure, Lab, Result, plain_article, read_rows, sample
from evals.benchmarks.found import DEPTH, articles_of, search_each
from evals.ranking import ndcg, recall
from evals.statistics import mean
from qa.wire import SearchRequest
from vectorstore.chroma import ChromaStore
from vectorstore.embedding.choose import load_encoder
from vectorstore.embedding.model import find_model

_EMBEDDED_AT_ONCE = 256

Rankings = Mapping[str, Sequence[str]]
"""By claim: the ids of the abstracts, best first."""


class Abstract(DataRow):
    """What is searched."""

    title: str
    text: str


class Claim(DataRow):
    """What abstracts are searched for."""

    question: str
    gold_passages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How one claim's ranking did, each 0 to 1."""

    ndcg_10: float
    recall_10: float
    recall_100: float


def measure(data: Path, *, limit: int | None, lab: Lab) -> Result:
    """Dense retrieval with an abstract as one unit, as MTEB has it; then the hybrid search over cut abstracts."""
    abstracts = read_rows(data / "corpus.jsonl.gz", Abstract)
    claims = sample(read_rows(data / "questions.jsonl", Claim), limit)
    dense = _dense(abstracts, claims, lab=lab)
    with lab.answerer(plain_article(a.id, a.text, title=a.title or None) for a in abstracts) as target:
        found, errors = search_each(
            claims,
            request=lambda claim: SearchRequest(query=claim.question, limit=DEPTH),
            target=target,
            progress=lab.progress,
        )
    hybrid = {claim.id: articles_of(hits) for claim, hits in found}
    return Result(
        figures=(*_figures(claims, dense, prefix=""), *_figures(claims, hybrid, prefix="hybrid ")),
        rows=tuple(_row(claim, {"dense": dense, "hybrid": hybrid}) for claim in claims),
        unscored={},
        errors=tuple(errors),
    )


def scores(claim: Claim, ranking: Sequence[str]) -> Scores:
    """BEIR's three measures; every gold abstract is worth 1."""
    gold = claim.gold_passages
    return Scores(
        ndcg_10=ndcg(ranking, dict.fromkeys(gold, 1), k=10),
        recall_10=recall(ranking, gold, k=10),
        recall_100=recall(ranking, gold, k=DEPTH),
    )


def _dense(abstracts: Sequence[Abstract], claims: Sequence[Claim], *, lab: Lab) -> Rankings:
    """Title and text together are one unit; what the encoder doesn't see of it is lost."""
    settings = lab.settings
    encoder = load_encoder(
        find_model(settings.embedding_model), backend=settings.embedding_backend, models=settings.models
    )
    with TemporaryDirectory(prefix="onrecord-eval-") as folder:
        store = ChromaStore(Path(folder), embeddings=encoder)
        try:
            for first in range(0, len(abstracts), _EMBEDDED_AT_ONCE):
                part = abstracts[first : first + _EMBEDDED_AT_ONCE]
                store.add_texts([f"{a.title} {a.text}".strip() for a in part], ids=[a.id for a in part])
                lab.progress("abstracts", first + len(part), len(abstracts))
            return {claim.id: _nearest(store, claim) for claim in claims}
        finally:
            store.close()


def _nearest(store: ChromaStore, claim: Claim) -> tuple[str, ...]:
    return tuple(str(document.id) for document in store.similarity_search(claim.question, DEPTH))


def _figures(claims: Sequence[Claim], rankings: Rankings, *, prefix: str) -> tuple[Figure, ...]:
    """Claims of one abstract do well or badly together: the first gold abstract is the cluster."""
    scored = [(min(claim.gold_passages), scores(claim, rankings[claim.id])) for claim in claims if claim.id in rankings]
    clusters = [cluster for cluster, _ in scored]

    def figure(name: str, values: Sequence[float]) -> Figure:
        return Figure(prefix + name, mean(values, clusters=clusters), in_percent=False)

    return (
        figure("nDCG@10", [score.ndcg_10 for _, score in scored]),
        figure("R@10", [score.recall_10 for _, score in scored]),
        figure("R@100", [score.recall_100 for _, score in scored]),
    )


def _row(claim: Claim, by_way: Mapping[str, Rankings]) -> Mapping[str, JsonValue]:
    """The claim, and by each way of searching its first ten and its scores."""
    row: dict[str, JsonValue] = {"id": claim.id, "question": claim.question, "gold": list(claim.gold_passages)}
    for way, rankings in by_way.items():
        if claim.id in rankings:
            score = scores(claim, rankings[claim.id])
            row[way] = list(rankings[claim.id][:10])
            row[f"{way} nDCG@10"], row[f"{way} R@100"] = score.ndcg_10, score.recall_100
    return row
