"""Conversations whose last turn has an answer, has none, or is not clear."""

from benchmark_data import quiet, values, write_rows

from evals.benchmarks.mtrag_un import asks_back, measure
from qa.wire import AbstentionBody, ReplyBody, SegmentBody

QUARRY = "The slate quarry at Penmoel opened in 1871. It employed forty men."
TASK = {
    "id": "a<::>2",
    "conversation": "a",
    "answerability": "ANSWERABLE",
    "history": [
        {"speaker": "user", "text": "Is there a slate quarry at Penmoel?"},
        {"speaker": "agent", "text": "There is."},
    ],
    "question": "When did the slate quarry at Penmoel open?",
    "passages": [{"id": "p1", "text": QUARRY}],
    "reference_answer": "The slate quarry at Penmoel opened in 1871.",
}
OTHER = "A heron nested by the canal in Tiverby last spring."


def task(task_id, **changes):
    """A task of its own conversation."""
    return {**TASK, "id": task_id, "conversation": task_id, **changes}


def reply(*, answer="", message=""):
    """A reply that answers or declines."""
    return ReplyBody(
        id="ans-1",
        question="-",
        standalone_question="-",
        answered=bool(answer),
        answer=f"{answer} [1]",
        segments=(SegmentBody(text=answer, markers=(1,)),) if answer else (),
        citations=(),
        abstention=None if answer else AbstentionBody(reason="not_in_articles", message=message),
        conflicts=(),
        nearest=(),
        mode="extractive",
        model="extractive",
        degraded=False,
        timings_ms={},
    )


def test_a_reply_asks_back_where_it_ends_in_a_question():
    """Whether it answers or declines; closing quotation marks don't hide the question mark."""
    assert asks_back(reply(answer="Which quarry do you mean?"))
    assert asks_back(reply(message="Do you mean Penmoel or “Tiverby?”"))
    assert not asks_back(reply(answer="Which? The one at Penmoel."))
    assert not asks_back(reply(message="The articles don't say."))


def test_each_kind_of_task_has_its_own_figure(tmp_path, settings):
    """The answer is found; what has no passage is declined though another task's passage answers it."""
    unclear = task("c", answerability="UNDERSPECIFIED", question="When did the heron nest?")
    rows = [
        TASK,
        task("b", answerability="UNANSWERABLE", passages=[]),
        {**unclear, "passages": [{"id": "p2", "text": OTHER}]},
    ]
    write_rows(tmp_path / "tasks.jsonl", rows)

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    found = values(result)
    assert result.errors == ()
    assert found["ROUGE-L on answerable"] == found["ROUGE-L on answerable and partial"] > 0.6
    assert found["ROUGE-L on partial"] is None
    assert found["abstention rate on unanswerable"] == 1
    assert found["false abstention on answerable"] == 0
    assert found["clarifying-question rate on underspecified"] == 0
    assert "judge against the reference answer" in result.unscored


def test_a_task_is_answered_from_its_own_passages_alone(tmp_path, settings):
    """A passage id that comes again with another text is another passage."""
    stranger = task("b", passages=[{"id": "p1", "text": OTHER}])
    write_rows(tmp_path / "tasks.jsonl", [TASK, stranger])

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    answers = {row["id"]: row["answer"] for row in result.rows}
    assert "1871" in answers["a<::>2"]
    assert "1871" not in answers["b"]
