"""Ask and search over HTTP."""

from datetime import datetime

import httpx
import pytest
from api_server import serving, wait_until_ready

from api.app import create_app

_QUESTION = "What did Marta Quill call the repair plan?"
_POST = "The Harbour Post (sample)"


def _ask(client: httpx.Client, question: str, **more: object) -> dict:
    response = client.post("/v1/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    return response.json()


def test_every_citation_of_an_answer_is_a_verbatim_span(client, sample_records):
    """The quote is exactly the stored text between start and end."""
    texts = {record["id"]: record["text"] for record in sample_records if "text" in record}

    reply = _ask(client, _QUESTION)

    assert reply["answered"]
    assert "sticking plaster" in reply["answer"]
    assert reply["abstention"] is None
    assert reply["citations"]
    for citation in reply["citations"]:
        assert texts[citation["article_id"]][citation["start"] : citation["end"]] == citation["quote"]
    assert {m for s in reply["segments"] for m in s["markers"]} == {c["marker"] for c in reply["citations"]}


def test_what_the_articles_do_not_hold_is_an_abstention(client):
    """An abstention has a reason and near misses, and neither an answer nor a citation."""
    reply = _ask(client, "Who won the chess olympiad in Budapest?")

    assert not reply["answered"]
    assert (reply["answer"], reply["segments"], reply["citations"]) == ("", [], [])
    assert reply["abstention"]["reason"] == "not_in_articles"
    assert reply["abstention"]["message"]
    assert reply["nearest"]


def test_passages_are_in_the_reply_only_where_asked_for(client):
    """`include` adds the passages that were read; without it there is no such field."""
    plain, included = _ask(client, _QUESTION), _ask(client, _QUESTION, include=["passages"])

    assert "passages" not in plain
    assert included["passages"]


def test_an_empty_archive_abstains(settings):
    """Without articles the reason says so."""
    with serving(create_app(settings)) as client:
        wait_until_ready(client)
        reply = _ask(client, _QUESTION)

    assert reply["abstention"]["reason"] == "no_articles"


def test_the_publishers_filter_is_hard(client):
    """With one outlet allowed, nothing of another is cited, near or found."""
    only = {"publishers": [_POST]}

    reply = _ask(client, _QUESTION, filters=only, include=["passages"])
    hits = client.post("/v1/search", json={"query": "Tern Bridge", "filters": only}).json()["hits"]

    assert {hit["publisher"] for hit in hits} == {_POST}
    assert {c["publisher"] for c in [*reply["citations"], *reply["nearest"], *reply["passages"]]} == {_POST}


def test_as_of_hides_later_articles(client):
    """Nothing published after that moment is cited or found; what has no date isn't known to be later."""
    as_of = "2023-03-10T00:00:00Z"
    later = {"query": "The bridge reopens", "filters": {"published_from": as_of}}

    reply = _ask(client, "When will the bridge close?", as_of=as_of, include=["passages"])
    hits = client.post("/v1/search", json={"query": "bridge", "as_of": as_of, "limit": 100}).json()["hits"]

    dates = [e["published_at"] for e in [*reply["citations"], *reply["passages"], *hits] if e["published_at"]]
    assert client.post("/v1/search", json=later).json()["hits"]
    assert reply["answered"]
    assert all(datetime.fromisoformat(date) <= datetime.fromisoformat(as_of) for date in dates)


def test_a_follow_up_is_understood_from_the_history(client):
    """`she` is whom the turns before were about."""
    history = [
        {"role": "user", "content": "What did Marta Quill say about the bridge?"},
        {"role": "assistant", "content": "Marta Quill wants a new bridge."},
    ]

    reply = _ask(client, "What did she call the plan?", history=history)

    assert "Quill" in reply["standalone_question"]
    assert "sticking plaster" in reply["answer"]


def test_of_an_earlier_question_no_more_is_read_than_a_question_may_have(client):
    """Reading takes its square in time, and a turn may have 20,000 characters."""
    history = [{"role": "user", "content": "0" * 20_000}]
    reply = client.post("/v1/ask", json={"question": "And when?", "history": history}).json()

    assert reply["standalone_question"] == f"{'0' * 2_000} And when?"


def test_no_more_citations_than_asked_for(client):
    """`max_citations` is a limit."""
    reply = _ask(client, "What did Edwin Strake say?", max_citations=1)

    assert len(reply["citations"]) == 1


def test_search_gives_the_best_passages_first(client):
    """Hits have falling scores, at most as many as asked for."""
    hits = client.post("/v1/search", json={"query": "rust in the bridge hangers", "limit": 5}).json()["hits"]

    assert 1 <= len(hits) <= 5
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE articles; --",
        '"AND" OR (NOT',
        "𝔘𝔫𝔦 🏴‍☠️ \u202e",
        "{question} {{x}} %s",
        "\x00\x1b",
        "a" * 2000,
        "?",
    ],
)
def test_an_odd_question_is_answered_or_declined(client, question):
    """Whatever a question holds, there is a reply to it, and the question comes back as asked."""
    assert _ask(client, question)["question"] == question
