"""Answers to questions that ask for several things."""

from qa.service import Service
from qa.wire import AskRequest, ReplyBody, reply_body


def ask(service: Service, question: str) -> ReplyBody:
    return reply_body(service.ask(AskRequest(question=question)), with_passages=False)


def test_each_thing_gets_its_sentence_in_the_order_asked(newsroom: Service) -> None:
    """Three fairs of three years, each told in an article of its own."""
    answer = ask(newsroom, "How many visitors did the Roke fair have: in 2024, in 2022, in 2023?").answer

    places = [answer.index(number) for number in ("9,100", "4,000", "6,500")]
    assert places == sorted(places)


def test_those_set_against_each_other_each_have_their_say(newsroom: Service) -> None:
    """One runs the ferry, the other will miss it."""
    speakers = {one.speaker for one in ask(newsroom, "The winter ferry: how do Quill and Strake differ?").citations}

    assert {"Marta Quill", "Edwin Strake"} <= speakers


def test_no_sentence_is_told_twice(newsroom: Service) -> None:
    """What bears out two of the things stands in the answer once."""
    segments = ask(newsroom, "Roke ferry: what about its winter sailings, what about its crew?").segments

    assert len({segment.text for segment in segments}) == len(segments) > 0


def test_several_things_of_which_the_articles_have_none_are_declined(newsroom: Service) -> None:
    """An abstention, as for one."""
    assert not ask(newsroom, "Who won the opera prize, and which tenor sang the encore in Verona?").answered


def test_what_was_told_on_the_day_asked_for_is_not_mixed_with_other_days(newsroom: Service) -> None:
    """The fair of August 2023 alone, though those of other years are told in the same words."""
    answer = ask(newsroom, "In August 2023, how many visitors came to the Roke fair?").answer

    assert "6,500" in answer
    assert "4,000" not in answer
    assert "9,100" not in answer
