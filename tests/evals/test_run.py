"""A run asks every question once and loses none."""

from gold_oracle import GOLD, TEXTS, UNKNOWN, WHEN, gold_question, oracle

from evals.row import Failed, Scored
from evals.run import run
from qa.wire import AskRequest, Turn

BY_QUESTION = {question.question: question for question in GOLD}


def ask_oracle(request):
    """What the oracle replies."""
    return oracle(BY_QUESTION[request.question])


def nothing(row):
    """No progress is shown."""


def test_every_question_has_a_row_in_order_and_progress_sees_each():
    """Rows come as the gold does, and are handed on as they come."""
    seen = []

    result = run(GOLD, target=ask_oracle, texts=TEXTS, progress=seen.append)

    assert [row.question for row in result.rows] == list(GOLD)
    assert tuple(seen) == result.rows
    assert all(row.latency_ms >= 0 for row in result.rows)


def test_the_target_is_told_the_question_and_its_history_and_nothing_else():
    """What time a question is about is for the gold; `as_of` of a request would hide articles."""
    asked = []
    turns = (Turn(role="user", content="What stops?"), Turn(role="assistant", content="The ferry."))
    question = gold_question(question="When?", history=turns, as_of="2022-02", kind="follow-up")

    run([question], target=lambda request: asked.append(request) or oracle(WHEN), texts=TEXTS, progress=nothing)

    assert asked == [AskRequest(question="When?", history=turns)]


def test_a_target_that_raises_makes_a_row_and_the_run_goes_on():
    """The row says what was raised; the others are scored."""

    def shaky(request):
        if request.question == WHEN.question:
            raise ConnectionResetError("gone")
        return ask_oracle(request)

    result = run(GOLD, target=shaky, texts=TEXTS, progress=nothing)

    assert result.rows[0] == Failed(question=WHEN, stage="ask", error="ConnectionResetError: gone")
    assert all(isinstance(row, Scored) for row in result.rows[1:])
    assert result.summary().errors == 1


def test_a_reply_that_cannot_be_scored_makes_a_row():
    """A target that returns no reply at all is recorded at the stage of scoring."""
    result = run([UNKNOWN], target=lambda _: None, texts=TEXTS, progress=nothing)

    assert isinstance(result.rows[0], Failed)
    assert result.rows[0].stage == "score"
