"""`make load`: a real server under many clients at once; prints how many requests failed and how long they took."""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from math import ceil
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from served_process import serving

from evals.samples import sample_articles
from onrecord.terminal import ProgressLine, note, show, show_json
from qa.settings import read_settings

_TIMEOUT_S = 60.0
_QUESTIONS = (
    "what did Scholz say about Nord Stream 2",
    "What did Marta Quill call the repair plan?",
    "who said the steel will not wait?",
    "When will the bridge close?",
    "Who won the chess olympiad in Budapest?",
    "How much will the repair of the bridge cost, and who pays for it?",
)
_SPEAKERS = ("Scholz", "Quill", "Strake", "Macron", "nobody")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request: its kind, how long it took, and what was wrong with it."""

    kind: str
    seconds: float
    error: str | None


Request = Callable[[httpx.Client, random.Random], None]
"""Sends one request and reads all of its response; raises where anything is wrong."""


def _ask(client: httpx.Client, draw: random.Random) -> None:
    reply = client.post("/v1/ask", json={"question": draw.choice(_QUESTIONS)}).raise_for_status().json()
    _require(reply["answered"] == bool(reply["citations"]), "an answer without a citation")


def _ask_streamed(client: httpx.Client, draw: random.Random) -> None:
    headers = {"accept": "text/event-stream"}
    response = client.post("/v1/ask", json={"question": draw.choice(_QUESTIONS)}, headers=headers).raise_for_status()
    _require(response.text.split("\n\n")[-2].startswith("event: done\n"), "a stream without its end")


def _search(client: httpx.Client, draw: random.Random) -> None:
    found = client.post("/v1/search", json={"query": draw.choice(_QUESTIONS)}).raise_for_status().json()
    _require(bool(found["hits"]), "a search without a hit")


def _statements(client: httpx.Client, draw: random.Random) -> None:
    client.get("/v1/statements", params={"speaker": draw.choice(_SPEAKERS)}).raise_for_status()


def _ingest(client: httpx.Client, draw: random.Random) -> None:
    """An article that is new or, one time in ten, new words for one that is known."""
    number = draw.randrange(20) if draw.random() < 0.1 else draw.randrange(10**9)
    text = f"The tram to Corvane Hill carried {draw.randrange(10**6):,} people.\n\nIt will run later, said Ines Lorne."
    sent = client.post("/v1/articles", json={"id": f"load-{number}", "text": text}).raise_for_status().json()
    _require(sent["results"][0]["status"] != "failed", "an article that was not taken")


KINDS: Mapping[str, Request] = {
    "ask": _ask,
    "ask, streamed": _ask_streamed,
    "search": _search,
    "statements": _statements,
    "ingest": _ingest,
}


def under_load(address: str, *, seconds: float, clients: int) -> tuple[Outcome, ...]:
    """What became of every request of so many clients; each sends one after another, all kinds in turn."""
    until, done, progress = time.monotonic() + seconds, list[Outcome](), ProgressLine()

    def run(number: int) -> None:
        draw = random.Random(number)  # noqa: S311  # no secret depends on it
        with httpx.Client(base_url=address, timeout=_TIMEOUT_S) as client:
            for turn in count():
                for kind in draw.sample(list(KINDS), len(KINDS)):
                    if turn and time.monotonic() > until:
                        return
                    done.append(_sent(kind, client, draw))

    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(run, number) for number in range(clients)]
        while not all(one.done() for one in running):
            progress("requests", len(done), 0)
            time.sleep(0.2)
        for one in running:
            one.result()
    return tuple(done)


def report(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """By kind, and of all: requests, errors, and the milliseconds that half of them, 95 and 99 in a hundred took."""
    of_kind = {kind: [one for one in outcomes if one.kind == kind] for kind in KINDS}
    return {kind: _figures(found) for kind, found in {**of_kind, "all": outcomes}.items() if found}


def _figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    took = sorted(one.seconds * 1000 for one in outcomes)
    shares = {f"p{share}_ms": round(took[ceil(len(took) * share / 100) - 1], 1) for share in (50, 95, 99)}
    return {"requests": len(outcomes), "errors": sum(one.error is not None for one in outcomes), **shares}


def _sent(kind: str, client: httpx.Client, draw: random.Random) -> Outcome:
    began, error = time.perf_counter(), None
    try:
        KINDS[kind](client, draw)
    except (httpx.HTTPError, ValueError, LookupError) as exc:
        error = f"{type(exc).__name__}: {exc}"
    return Outcome(kind, time.perf_counter() - began, error)


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # an assertion that -O leaves in
    if not holds:
        raise ValueError(otherwise)


def _records() -> Iterator[dict[str, object]]:
    for path in sorted(sample_articles().glob("*.jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves the sample articles, asks, prints; 1 where a request failed or the server didn't end well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    quiet = {"ONRECORD_LOG_LEVEL": "warning"}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), read_settings().models.resolve(), quiet) as (address, process),
    ):
        httpx.post(f"{address}/v1/articles", json={"articles": list(_records())}, timeout=600).raise_for_status()
        outcomes = under_load(address, seconds=given.seconds, clients=given.clients)
        process.send_signal(signal.SIGTERM)
        _, logged = process.communicate(timeout=_TIMEOUT_S)
    figures = report(outcomes)
    if given.json:
        show_json(
            {"seconds": given.seconds, "clients": given.clients, "kinds": figures, "exit_code": process.returncode}
        )
    else:
        show("\n".join(f"{kind}: " + ", ".join(f"{v:,} {k}" for k, v in of.items()) for kind, of in figures.items()))
    for wrong in sorted({f"{one.kind}: {one.error}" for one in outcomes if one.error}):
        note(wrong)
    if logged:
        note(logged)
    return 1 if figures["all"]["errors"] or process.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
