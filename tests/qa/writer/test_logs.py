"""What is logged by default while a chat model writes, well or badly."""

import logging

import pytest
from desk import KEY, Opening
from personalities import honest, plays, reply, sayings, segment
from scripted_server import Asked, Play

from qa.wire import AskRequest, Turn

QUESTION = "what did Scholz say about Nord Stream 2"
OUTCOMES = {
    "well": honest,
    "with prose": plays("Scholz said nothing about Nord Stream 2."),
    "with wrong quotes": lambda asked: Play(
        text=reply(segment(asked.question, ("x-1", asked.passages[0]["text"])), segment(KEY, sayings(asked)[0]))
    ),
    "cut": lambda asked: Play(text=honest(asked).text, fault="cut", cut_at=900),
    "reset": lambda asked: Play(text=honest(asked).text, fault="reset", cut_at=900),
    "garbage": lambda _: Play(fault="garbage"),
    "refused": lambda asked: Play(status=401, text=f"wrong key {KEY} for {asked.messages}"),
    "unavailable": lambda asked: Play(status=503, text=f"not now {KEY}: {asked.messages}"),
    "invalid": lambda asked: Play(status=400, text=f"can't read {asked.messages}"),
    "too late": lambda _: Play(fault="silence"),
}


@pytest.mark.parametrize("ollama", [False, True])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_log_tells_question_prompt_passages_or_key(
    desk: Opening, caplog: pytest.LogCaptureFixture, outcome: str, *, ollama: bool
) -> None:
    """From any logger at INFO, which is more than the command shows, and from ours at DEBUG; tracebacks included."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="onrecord")
    caplog.set_level(logging.DEBUG, logger="qa")
    name = "ollama:scripted" if ollama else "scripted"
    opened = desk(OUTCOMES[outcome], timeout_s=1.5, ollama=ollama, name=name)
    history = (Turn(role="user", content="Who is Olaf Scholz?"), Turn(role="assistant", content="The chancellor."))
    opened.service.ask(AskRequest(question=QUESTION, history=history))
    logged = "\n".join(map(logging.Formatter().format, caplog.records))
    asked = next(one for one in opened.server.asked if not one.is_rewriting)
    secret = [KEY, QUESTION, "Olaf Scholz", *_lines(asked)]

    assert any(record.name.startswith("httpx") for record in caplog.records)
    assert [words for words in secret if words in logged] == []


def _lines(asked: Asked) -> list[str]:
    """The prompt's lines and the passages' sentences."""
    prompt = [line for message in asked.messages for line in message["content"].splitlines() if len(line) > 20]
    return [*prompt, *(sentence for _, sentence in sayings(asked))]
