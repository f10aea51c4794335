"""Two runs of one system raise no alarm, and a run that got worse in a single question does."""

from dataclasses import replace
from functools import cache
from random import Random

import pytest
from mutators import MUTATORS
from oracle import oracle, oracle_rows, subject, visible

from evals.gate import findings
from evals.metrics import score
from evals.provenance import Provenance
from evals.record import Record, read_record, record, to_json
from evals.row import Row, Scored, passed
from evals.run import run
from evals.statistics import NOTHING
from evals.target import Target

RUNS, OF_THE_SPOILED, REGRESSIONS, SEED = 200, 30, 100, 20_221_122
EVERY = 7
"""The spoiled system abstains from every so many questions."""
MADE_WITH = Provenance(
    commit="c0ffee",
    gold="gold",
    corpus="corpus",
    model=None,
    model_files=None,
    settings=None,
    versions={},
    processor="any",
    cores=2,
)


def kept(rows: tuple[Row, ...], *, baseline: Record | None = None) -> Record:
    """The rows on record."""
    return record(rows, provenance=MADE_WITH, baseline=baseline)


def spoiled() -> Target:
    """The oracle, but for some questions that it is always wrong on."""
    own = subject()
    good = oracle(own.questions, own.articles)
    places = {(question.question, question.visible_until): n for n, question in enumerate(own.questions)}
    silent = next(row.reply for row in oracle_rows() if not row.question.answerable)
    return Target(
        ask=lambda r: good.ask(r) if places[r.question, r.as_of] % EVERY else silent.model_copy(), search=good.search
    )


@cache
def spoiled_rows(*, workers: int) -> tuple[Row, ...]:
    """What the spoiled system makes of the project's own gold."""
    own = subject()
    return run(own.questions, target=spoiled(), articles=own.articles, workers=workers, progress=lambda _row: None)


def again(rows: tuple[Row, ...], random: Random) -> tuple[Row, ...]:
    """The same replies of another run: other ids, stage times and latencies, and the questions in another order.

    A row depends on nothing else of a run, so that scoring these anew would give what is kept; that the number of
    workers makes no difference is tested with real runs.
    """
    other = [
        replace(
            row,
            reply=row.reply.model_copy(
                update={"id": f"{random.random()}", "timings_ms": {"retrieve": random.random()}}
            ),
            latency_ms=random.uniform(1, 500),
        )
        for row in rows
        if isinstance(row, Scored)
    ]
    return tuple(random.sample(other, k=len(other)))


def timeless(of: Record) -> Record:
    """The record without its latencies, the questions by id: what two runs of one system have in common."""
    summary = replace(of.summary, latency_p50_ms=NOTHING, latency_p95_ms=NOTHING)
    return replace(
        of, summary=summary, outcomes=dict(sorted(of.outcomes.items())), kinds=dict(sorted(of.kinds.items()))
    )


@pytest.mark.parametrize(
    ("rows", "runs"), [(oracle_rows, RUNS - OF_THE_SPOILED), (lambda: spoiled_rows(workers=1), OF_THE_SPOILED)]
)
def test_two_runs_of_one_system_raise_no_alarm(rows, runs):
    """In 200 runs there is no finding, and nothing on record differs but latencies and the order of the questions."""
    random = Random(SEED)  # noqa: S311 - nothing is kept secret by it
    baseline = kept(rows())
    same = to_json(timeless(baseline))

    for _ in range(runs):
        after = kept(again(rows(), random))
        assert findings(baseline, after) == ()
        assert to_json(timeless(after)) == same


def test_the_number_of_workers_changes_nothing_but_latency():
    """Three questions at a time are answered and recorded as one at a time."""
    one, three = spoiled_rows(workers=1), spoiled_rows(workers=3)

    assert [replace(row, latency_ms=0) for row in three] == [replace(row, latency_ms=0) for row in one]
    assert findings(kept(one), kept(three)) == ()


def test_the_same_record_has_the_same_bytes(tmp_path):
    """Written twice, and written again after it was read."""
    first = kept(spoiled_rows(workers=1))
    file = tmp_path / "run.json"
    file.write_text(to_json(first), encoding="utf-8")

    assert to_json(kept(spoiled_rows(workers=1))) == to_json(first)
    assert to_json(read_record(file)) == to_json(first)


def test_the_baselines_before_raise_no_alarm_either():
    """A run is compared with a baseline that remembers others."""
    baseline = kept(spoiled_rows(workers=1))
    for _ in range(3):
        baseline = kept(spoiled_rows(workers=1), baseline=baseline)

    assert findings(baseline, kept(spoiled_rows(workers=3), baseline=baseline)) == ()


def regressed(row: Scored, random: Random) -> Scored:
    """The row with a spoiled reply that does not pass."""
    texts = {a.id: a.text for a in visible(subject().articles, until=row.question.visible_until)}
    for mutator in random.sample(MUTATORS, k=len(MUTATORS)):
        if reply := mutator.spoil(row.question, row.reply, subject().articles):
            worse = score(row.question, reply, texts=texts)
            if not worse.passed:
                return replace(row, reply=reply, score=worse)
    raise AssertionError(f"no mutator spoils {row.question.id}")


def test_every_regression_of_a_single_question_is_found_and_named():
    """100 runs in which one reply, drawn at random, got worse in a way drawn at random."""
    random = Random(SEED)  # noqa: S311 - nothing is kept secret by it
    rows = oracle_rows()
    baseline = kept(rows)
    places = [n for n, row in enumerate(rows) if passed(row) and row.question.kind != "false-premise"]

    for place in random.choices(places, k=REGRESSIONS):
        after = kept((*rows[:place], regressed(rows[place], random), *rows[place + 1 :]))
        assert any(rows[place].question.id in finding for finding in findings(baseline, after))
