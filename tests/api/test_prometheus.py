"""What Prometheus reads."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from api_server import serving
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse

from api.app import create_app
from api.metrics import Metrics

_QUESTION = "What did Marta Quill call the repair plan?"
_UNANSWERED = "Who won the chess olympiad in Budapest?"

Figures = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


def _figures(text: str) -> Figures:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in parse(text)
        for sample in family.samples
    }


def _of(client: httpx.Client) -> Figures:
    return _figures(client.get("/metrics").text)


def _more(before: Figures, after: Figures, name: str, **labels: str) -> float:
    key = (name, frozenset(labels.items()))
    return after.get(key, 0) - before.get(key, 0)


def test_requests_are_counted_by_route_method_and_status(client):
    """The route is the template, whatever the path was."""
    before = _of(client)
    for path in ("/v1/articles/a", "/v1/articles/b", "/v1/articles/c?version=7"):
        client.get(path)
    client.post("/v1/search", json={"query": "steel"})
    after = _of(client)

    one_article = {"method": "GET", "route": "/v1/articles/{article_id:path}"}
    assert _more(before, after, "onrecord_http_requests_total", **one_article, status="404") == 3
    assert _more(before, after, "onrecord_http_request_seconds_count", **one_article) == 3
    searched = {"method": "POST", "route": "/v1/search", "status": "200"}
    assert _more(before, after, "onrecord_http_requests_total", **searched) == 1


def test_replies_are_counted_whichever_route_asked(client):
    """Plain and streamed, native and OpenAI's: outcome, reason to abstain, and the time of each stage."""
    message = {"role": "user", "content": _QUESTION}
    before = _of(client)
    for stream in (False, True):
        accept = {"accept": "text/event-stream"} if stream else {}
        client.post("/v1/ask", json={"question": _QUESTION}, headers=accept)
        client.post("/v1/chat/completions", json={"model": "onrecord", "messages": [message], "stream": stream})
        client.post("/v1/responses", json={"model": "onrecord", "input": _QUESTION, "stream": stream})
    client.post("/v1/ask", json={"question": _UNANSWERED})
    after = _of(client)

    assert _more(before, after, "onrecord_replies_total", mode="extractive", answered="true") == 6
    assert _more(before, after, "onrecord_replies_total", mode="extractive", answered="false") == 1
    assert _more(before, after, "onrecord_abstentions_total", reason="not_in_articles") == 1
    assert _more(before, after, "onrecord_degraded_replies_total") == 0
    for stage in ("understand", "retrieve", "read", "ground"):
        assert _more(before, after, "onrecord_stage_seconds_count", stage=stage) == 7
        assert _more(before, after, "onrecord_stage_seconds_sum", stage=stage) > 0


def test_articles_are_counted_by_what_became_of_them(client):
    """Those that can't be read as well."""
    good = {"id": "metrics-lamp", "text": "The lamp at the metrics quay was lit at five."}
    before = _of(client)
    client.post("/v1/articles", json={"articles": [good, {"id": "bad"}]}).raise_for_status()
    client.post("/v1/articles", json=good).raise_for_status()
    after = _of(client)

    statuses = ("added", "updated", "unchanged", "failed")
    assert [_more(before, after, "onrecord_articles_total", status=status) for status in statuses] == [1, 0, 1, 1]


def test_indexes_in_step_are_not_behind(client):
    """Each index has its figure."""
    figures = _of(client)

    behind = {labels: value for (name, labels), value in figures.items() if name == "onrecord_index_behind_changes"}
    assert behind == {frozenset({("index", "vector")}): 0, frozenset({("index", "word")}): 0}


def test_nothing_that_a_client_sends_becomes_a_label(client):
    """Paths, methods, questions, names of requests and models: so nobody can make figures without end."""
    canary = "canary-of-mine"
    client.request("PROPFIND", f"/{canary}", headers={"x-request-id": canary, "host": canary})
    client.get(f"/a/{canary}", params={canary: canary})
    client.post("/v1/ask", json={"question": canary, "filters": {"publishers": [canary]}})
    client.post("/v1/chat/completions", json={"model": canary, "messages": []})

    assert canary not in (figures := client.get("/metrics").text.lower())
    assert "propfind" not in figures


def test_each_application_has_figures_of_its_own(client, settings):
    """And gives them before its archive is open."""
    client.post("/v1/search", json={"query": "steel"})
    with serving(create_app(settings), lifespan="off") as other:
        figures = _of(other)

    assert not any(("route", "/v1/search") in labels for _, labels in figures)
    assert figures["onrecord_answers_running", frozenset()] == 0


@pytest.mark.parametrize("accept", ["application/openmetrics-text; version=1.0.0", "text/plain", "*/*"])
def test_the_scraper_says_which_format_it_reads(client, accept):
    """OpenMetrics where it is asked for; each can be parsed."""
    response = client.get("/metrics", headers={"accept": accept})
    parser = parse_openmetrics if response.headers["content-type"].startswith("application/openmetrics") else parse

    assert response.headers["content-type"].startswith(accept.partition(";")[0] if accept != "*/*" else "text/plain")
    assert "onrecord_http_request_seconds" in {family.name for family in parser(response.text)}


def test_threads_lose_no_count():
    """Eight at once, a thousand times each."""
    metrics, together = Metrics(), Barrier(8)

    def count() -> None:
        together.wait()
        for _ in range(1_000):
            metrics.requested(method="GET", route="/", status=200, seconds=0.1)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(count) for _ in range(8)]:
            done.result()
    figures = _figures(metrics.page(accept="")[0].decode())

    one = frozenset({("method", "GET"), ("route", "/"), ("status", "200")})
    assert figures["onrecord_http_requests_total", one] == 8_000
