"""Trains the reader's adapter, a stage at a time: `python -m evals.training.train_reader --data DIR --out ADAPTER`.

The last line that it prints has the file's sha256: of one that is to be shipped, `qa/reader/adapter.py` has to have it.
"""

from collections import deque
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Annotated

import torch
import typer

from evals.share import Share
from evals.training.batches import batches
from evals.training.fit import fit
from evals.training.held_out import worth
from evals.training.lora import TrainableReader
from evals.training.mixes import Stage, mix
from qa.reader.adapter import read_adapter, write_adapter
from qa.reader.pairs import PairTokenizer
from qa.settings import read_settings
from vectorstore.embedding.model import find_model, sha256

_HELD_OUT = 600
"""Groups; of a small mix, a tenth."""
_SHOWN = 100
"""Steps from one line about the loss to the next."""


def main(
    *,
    data: Annotated[Path, typer.Option(help="The folder of the training data.")],
    out: Annotated[Path, typer.Option(help="Where the adapter goes, in the end.")],
    start: Annotated[Path | None, typer.Option(help="The adapter to go on from; without it, from nothing.")] = None,
    stage: Annotated[Stage, typer.Option(help="The sets as they are, or with near misses made from them.")] = "plain",
    steps: Annotated[int, typer.Option(min=1, help="Batches to learn from, 12 questions each.")] = 2_100,
    learning_rate: Annotated[float, typer.Option(help="The highest; it sinks to a fiftieth.")] = 4e-4,
    seed: Annotated[int, typer.Option(help="Of the first weights, what is held out, and the order.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Of the processor.")] = 2,
) -> None:
    """Train an adapter, and print what it is worth on questions that this stage held out."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    model = find_model(read_settings().embedding_model)
    reader, tokenizer = TrainableReader(model), PairTokenizer(model)
    if start:
        reader.go_on_from(read_adapter(start, model=model))
    out.parent.mkdir(parents=True, exist_ok=True)

    typer.echo(f"reading {data}…", err=True)
    groups = mix(stage, data)
    rng = Random(seed)  # noqa: S311 - no secret
    rng.shuffle(groups)
    count = min(_HELD_OUT, len(groups) // 10)
    held_out, learnt = groups[:count], groups[count:]
    drawn = batches(learnt, tokenizer=tokenizer, rng=rng)
    recent: deque[float] = deque(maxlen=_SHOWN)
    for step, lost in enumerate(fit(reader, drawn, steps=steps, learning_rate=learning_rate), start=1):
        recent.append(lost)
        if step % _SHOWN == 0 or step == steps:
            typer.echo(f"step {step} of {steps}: loss {fmean(recent):.3f}", err=True)

    found = worth(reader, held_out, tokenizer=tokenizer)
    typer.echo(f"of {count} questions held out: top-1 {_shown(found.top_1)}, AUC {_shown(found.auc)}")
    write_adapter(reader.tensors(), out, model=model)
    typer.echo(f"{sha256(out)}  {out}")


def _shown(share: Share) -> str:
    return "none to measure" if share.value is None else f"{share.value:.3f}"


if __name__ == "__main__":
    typer.run(main)
