"""A run asks every question once and loses none."""

import time
from datetime import UTC, datetime

import pytest
from gold_oracle import GOLD, TEXTS, UNKNOWN, WHEN, gold_question, oracle

from evals.row import Failed, Scored, Unscored
from evals.run import run
from evals.target import Target
from qa.wire import AskRequest, Turn
from vectorstore.article import Article

BY_QUESTION = {question.question: question for question in GOLD}


def article(article_id, text, published_at=None):
    """An article of that text."""
    return Article(
        id=article_id,
        title=None,
        publisher=None,
        authors=(),
        published_at=published_at,
        updated_at=None,
        url=None,
        language=None,
        text=text,
        posts=(),
        source="-",
    )


ARTICLES = tuple(article(name, text) for name, text in TEXTS.items())


def ask_oracle(request):
    """What the oracle replies."""
    return oracle(BY_QUESTION[request.question])


def rows_of(gold, ask, *, search=None, articles=ARTICLES, workers=1, progress=lambda _row: None):
    """The rows of a run."""
    return run(gold, target=Target(ask, search), articles=articles, workers=workers, progress=progress)


@pytest.mark.parametrize("workers", [1, 3])
def test_every_question_has_a_row_in_order_and_progress_sees_each(workers):
    """Rows come as the gold does, and are handed on as they come, however many are asked at a time."""
    seen = []

    def slow_at_first(request):
        time.sleep(0.05 if request.question == GOLD[0].question else 0)
        return ask_oracle(request)

    rows = rows_of(GOLD, slow_at_first, workers=workers, progress=seen.append)

    assert [row.question for row in rows] == list(GOLD)
    assert tuple(seen) == rows
    assert all(row.latency_ms >= 0 for row in rows)


def test_the_target_is_told_the_question_and_its_history_and_nothing_else():
    """What time a question is about is for the gold; `as_of` of a request would hide articles."""
    asked = []
    turns = (Turn(role="user", content="What stops?"), Turn(role="assistant", content="The ferry."))
    question = gold_question(question="When?", history=turns, as_of="2022-02", kind="follow-up")

    rows_of([question], lambda request: asked.append(request) or oracle(WHEN))

    assert asked == [AskRequest(question="When?", history=turns, include=("passages",))]


def test_as_of_a_time_later_articles_are_hidden_and_can_not_be_cited():
    """The target is told the time, and a citation of what was published after it does not hold."""
    asked = []
    until = datetime(2024, 5, 1, tzinfo=UTC)
    question = gold_question(**WHEN.model_dump() | {"visible_until": until})
    early = article("ferry", TEXTS["ferry"], datetime(2024, 4, 30, tzinfo=UTC))
    late = article("ferry", TEXTS["ferry"], datetime(2024, 5, 2, tzinfo=UTC))

    def ask(request):
        asked.append(request.as_of)
        return oracle(WHEN)

    (seen,) = rows_of([question], ask, articles=(early,))
    (hidden,) = rows_of([question], ask, articles=(late,))

    assert asked == [until, until]
    assert (seen.score.citation_validity.k, hidden.score.citation_validity.k) == (1, 0)


def test_a_target_that_raises_makes_a_row_and_the_run_goes_on():
    """The row says what was raised; the others are scored."""

    def shaky(request):
        if request.question == WHEN.question:
            raise ConnectionResetError("gone")
        return ask_oracle(request)

    rows = rows_of(GOLD, shaky)

    assert rows[0] == Failed(question=WHEN, stage="ask", error="ConnectionResetError: gone")
    assert all(isinstance(row, Scored) for row in rows[1:])


def test_a_search_that_raises_is_told_from_an_answer_that_does():
    """The stage says where to look."""

    def broken(_request):
        raise ConnectionResetError("gone")

    (row,) = rows_of([WHEN], ask_oracle, search=broken)

    assert (row.stage, row.error) == ("search", "ConnectionResetError: gone")


def test_a_reply_that_can_not_be_scored_is_an_error_of_scoring():
    """It is no fault of the question, and no nought."""
    (row,) = rows_of([UNKNOWN], lambda _: oracle(UNKNOWN).model_copy(update={"segments": None}))

    assert isinstance(row, Failed)
    assert row.stage == "score"


def test_a_degraded_reply_has_no_score():
    """It is not by the system that is measured."""
    (row,) = rows_of([WHEN], lambda _: oracle(WHEN).model_copy(update={"degraded": True}))

    assert isinstance(row, Unscored)
    assert "chat model" in row.reason
