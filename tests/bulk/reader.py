"""`make bench-reader`: the sample questions in turn with the trained reader and without it; prints their medians."""

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from evals.gold import load_gold
from evals.samples import sample_articles, sample_questions
from evals.target import in_process
from onrecord.terminal import ProgressLine
from qa.settings import read_settings
from qa.wire import AskRequest, ReplyBody
from vectorstore.article import Article
from vectorstore.readers.files import files, read_files

_STAGES = ("read", "ground")


def main(*, as_json: bool) -> None:
    """Print the medians of one run in which both take turns."""
    articles = [one for one in read_files(files([sample_articles()])) if isinstance(one, Article)]
    gold, progress = load_gold(sample_questions()), ProgressLine()
    with ExitStack() as opened, TemporaryDirectory() as models:
        asks = {
            reader: opened.enter_context(
                in_process(articles, settings=read_settings(reader=reader, models=Path(models)), progress=progress)
            ).ask
            for reader in ("on", "off")
        }
        spent: dict[str, list[tuple[float, float]]] = {reader: [] for reader in asks}
        for n, question in enumerate(gold):
            request = AskRequest(question=question.question, history=question.history, as_of=question.visible_until)
            for reader, ask in asks.items() if n % 2 else reversed(asks.items()):
                spent[reader].append(_timed(ask, request))
            progress("questions", n + 1, len(gold))
    result = {
        reader: {
            "ask_p50_ms": round(median(a for a, _ in times), 1),
            "read_and_ground_p50_ms": round(median(r for _, r in times), 1),
        }
        for reader, times in spent.items()
    }
    on, off = result["on"], result["off"]
    ratio = on["ask_p50_ms"] / off["ask_p50_ms"]
    if as_json:
        print(json.dumps({**result, "ask_ratio": round(ratio, 2)}))  # noqa: T201
    else:
        print(f"with the reader an ask takes {ratio:.2f} times as long: {on} against {off}")  # noqa: T201


def _timed(ask: Callable[[AskRequest], ReplyBody], request: AskRequest) -> tuple[float, float]:
    """Milliseconds of the whole ask, and of its reading and grounding."""
    began = perf_counter()
    reply = ask(request)
    return (perf_counter() - began) * 1000, sum(reply.timings_ms.get(stage, 0.0) for stage in _STAGES)


if __name__ == "__main__":
    main(as_json="--json" in sys.argv[1:])
