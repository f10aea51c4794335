"""What is read off a question."""

from datetime import date

import pytest

from qa.dates import Day, Stretch
from qa.question import Claim, Kind, Question, Turn
from qa.understand import understand
from qa.words import content_words

SPEAKERS = ("Marta Quill", "Edwin Strake", "Ines Corrigan", "Olaf Scholz")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what did Quill say about the bridge", "what-said"),
        ("What has Edwin Strake said about the cost?", "what-said"),
        ("What is Strake's position on lorries?", "what-said"),
        ("Who said the steel will not wait?", "who-said"),
        ("which engineer told the paper it was tired", "who-said"),
        ("when does the bridge open", "when"),
        ("What date was the vote?", "when"),
        ("how many hangers were damaged", "how-many"),
        ("Do Quill and Strake agree on lorries?", "compare"),
        ("Is the water safe or not?", "compare"),
        ("How did the price change over the year?", "compare"),
        ("Name the local firms.", "list"),
        ("which two papers are quoted", "list"),
        ("Where is the bridge?", "other"),
        ("Is the bridge open?", "other"),
    ],
)
def test_the_kind_of_answer_is_read_off_the_question(text: str, kind: Kind) -> None:
    """Somebody's words, a speaker, a time, a number, several things, or something else."""
    assert understand(Question(text=text), speakers=SPEAKERS).kind == kind


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("what did Quill say about the bridge", ("Marta Quill",)),
        ("what did marta quill say", ("Marta Quill",)),
        ("what did sholz say about nord stream 2", ("Olaf Scholz",)),
        ("what did Strake and Quill say", ("Edwin Strake", "Marta Quill")),
        ("what did Pell say about the bridge", ("Pell",)),
        ("what did the report say about the bridge", ()),
        ("What did Quill tell Strake about Scholz?", ("Marta Quill",)),
        ("What is Strake's view of Quill?", ("Edwin Strake",)),
        ("Strake says he asked, what was he told?", ("Edwin Strake",)),
        ("who said Quill was wrong", ()),
    ],
)
def test_whose_words_are_asked_for_is_read_off_the_question(text: str, speakers: tuple[str, ...]) -> None:
    """The subject, by surname, a letter forgiven, a stranger by the name; not whom it is about; none for a who-said."""
    assert understand(Question(text=text), speakers=SPEAKERS).speakers == speakers


def test_the_callers_speakers_stand_before_those_in_the_question() -> None:
    """A filter is hard."""
    asked = Question(text="what did Quill say", speakers=("Edwin Strake",))

    assert understand(asked, speakers=SPEAKERS).speakers == ("Edwin Strake",)


def test_words_without_meaning_are_left_out() -> None:
    """What is left is in lower case, each word once, numbers whole."""
    assert content_words("What did the Mayor's office say about the 30,000 letters, and which letters?") == (
        "mayor",
        "office",
        "30,000",
        "letters",
    )


def test_a_follow_up_takes_the_question_before_it_along() -> None:
    """A question that leans on the conversation is understood with what was asked last."""
    history = (Turn("user", "When was the first vote?"), Turn("assistant", "In May."), Turn("user", "Who is Quill?"))
    asked = Question(text="and what did she say?", history=history)

    assert understand(asked, speakers=SPEAKERS).standalone == "Who is Quill? and what did she say?"


def test_a_question_that_stands_alone_is_left_alone() -> None:
    """History changes nothing where the question needs none."""
    asked = Question(text="Where does Ines Corrigan work?", history=(Turn("user", "Who is Quill?"),))

    assert understand(asked, speakers=SPEAKERS).standalone == "Where does Ines Corrigan work?"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("what did the council leader say about the bridge", ("Marta Quill",)),
        ("Summarise the council leader's warnings.", ("Marta Quill",)),
        ("According to the council leader in the Post, what is wrong?", ("Marta Quill",)),
        ("what did the harbour master say about the bridge", ()),
    ],
)
def test_an_office_is_asked_for_by_its_title(text: str, speakers: tuple[str, ...]) -> None:
    """Whoever holds it is meant; of an office that nobody is known to hold, nobody."""

    def holders(phrase: str) -> tuple[str, ...]:
        return ("Marta Quill",) if "council leader" in phrase else ()

    assert understand(Question(text=text), speakers=SPEAKERS, holders=holders).speakers == speakers


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Did Quill say that the bridge would close in May?", (" the bridge would close in May", ("Marta Quill",))),
        ("was it Strake who said lorries stay off until June", (" lorries stay off until June", ("Edwin Strake",))),
        ("Did Quill say so?", None),
        ("Did the bridge close in May after two storms?", None),
    ],
)
def test_what_somebody_is_asked_to_have_said_is_a_claim(text: str, claim: tuple[str, tuple[str, ...]] | None) -> None:
    """At least three words that carry meaning; fewer tell nothing apart."""
    understood = understand(Question(text=text), speakers=SPEAKERS)

    assert understood.claim == (Claim(*claim) if claim else None)


@pytest.mark.parametrize(
    ("text", "known", "speakers"),
    [
        ("What did Nora Strake say about the ferry?", ("Edwin Strake",), ("Nora Strake",)),
        ("What did Nora Strake say about the ferry?", ("Edwin Strake", "Nora Strake"), ("Nora Strake",)),
        ("What did Nora Strake say?", ("Edwin Strake", "Nora Strake", "Strake"), ("Nora Strake", "Strake")),
        ("What did Edwin Strake say about the ferry?", ("Edwin Strake", "Strake"), ("Edwin Strake", "Strake")),
        ("What did E. Strake say about the ferry?", ("Edwin Strake", "Strake"), ("Edwin Strake", "Strake")),
        ("What did nora strake say?", ("Edwin Strake", "Nora Strake"), ("Nora Strake",)),
        ("What did Strake say about the ferry?", ("Edwin Strake", "Nora Strake"), ("Edwin Strake", "Nora Strake")),
        ("What did Mr Strake say about the ferry?", ("Edwin Strake", "Strake"), ("Edwin Strake", "Strake")),
        ("What was said, according to Nora Strake?", ("Edwin Strake",), ("Nora Strake",)),
    ],
)
def test_a_first_name_tells_a_family_apart(text: str, known: tuple[str, ...], speakers: tuple[str, ...]) -> None:
    """Nora's words are not Edwin's; whoever is known by the surname alone may be meant."""
    assert set(understand(Question(text=text), speakers=known).speakers) == set(speakers)


def test_a_callers_speaker_is_told_by_the_first_name_too() -> None:
    """A filter by Nora lets nothing of Edwin's through."""
    asked = Question(text="what was said", speakers=("Nora Strake",))

    assert understand(asked, speakers=("Edwin Strake",)).speakers == ("Nora Strake",)
    assert understand(asked, speakers=("Edwin Strake", "Nora Strake")).speakers == ("Nora Strake",)


def test_a_claim_is_that_persons_only() -> None:
    """What Nora is asked to have said is not held against Edwin."""
    understood = understand(
        Question(text="Did Nora Strake say that the bridge would close in May?"), speakers=("Edwin Strake",)
    )

    assert understood.claim == Claim(" the bridge would close in May", ("Nora Strake",))


def test_days_and_parts_are_read_off_the_question() -> None:
    """Of the whole and of each part, told from the day of asking; what names none has none."""
    asked = Question(text="Which outlet wrote about the ferry in May 2024; who repaired the old pier wall yesterday?")
    understood = understand(asked, speakers=SPEAKERS, asked_on=date(2024, 6, 2))
    may, yesterday = Day(2024, 5), Stretch(date(2024, 6, 1), date(2024, 6, 1))

    assert understood.when == (may, yesterday)
    assert [part.when for part in understood.parts] == [(may,), (yesterday,)]
    assert understood.parts[1].words == ("repaired", "old", "pier", "wall", "yesterday")
    assert not understood.latest
    assert understand(Question(text="the latest on the ferry"), speakers=SPEAKERS).latest


def test_days_of_the_question_before_count_for_a_follow_up() -> None:
    """What leans on the conversation is of the same day."""
    history = (Turn("user", "Who spoke on 2 May 2024?"),)
    asked = Question(text="and what did she say?", history=history)

    assert understand(asked, speakers=SPEAKERS).when == (Day(2024, 5, 2),)
