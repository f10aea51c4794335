"""What `onrecord serve` logs and counts when a chat model does well and badly."""

import signal
from pathlib import Path

import httpx
import pytest
from personalities import honest, reply, sayings, segment
from prometheus_client.parser import text_string_to_metric_families as parse
from scripted_server import Asked, Play, scripted
from served_process import logged, serving

pytestmark = pytest.mark.timeout(300)  # servers are started, the first one may have a model to convert

KEY = "sk-canary-0451"


def _play(asked: Asked) -> Play:
    """Well; with a wrong quote beside a good one; and not at all."""
    if "2022" in asked.question:
        return Play(status=503, text=f"not now {KEY}: {asked.messages}")
    if "gas" in asked.question:
        wrong, good = segment("It was said.", ("x-1", asked.passages[0]["text"])), sayings(asked)[0]
        return Play(text=reply(segment(good[1], good), wrong))
    return honest(asked)


def test_the_log_names_every_request_and_tells_no_word_of_it(home: Path, models: Path, question: str) -> None:
    """All of stderr is JSON; the chat model's failure has the name of the request; what was dropped is counted."""
    texts = {"well": question, "badly": f"{question} gas", "not at all": f"{question} in 2022"}
    with scripted(_play) as model:
        variables = {
            "ONRECORD_CHAT_MODEL": "scripted",
            "ONRECORD_CHAT_BASE_URL": model.openai_url,
            "ONRECORD_CHAT_API_KEY": KEY,
        }
        with (
            serving(home, models, variables) as (address, process),
            httpx.Client(base_url=address, timeout=60) as client,
        ):
            answers = {
                name: client.post("/v1/ask", json={"question": text}, headers={"x-request-id": name.replace(" ", "-")})
                for name, text in texts.items()
            }
            client.get("/v1/statements", params={"speaker": "Scholz", "about": "gas"}).raise_for_status()
            assert client.post("/v1/ask", json={"question": question * 99}).status_code == 422
            figures = {
                (sample.name, *sorted(sample.labels.values())): sample.value
                for family in parse(client.get("/metrics").text)
                for sample in family.samples
            }
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=60)
        passages = [passage["text"] for asked in model.asked for passage in asked.passages]
    lines = logged(err)
    replies = {name: answer.json() for name, answer in answers.items()}

    assert [replies[name]["mode"] for name in texts] == ["generative", "generative", "extractive"]
    assert replies["not at all"]["degraded"]
    assert out == ""
    assert [line["route"] for line in lines if line["event"] == "request" and line["status"] != 503] == [
        *["/v1/ask"] * 3,
        "/v1/statements",
        "/v1/ask",
    ]
    assert [line["logger"] for line in lines if line.get("request_id") == "well"] == ["onrecord.requests"]
    assert {"qa.writer.write", "onrecord.requests"} == {
        line["logger"] for line in lines if line.get("request_id") == "not-at-all"
    }
    assert passages
    assert [words for words in (KEY, "Scholz", *texts.values(), *passages) if words in err] == []
    assert figures["onrecord_replies_total", "generative", "true"] == 2
    assert figures["onrecord_degraded_replies_total",] == 1
    assert figures["onrecord_written_segments_total", "dropped"] == 1
    assert figures["onrecord_dropped_segments_total", "unknown"] == 1
    assert figures["onrecord_written_quotes_total", "unknown"] == 1
    assert figures["onrecord_stage_seconds_count", "write"] == 3
