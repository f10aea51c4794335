"""What a text may say beside its evidence, and what is found wrong in it."""

import time
from dataclasses import replace

import pytest
from grounding_data import evidence
from hypothesis import given
from hypothesis import strategies as st

from qa.grounding.claims import Finding, ungrounded

PELL_SAID = "“We counted 1,300 of 2,000 signatures and the bridge will not reopen before May,” he said on Tuesday."
PELL = evidence(
    PELL_SAID,
    context=f"Bridge stays shut\nHoward Pell, Roke’s harbour chairman, met reporters on 15 February. {PELL_SAID}",
    speaker="Howard Pell",
)
QUILL = evidence(
    "Marta Quill said that the ferry had carried two thousand people in January and that half of them were children.",
    speaker="Marta Quill",
)
VOTE_TOLD = "The council did not approve the £2.5m plan; 12 members voted for it and 15 against."
VOTE = evidence(
    VOTE_TOLD, context=f"Germany’s envoy Olaf Tamm and the baker Ada Brandt were in the room in Roke. {VOTE_TOLD}"
)


JOINT = evidence("Quill and Pell said the road is shut.", speaker="Marta Quill")
PRESIDENT = evidence("“The road is shut,” he said.", context="US President Otto Lang was in Roke.", speaker="Otto Lang")
BAKER = evidence(
    "The baker had not been asked, but she will pay.",
    context="Ada Brandt is the baker of Roke; Olaf Tamm is its mayor. The baker had not been asked, but she will pay.",
)
TOLD = evidence(
    "had not been asked, but she will pay.", context="Olaf Tamm, the baker said, had not been asked, but she will pay."
)
CRANE_TOLD = "The harbour of Skerrow has the Varrow crane."
CRANE = evidence(CRANE_TOLD, context=f"Otto Lang lives in Roke, Olaf Tamm too. {CRANE_TOLD}", speaker="Otto Lang")
LANG_TOLD = "Skerrow has the Roke crane, which Lang built."
LANG = evidence(LANG_TOLD, context=f"A crane stands in Varrow. {LANG_TOLD}")
READING = evidence("The highest reading was 0.9.")
HANDED = evidence(
    "They had been “handed a timetable”, she said. She would then have her say. Roke never would. It was plain how"
    " moving the moment was. The crews were, in his view, far from worn out. There should not be any “rewards” for it."
)
BOTH = evidence("Quill said the ferry sails in May, and Howard Pell said the road is shut.", speaker="Marta Quill")


def found(text: str, *shown, question: str = "What did Ida Vole say?"):
    """What is wrong with the text."""
    return ungrounded(text, evidence=shown, question=question)


def kinds(text: str, *shown, question: str = "What did Ida Vole say?"):
    """The kinds of what is wrong."""
    return {finding.kind for finding in found(text, *shown, question=question)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Howard Pell said 1,300 of 2,000 signatures were counted.", [PELL]),
        ("Mr Pell said the bridge will not reopen before May.", [PELL]),
        ("Pell said on 20 February that the bridge would not reopen before May.", [PELL]),
        ("On Feb. 15, Pell told reporters that the bridge will not reopen before May.", [PELL]),
        ("On Tuesday, the harbour chairman said they had counted 1,300 signatures.", [PELL]),
        ("He said the bridge won’t reopen before May.", [PELL]),
        ("Pell’s words: “the bridge will not reopen before May”.", [PELL]),
        ("Howard Pell: “We counted 1,300 of 2,000 signatures.”", [PELL]),
        ("According to Quill, the ferry carried 2,000 people in January.", [QUILL]),
        ("The ferry carried 2000 people, half of them children, Marta Quill said.", [QUILL]),
        ("Quill’s ferry carried 2,000 people in January.", [QUILL]),
        ("The council didn’t approve the plan, which cost £2.5 million.", [VOTE]),
        ("Fifteen members voted against the plan and twelve for it.", [VOTE]),
        ("Members of the council voted against the plan.", [VOTE]),
        ("The plan was not approved by the council.", [VOTE]),
        ("The Roke Gazette said that the council did not approve the plan.", [VOTE]),
        ("Roke’s council did not approve the £2.5m plan.", [VOTE]),
        ("Otto Lang said the road is shut.", [PRESIDENT]),
        ("He said, of the road, that it is shut.", [PRESIDENT]),
        ("Ada Brandt had not been asked, but she will pay.", [BAKER]),
        ("Brandt had not been asked, but she will pay.", [BAKER]),
        ("Olaf Tamm had not been asked, the baker said, but she will pay.", [TOLD]),
        (
            "Quill said the ferry carried 2,000 people, and Pell said the bridge will not reopen before May.",
            [QUILL, PELL],
        ),
        ("Pell said the road is shut, and Marta Quill said that the ferry sails.", [BOTH]),
        ("Pell and Quill said the road is shut.", [JOINT]),
        ("According to the article, members voted against the plan.", [VOTE]),
        ("On 20 February 2024, members voted against the plan.", [VOTE]),
        ("The U.S. president said the road is shut.", [PRESIDENT]),
        ("Yes.", [VOTE]),
        ("", [VOTE]),
    ],
)
def test_what_the_evidence_says_is_grounded(text, shown):
    """In its own words or in others, by a full name or a short one."""
    assert found(text, *shown) == ()


@pytest.mark.parametrize("shown", [PELL, QUILL, VOTE])
def test_a_quote_bears_itself_out(shown):
    """Word for word, and below its speaker's name."""
    assert found(shown.quote, shown) == ()
    assert shown.speaker is None or found(f"{shown.speaker}: {shown.quote}", shown) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Howard Pell said 1,301 of 2,000 signatures were counted.", PELL),
        ("Pell said 2,000 of 1,300 signatures were counted.", PELL),
        ("Quill said the ferry had carried twelve thousand people in January.", QUILL),
        ("Quill said that a quarter of the people on the ferry were children.", QUILL),
        ("Quill said that 40% of the people on the ferry were children.", QUILL),
        ("The council did not approve the $2.5m plan.", VOTE),
        ("The council did not approve the £2.5bn plan.", VOTE),
        ("15 members voted for the plan, and 12 against.", VOTE),
    ],
)
def test_another_number_is_found(text, shown):
    """Off by one, turned round, of another scale, in other money, or of something else."""
    assert "number" in kinds(text, shown)


@pytest.mark.parametrize(
    "when", ["On 21 February", "On Wednesday", "In April", "In February 2021", "On February 16", "In 2021", "Yesterday"]
)
def test_another_day_is_found(when):
    """It neither stands by the quote nor follows from the day of publication, Tuesday 20 February 2024."""
    assert "date" in kinds(f"{when}, Pell said that the bridge will not reopen before May.", PELL)


@pytest.mark.parametrize("when", ["On 20 February", "On Tuesday", "In February 2024", "On 15 February 2024", "In 2024"])
def test_a_day_may_follow_from_the_day_of_publication(when):
    """Its year, its weekday and its date."""
    assert found(f"{when}, Pell said that the bridge will not reopen before May.", PELL) == ()


def test_without_a_day_of_publication_nothing_follows():
    """The quote says Tuesday; of which week is not known."""
    undated = replace(PELL, published_at=None)

    assert "date" in kinds("Pell said on 20 February that the bridge will not reopen before May.", undated)
    assert found("Pell said on Tuesday that the bridge will not reopen before May.", undated) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Harold Pell said the bridge will not reopen before May.", PELL),
        ("The bridge at Skerrow will not reopen before May.", PELL),
        ("Olaf Brandt was in the room as members voted against the plan.", VOTE),
        ("The French council did not approve the plan.", VOTE),
        ("France did not approve the plan.", VOTE),
        ("Vole did not approve the plan of the council.", VOTE),
        ("The council of the EU did not approve the plan.", VOTE),
    ],
)
def test_another_name_is_found(text, shown):
    """One that stands nowhere, one that only the question has, and a first name with somebody else's surname."""
    assert "name" in kinds(text, shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Brandt, the baker, was in the room as members voted against the plan.", VOTE),
        ("The harbour of Skerrow has the Otto Lang crane.", CRANE),
        ("The harbour of Skerrow has the Roke crane.", CRANE),
        ("Roke has the Skerrow crane, which Lang built.", LANG),
        ("Skerrow has the Varrow crane, which Lang built.", LANG),
        ("Lang has the Varrow crane, which Skerrow built.", LANG),
        ("Varrow has the Roke crane, which Lang built.", LANG),
    ],
)
def test_a_name_in_another_ones_place_is_found(text, shown):
    """It stands around the quote, or elsewhere in it, and no pronoun or description gives way to it."""
    assert "name" in kinds(text, shown)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("The ferry sailed on Tuesday, 20 February.", False),
        ("The ferry sailed on Monday, 20 February.", True),
        ("The ferry sailed on Monday.", True),
        ("The ferry sailed on 19 February.", True),
        ("The ferry sailed on 19 February: it sailed on Tuesday, 20 February.", True),
        ("The ferry sailed on Tuesday.", False),
        ("The ferry sailed in February.", False),
    ],
)
def test_a_day_in_another_ones_place_is_found(text, is_found):
    """Though it stands around the quote."""
    quote = "The ferry sailed on Tuesday, 20 February."
    shown = evidence(quote, context=f"On Monday, 19 February, it was foggy. {quote}")

    assert ("date" in kinds(text, shown)) == is_found


@pytest.mark.parametrize("text", ["The envoy of Germany was in Roke.", "The German envoy Olaf Tamm was in Roke."])
def test_a_country_may_be_named_by_what_is_of_it(text):
    """Germany and German are one country."""
    assert "name" not in kinds(text, VOTE)


def test_initials_stand_for_a_name_in_full_and_the_reverse():
    """EU and European Union."""
    short = evidence("The EU did not approve the plan, members of the council said.")
    full = evidence("The European Union did not approve the plan, members of the council said.")

    assert "name" not in kinds("Members said the European Union did not approve the plan.", short)
    assert "name" not in kinds("Members said the EU did not approve the plan.", full)


def test_a_word_that_begins_a_sentence_is_no_name_for_its_capital():
    """Its content may still be missing."""
    assert "name" not in kinds("Councillors did not approve the plan. Opponents voted against it.", VOTE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pell said the bridge will reopen before May.", PELL),
        ("The council approved the £2.5m plan.", VOTE),
        ("The plan was approved by the council.", VOTE),
        ("12 members did not vote for the plan.", VOTE),
        ("Nobody voted for the plan.", VOTE),
        ("Quill did not say that the ferry had carried two thousand people in January.", QUILL),
        ("Quill said the ferry hadn’t carried two thousand people in January.", QUILL),
        ("Quill denied that the ferry had carried two thousand people in January.", QUILL),
        ("The highest reading was not 0.9.", READING),
        ("They had not been “handed a timetable”, she said.", HANDED),
        ("She would not then have her say.", HANDED),
        ("Roke never would not.", HANDED),
        ("Roke would.", HANDED),
        ("It was plain how moving the moment was not.", HANDED),
        ("The crews were not, in his view, far from worn out.", HANDED),
        ("There should be any “rewards” for it.", HANDED),
        ("She did not sail, but Roke never would.", HANDED),
    ],
)
def test_a_negation_that_was_dropped_or_added_is_found(text, shown):
    """In any of its forms."""
    assert "negation" in kinds(text, shown)


@pytest.mark.parametrize(
    "text",
    [
        "No, the highest reading was 0.9.",
        "No: the reading was 0.9.",
        "There shouldn’t be any “rewards” for it, and Roke would never.",
    ],
)
def test_a_no_in_front_and_another_form_of_a_negation_deny_nothing_else(text):
    """It answers the question."""
    assert "negation" not in kinds(text, READING, HANDED)


def test_what_somebody_did_not_say_was_not_said():
    """A refusal to comment is no comment."""
    shown = evidence("Pell did not say whether the bridge would reopen before May.", speaker="Howard Pell")

    assert found("Pell did not say whether the bridge would reopen before May.", shown) == ()
    assert "negation" in kinds("Pell said the bridge would reopen before May.", shown)


def test_a_second_negation_is_found_in_words_that_are_otherwise_the_same():
    """Two of them are none."""
    shown = evidence("Nobody in the council should doubt the plan.")

    assert "negation" in kinds("Nobody in the council should not doubt the plan.", shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Marta Quill said the bridge will not reopen before May.", [PELL]),
        ("Marta Quill: the bridge will not reopen before May.", [PELL]),
        ("The bridge will not reopen before May, according to Ms Quill.", [PELL]),
        ("“The bridge will not reopen before May,” Marta Quill told reporters.", [PELL, QUILL]),
        (
            "Quill said the bridge will not reopen before May, and Pell said the ferry carried 2,000 people.",
            [QUILL, PELL],
        ),
        ("Quill said the road is shut.", [BOTH]),
        ("The mayor said the bridge will not reopen before May.", [PELL]),
        ("Olaf Tamm said the council did not approve the plan.", [VOTE]),
    ],
)
def test_words_that_are_given_to_somebody_else_are_found(text, shown):
    """Also where that somebody speaks in another quote beside it, or is only named near it."""
    assert "speaker" in kinds(text, *shown)


@pytest.mark.parametrize("name", ["Pell", "Mr Pell", "Howard Pell", "Mr Howard Pell", "The harbour chairman", "He"])
def test_a_speaker_may_be_called_by_any_form_of_the_name(name):
    """The surname, a title, an office that the passage gives, or a pronoun."""
    assert found(f"{name} said the bridge will not reopen before May.", PELL) == ()


@pytest.mark.parametrize(
    ("quoted", "is_grounded"),
    [
        ("“the bridge will not reopen before May”", True),
        ("“The bridge will not reopen before May.”", True),
        ('"the bridge will not reopen before May"', True),
        ("‘the bridge will not reopen before May’", True),
        ("“the bridge will never reopen before May”", False),
        ("“We counted … the bridge will not reopen before May”", False),
        ("“the bridge will not reopen before Ma”", False),
        ("“300 of 2,000 signatures”", False),
        ("“the bridge will reopen before May", False),
    ],
)
def test_what_is_in_quotation_marks_stands_word_for_word(quoted, is_grounded):
    """Whatever the marks; with nothing left out, and no part of a word or a number."""
    wrong = found(f"Pell said of the signatures they counted: {quoted}.", PELL)

    assert (not wrong) == is_grounded
    assert is_grounded or any(finding.kind in {"words", "negation"} for finding in wrong)


def test_a_dash_without_blanks_parts_words():
    """What follows it may be quoted; what follows a hyphen may not."""
    shown = evidence("The anti-ferry plan—it cost £5m—failed in May.")

    assert found("The anti-ferry plan failed: “it cost £5m”.", shown) == ()
    assert "words" in kinds("The anti-ferry plan failed: “ferry plan”.", shown)


def test_a_quoted_passage_that_only_the_context_has_is_not_cited():
    """What is quoted must be in the span that is shown as its source."""
    assert Finding("words", "met reporters") in found("Pell “met reporters” of the bridge before May.", PELL)


@pytest.mark.parametrize(
    "text",
    [
        "Residents were angry about the noise of the traffic.",
        "The council did not approve the £2.5m plan. Local families love boat trips in the summer.",
    ],
)
def test_a_sentence_of_other_words_is_found(text):
    """Each sentence by itself: a true one bears out no other."""
    assert "words" in kinds(text, VOTE)


def test_without_evidence_nothing_is_grounded():
    """However little it says."""
    assert found("The council met.") != ()


def test_markup_is_found_whatever_else_is_true():
    """A link in the midst of the quote's own words."""
    assert found("The council did not approve the [£2.5m plan](https://roke.example).", VOTE)[0].kind == "markup"


def test_the_question_bears_nothing_out():
    """Neither its names nor its numbers."""
    asked = "Did the council of Skerrow approve the £9m plan?"

    wrong = kinds("The council of Skerrow did not approve the £9m plan.", VOTE, question=asked)

    assert {"name", "number"} <= wrong


@given(st.text(st.sampled_from("aB1 .,:“”\"'’-–£%\n\u200b<[(`#") | st.characters(), max_size=60))
def test_any_text_can_be_checked(text):
    """Whatever a model may write, and whatever an article may have: findings or none."""
    stored = text.encode("utf-8", "replace").decode()
    for shown in (VOTE, evidence(stored, context=stored, speaker=stored)):
        assert isinstance(found(text, shown), tuple)


@pytest.mark.parametrize("text", ["a.", "a", "Ab ", "1,", "“", "[", "<a ", "&a", "Pell said ", "not ", "1 May "])
def test_a_long_text_is_checked_in_time(text):
    """Also one that repeats what the patterns look for."""
    began = time.monotonic()

    found(text * (20_000 // len(text)), VOTE)

    assert time.monotonic() - began < 10
