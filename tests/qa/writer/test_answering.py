"""A chat model's answer, the whole way: real client libraries, a scripted server, the sample articles."""

import json
from pathlib import Path

import pytest
from desk import Opening
from obedient import attacks, violations
from personalities import DECLINES, Sloppy, honest, plays, reply, sayings, segment, tidy
from scripted_server import Asked, Play, scripted

from qa.build import open_service
from qa.events import Done, SegmentDone, Status
from qa.reply import Abstention, Answer
from qa.service import Service
from qa.settings import read_settings
from qa.wire import AskRequest, FiltersBody, Turn, reply_body
from vectorstore.errors import InputError

QUESTION = "what did Scholz say about Nord Stream 2"


@pytest.mark.parametrize("ollama", [False, True])
def test_an_honest_model_answers_with_exact_citations(desk: Opening, *, ollama: bool) -> None:
    """Its sentences leave as they are, each with its place in a stored article; by either client library."""
    name = "ollama:scripted" if ollama else "scripted"
    found = desk(honest, ollama=ollama, name=name).service.ask(AskRequest(question=QUESTION))

    assert isinstance(found.outcome, Answer)
    assert (found.mode, found.model, found.degraded) == ("generative", name, False)
    assert [segment.text for segment in found.outcome.segments] == [tidy(c.quote) for c in found.outcome.citations]
    assert {citation.speaker for citation in found.outcome.citations} == {"Olaf Scholz"}


@pytest.mark.parametrize("mode", ["auto", "generative", "extractive"])
def test_the_streamed_segments_are_the_reply(desk: Opening, mode: str) -> None:
    """Joined they are its text, their citations are its citations, and the last event has all of it."""
    events = list(desk(honest).service.stream(AskRequest(question=QUESTION, mode=mode)))
    done = [event for event in events if isinstance(event, SegmentDone)]
    last = events[-1]
    assert isinstance(last, Done)
    answer = last.reply.outcome
    assert isinstance(answer, Answer)
    texts = [one.segment.text + "".join(f" [{marker}]" for marker in one.segment.markers) for one in done]

    assert [type(event) for event in events].count(Done) == 1
    assert " ".join(texts) == answer.text
    assert tuple(c for one in done for c in one.citations) == answer.citations
    assert last.reply.mode == ("extractive" if mode == "extractive" else "generative")


def test_a_segment_is_released_before_the_model_has_ended(desk: Opening) -> None:
    """The first one while the second is still being written."""

    def slow(asked: Asked) -> Play:
        (id_, first), (other, second) = sayings(asked)[:2]
        return Play(
            text=reply(segment(tidy(first), (id_, first)), segment(tidy(second), (other, second))), pause_s=0.03
        )

    opened = desk(slow)
    events = opened.service.stream(AskRequest(question=QUESTION))
    first = next(event for event in events if isinstance(event, SegmentDone))

    assert first.segment.markers == (1,)
    assert opened.server.open_now == 1
    assert isinstance(list(events)[-1], Done)


def test_the_extractive_mode_never_asks_the_model(desk: Opening, sample_service: Service) -> None:
    """And answers as it would without one."""
    opened = desk(honest)
    found = opened.service.ask(AskRequest(question=QUESTION, mode="extractive"))

    assert opened.server.asked == []
    assert found.outcome == sample_service.ask(AskRequest(question=QUESTION)).outcome
    assert not found.degraded


def test_nothing_found_is_an_abstention_without_asking(desk: Opening) -> None:
    """A model has nothing to say on no passages."""
    opened = desk(honest)
    filters = FiltersBody(publishers=("Nobody's Gazette",))
    found = opened.service.ask(AskRequest(question=QUESTION, filters=filters, mode="generative"))

    assert isinstance(found.outcome, Abstention)
    assert opened.server.asked == []


def test_a_model_may_decline(desk: Opening) -> None:
    """Its abstention stands; the extractive reader isn't asked."""
    found = desk(plays(DECLINES)).service.ask(AskRequest(question=QUESTION))

    assert isinstance(found.outcome, Abstention)
    assert (found.mode, found.degraded) == ("generative", False)
    assert found.outcome.nearest


def test_without_a_model_the_generative_mode_is_refused(sample_service: Service) -> None:
    """By stream as by ask, before the first event."""
    with pytest.raises(InputError, match="no chat model"):
        sample_service.stream(AskRequest(question=QUESTION, mode="generative"))


def test_a_model_is_told_once_what_was_wrong(desk: Opening) -> None:
    """Where nothing of its reply holds; then its second reply counts."""

    def second_try(asked: Asked) -> Play:
        id_, sentence = sayings(asked)[0]
        quote = sentence if asked.is_repair else f"reportedly {sentence}"
        return Play(text=reply(segment(tidy(sentence), (id_, quote))))

    opened = desk(second_try)
    found = opened.service.ask(AskRequest(question=QUESTION))
    told = opened.server.asked[1].messages[-1]["content"]

    assert isinstance(found.outcome, Answer)
    assert (found.mode, len(opened.server.asked)) == ("generative", 2)
    assert "is not in" in json.loads(told.splitlines()[-1])[0]["wrong"][0]


@pytest.mark.parametrize(
    "text", ["I think he said yes.", '{"answer": "yes"}', reply(segment("He said yes.", ("x-1", "yes, yes, yes")))]
)
def test_a_model_that_stays_wrong_is_replaced_by_the_articles_words(
    desk: Opening, sample_service: Service, text: str
) -> None:
    """After two replies; the answer is extractive and says that it is degraded."""
    opened = desk(plays(text))
    found = opened.service.ask(AskRequest(question=QUESTION))
    body = reply_body(found, with_passages=False)

    assert len(opened.server.asked) == 2
    assert (body.mode, body.model, body.degraded) == ("extractive", "extractive", True)
    assert found.outcome == sample_service.ask(AskRequest(question=QUESTION)).outcome


@pytest.mark.parametrize("max_citations", [1, 2])
def test_max_citations_is_kept(desk: Opening, max_citations: int) -> None:
    """And the model is let go of once there are enough."""
    found = desk(honest).service.ask(AskRequest(question=QUESTION, max_citations=max_citations))

    assert isinstance(found.outcome, Answer)
    assert len(found.outcome.citations) == max_citations


@pytest.mark.parametrize("seed", range(4))
def test_of_a_sloppy_reply_what_holds_survives_and_nothing_else(desk: Opening, seed: int) -> None:
    """Planted truth: of each segment it is known whether it holds."""
    sloppy = Sloppy(seed)
    opened = desk(sloppy)
    questions = (QUESTION, "how many hangers were damaged", "When does the Tern Bridge open?", "What did Biden say?")
    for question in questions:
        outcome = opened.service.ask(AskRequest(question=question, max_citations=20))
        released = [one.text.casefold() for one in outcome.outcome.segments] if outcome.mode == "generative" else []  # type: ignore[union-attr]  # generative ones have segments here

        assert all("none" in sloppy.planted[text] for text in released)


@pytest.mark.parametrize("attack", attacks()[::7], ids=lambda attack: attack.name)
def test_an_obedient_model_cannot_break_the_form(desk: Opening, attack: object) -> None:
    """It does what an article or the question tells it to; nothing of that leaves."""
    opened = desk(attack.player)  # type: ignore[attr-defined]  # parametrized
    found = opened.service.ask(AskRequest(question=attack.question(QUESTION)))  # type: ignore[attr-defined]

    assert violations(found, canary=attack.canary) == []  # type: ignore[attr-defined]


def test_the_settings_open_the_model(tmp_path: Path, models: Path) -> None:
    """`mode` auto takes it; an empty archive is declined without asking it."""
    with scripted(honest) as server:
        given = {"chat_model": "scripted", "chat_base_url": server.openai_url, "chat_timeout_s": 5}
        service = open_service(read_settings(home=tmp_path / "home", models=models, **given))
        outcome = service.ask(AskRequest(question=QUESTION, mode="generative")).outcome
        service.close()

    assert isinstance(outcome, Abstention)
    assert outcome.reason == "no_articles"
    assert server.asked == []


def test_a_server_without_a_model_is_refused(tmp_path: Path) -> None:
    """Before anything is opened."""
    with pytest.raises(InputError, match="ONRECORD_CHAT_MODEL is not: name the server's model"):
        open_service(read_settings(home=tmp_path / "home", chat_base_url="http://127.0.0.1:1/v1"))

    assert not (tmp_path / "home").exists()


def test_the_chain_still_is_a_runnable(desk: Opening) -> None:
    """`invoke` gives the reply, `stream` of the events gives statuses on the way."""
    opened = desk(honest)
    events = list(opened.service.stream(AskRequest(question=QUESTION)))

    assert [event.stage for event in events if isinstance(event, Status)][:2] == ["understand", "write"]


HISTORY = (
    Turn(role="user", content="What did Olaf Scholz say about Nord Stream 2?"),
    Turn(role="assistant", content="That it was on ice."),
)


@pytest.mark.parametrize(
    ("rewritten", "taken"),
    [
        ("Why did Olaf Scholz put Nord Stream 2 on ice?", True),
        ("Why did Angela Merkel put Nord Stream 2 on ice?", False),
        ("Why did Olaf Scholz put Nord Stream 3 on ice?", False),
        ("x" * 400, False),
        ("", False),
    ],
)
def test_a_rewritten_follow_up_is_taken_where_it_has_nothing_new(desk: Opening, rewritten: str, *, taken: bool) -> None:
    """Else the rules put it."""
    opened = desk(lambda asked: Play(text=json.dumps({"question": rewritten}) if asked.is_rewriting else DECLINES))
    found = opened.service.ask(AskRequest(question="And why did he do it?", history=HISTORY))

    assert (found.standalone_question == rewritten) == taken
    assert "Scholz" in found.standalone_question
    assert found.question == "And why did he do it?"


def test_a_question_that_leans_on_nothing_is_not_rewritten(desk: Opening) -> None:
    """One request, for the answer."""
    opened = desk(honest)
    opened.service.ask(AskRequest(question="When does the Tern Bridge open for pedestrians?", history=HISTORY))

    assert [asked.is_rewriting for asked in opened.server.asked] == [False]
