"""Deep runs on how a model fails: streams cut anywhere, servers that stall, readers who leave."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from random import Random
from typing import Literal

from deep_rig import Asked, Figures, Rig, rigged, safely, show
from personalities import honest
from scripted_server import Asked as Request
from scripted_server import Play, Player, events

from qa.reply import Segment
from qa.service import Service
from qa.writer.deadline import Deadline

_GRACE_S = 0.25
_LEFT_S = 1.0
_AT_ONCE = 6
_TRANSCRIPTS = 20


@dataclass(frozen=True, slots=True)
class Transcript:
    """An honest reply: its text, how many bytes its stream has, and the segments that are made of it."""

    asked: Asked
    text: str
    length: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A transcript that ends early."""

    transcript: Transcript
    at: int
    fault: Literal["cut", "reset"]


def broken(rig: Rig, asked: Sequence[Asked], *, runs: int, seed: int) -> Figures:
    """Transcripts cut anywhere, several at a time."""
    random = Random(seed)  # noqa: S311  # no secret depends on it
    transcripts = [_transcript(rig, one) for one in asked[:_TRANSCRIPTS]]
    places = [(transcript, at) for transcript in transcripts for at in range(transcript.length)]
    cuts = [Cut(*place, random.choice(("cut", "reset"))) for place in random.sample(places, runs)]
    half = exceptions = incomplete = 0

    def player(request: Request) -> Play:
        cut = cuts[int(request.question.split("#")[1])]
        return Play(text=cut.transcript.text, fault=cut.fault, cut_at=cut.at)

    with rigged(rig.service, player, timeout_s=20) as cutting, ThreadPoolExecutor(_AT_ONCE) as pool:

        def one(number: int) -> tuple[bool, bool]:
            transcript = cuts[number].transcript
            written = cutting.write(f"{transcript.asked.question} #{number}", transcript.asked.hits)
            is_half = written.segments != transcript.segments[: len(written.segments)]
            return is_half, not written.ended.whole

        for number, found in enumerate(pool.map(safely(one), range(runs))):
            exceptions += found is None
            half += found is not None and found[0]
            incomplete += found is not None and found[1]
            show("broken", number + 1, runs)
        time.sleep(_LEFT_S)
        left = cutting.server.open_now
    return {
        "runs": runs,
        "cut points in all": len(places),
        "half citations": half,
        "exceptions": exceptions,
        "said to be incomplete": incomplete,
        "connections left open": left,
    }


def deadlines(service: Service, asked: Sequence[Asked], *, runs: int, timeout_s: float) -> Figures:
    """Servers that say nothing, drip or throw: how long over its deadline an answer takes."""
    over, exceptions, longest = 0, 0, 0.0
    with _stalling(service, timeout_s=timeout_s) as rigs, ThreadPoolExecutor(2) as pool:

        def one(number: int) -> float:
            ask = asked[number % len(asked)]
            return rigs[number % len(rigs)].write(ask.question, ask.hits).took_s

        for number, took_s in enumerate(pool.map(safely(one), range(runs))):
            exceptions += took_s is None
            overrun = (took_s or 0) - timeout_s
            over, longest = over + (overrun > _GRACE_S), max(longest, overrun)
            show("deadlines", number + 1, runs)
        time.sleep(_LEFT_S)
        left = sum(rig.server.open_now for rig in rigs)
    return {
        "runs": runs,
        "timeout_s": timeout_s,
        "later than 250 ms": over,
        "longest overrun_s": round(longest, 3),
        "exceptions": exceptions,
        "connections left open": left,
    }


def leaving(service: Service, asked: Sequence[Asked], *, runs: int, seed: int) -> Figures:
    """Readers who go away at any moment: how many upstream connections stay open for more than a second."""
    random, late, slowest = Random(seed), 0, 0.0  # noqa: S311  # no secret depends on it
    slow: Player = lambda request: Play(text=honest(request).text, pause_s=0.05, fault="silence")  # noqa: E731
    with rigged(service, slow, timeout_s=30) as rig:
        for run in range(runs):
            _leave(rig, asked[run % len(asked)], after_s=random.random())
            took_s = _until_closed(rig)
            late, slowest = late + (took_s > _LEFT_S), max(slowest, took_s)
            show("leaving", run + 1, runs)
    return {"runs": runs, "closed later than 1 s": late, "slowest_s": round(slowest, 3)}


def _transcript(rig: Rig, asked: Asked) -> Transcript:
    said: list[str] = []

    def player(request: Request) -> Play:
        said.append(honest(request).text)
        return Play(text=said[0])

    rig.server.player = player
    segments = rig.write(asked.question, asked.hits).segments
    return Transcript(asked, said[0], sum(map(len, events(Play(text=said[0])))), segments)


@contextmanager
def _stalling(service: Service, *, timeout_s: float) -> Iterator[list[Rig]]:
    """A rig for each way not to reply."""
    ways = [
        Play(fault="silence"),
        Play(text='{"segments": [', fault="drip"),
        Play(fault="garbage"),
        Play(fault="long line"),
        Play(status=503),
        Play(status=429, headers={"retry-after": "1"}),
        Play(fault="empty"),
        Play(fault="reset"),
        Play(text="word " * 5_000, pause_s=0.05),
        Play(text="{" * 5_000, piece=1),
    ]
    with ExitStack() as stack:
        yield [stack.enter_context(rigged(service, _always(way), timeout_s=timeout_s)) for way in ways]


def _always(play: Play) -> Player:
    return lambda _: play


def _leave(rig: Rig, asked: Asked, *, after_s: float) -> None:
    """Reads for so long, and goes."""
    upto = time.monotonic() + after_s
    writer = rig.chat.writers(rig.service.store.archive).writer
    writing = writer.write(asked.question, asked.hits, max_citations=8, deadline=Deadline.after(30))
    with closing(writing) as told:  # type: ignore[type-var]  # it is a generator
        for _ in told:
            if time.monotonic() > upto:
                return


def _until_closed(rig: Rig) -> float:
    """Seconds until the server has no request any more; five at most."""
    began = time.monotonic()
    while rig.server.open_now and time.monotonic() - began < 5 * _LEFT_S:
        time.sleep(0.005)
    return time.monotonic() - began
