"""Each metric counts what its name says, and stays on its scale."""

import pytest
from gold_oracle import (
    BOTH,
    GOLD,
    PREMISE,
    TEXTS,
    UNKNOWN,
    WHEN,
    WHO,
    abstention,
    answer,
    citation,
    gold_question,
    oracle,
)
from hypothesis import given
from hypothesis import strategies as st

from evals.gold import Evidence
from evals.metrics import score, seen_text, word_limit
from evals.share import Share

BRANDT = citation("ferry", TEXTS["ferry"].index("Tom Brandt"), len(TEXTS["ferry"]))


def scored(question, reply):
    """The reply measured against the small articles."""
    return score(question, reply, texts=TEXTS)


@pytest.mark.parametrize(
    ("gold", "cited", "same"),
    [
        ("Tom Brandt", "BRANDT", True),
        ("Lloyd J. Austin III", "Lloyd Austin", True),
        ("one senior official (unnamed)", "a senior western official", True),
        ("Tom Brandt", "Tom Quist", False),
        ("Tom Brandt", "Brandtner", False),
        ("Tom Brandt", None, False),
    ],
)
def test_speakers_are_compared_by_surname(gold, cited, same):
    """Forenames, initials, generations and case don't make another person."""
    question = gold_question(speaker=gold)

    assert scored(question, answer(citation("ferry", 0, 9, speaker=cited))).attribution is same


def test_attribution_is_none_where_it_does_not_matter_or_nothing_was_answered():
    """Neither a fact nor an abstention attributes anything."""
    assert scored(WHEN, oracle(WHEN)).attribution is None
    assert scored(WHO, abstention()).attribution is None


@pytest.mark.parametrize(("covered", "hits"), [(13, 1), (12, 0)])
def test_half_of_the_evidence_is_enough_and_less_is_not(covered, hits):
    """The span has 26 characters: 13 of them are half."""
    start = TEXTS["ferry"].index("will stop running on 3 May")

    result = scored(WHEN, answer(citation("ferry", 0, start + covered), text="On 3 May."))

    assert result.evidence_hit == Share(hits, 1)


def test_one_span_is_enough_where_any_will_do():
    """Under `evidence_any` the spans are one demand."""
    question = BOTH.model_copy(update={"evidence_any": True})

    assert scored(question, answer(oracle(BOTH).citations[1])).evidence_hit == Share(1, 1)
    assert scored(question, abstention()).evidence_hit == Share(0, 1)


def test_evidence_that_no_text_holds_is_not_counted():
    """A heading can't be cited by offsets, so nobody is blamed for not citing it."""
    question = gold_question(evidence=(Evidence(doc="ferry", quote="Ferry to stop"),))

    assert scored(question, oracle(WHEN)).evidence_hit == Share(0, 0)


@pytest.mark.parametrize("excused", [True, False])
def test_a_violation_is_forgiven_only_in_the_sentence_that_excuses_it(excused):
    """Another sentence's excuse doesn't count."""
    question = gold_question(must_not_include=("slap in the face",), must_not_unless=("Brandt",))
    said = "Brandt called it a slap in the face." if excused else "Brandt spoke. It was a slap in the face."

    assert scored(question, answer(citation("ferry", 0, 9), text=said)).violations == (
        () if excused else ("slap in the face",)
    )


def test_a_second_sentence_without_excuse_still_violates():
    """Saying it rightly once does not allow saying it wrongly next."""
    question = gold_question(must_not_include=("a slap",), must_not_unless=("Brandt",))

    result = scored(question, answer(citation("ferry", 0, 9), text="Brandt called it a slap. She called it a slap."))

    assert result.violations == ("a slap",)


def test_only_the_answer_is_seen_but_for_the_speaker_where_it_matters():
    """Quotes, titles and publishers beside an answer are not what it says."""
    reply = answer(citation("ferry", 0, 30, speaker="Tom Brandt"), text="It stops.")

    assert seen_text(WHEN, reply) == ("It stops.",)
    assert seen_text(WHO, reply) == ("It stops.", "Tom Brandt")
    assert seen_text(gold_question(kind="attribution-trap"), reply) == ("It stops.", "Tom Brandt")


def test_markers_are_no_part_of_what_is_said():
    """`[14]` does not say fourteen."""
    question = gold_question(must_include=(("14",),))

    assert scored(question, answer(citation("ferry", 0, 9, marker=14))).missing == ("14",)


@pytest.mark.parametrize(
    ("question", "reply", "passes"),
    [
        (WHEN, abstention(), False),
        (UNKNOWN, abstention(), True),
        (UNKNOWN, answer(citation("ferry", 0, 30)), False),
        (PREMISE, abstention(), True),
        (PREMISE, answer(BRANDT, text="It was Brandt who did."), True),
        (PREMISE, answer(citation("ferry", 0, 30), text="It was Brandt who did."), False),
        (PREMISE, answer(citation("ferry", 0, 30), text="She was angry."), False),
        (PREMISE, answer(citation("ferry", 0, 30), text="Brandt says it is because Quist left."), False),
        (PREMISE, answer(citation("ferry", 0, 30, quote="forged"), text="It was Brandt who did."), False),
        (PREMISE.model_copy(update={"must_include": ()}), answer(citation("ferry", 0, 30)), False),
    ],
)
def test_a_question_passes_by_what_it_asks_for(question, reply, passes):
    """The answerable want an answer, the unanswerable none, and a false premise either none or its correction."""
    assert scored(question, reply).passed is passes


def test_long_evidence_allows_a_long_answer():
    """A question whose evidence alone fills the limit may have three times as much."""
    question = gold_question(evidence=(Evidence(doc="ferry", quote="word " * 100),))

    assert word_limit(question) == 300


citations = st.builds(
    lambda article_id, start, end, marker, quote, speaker: citation(
        article_id, start, end, marker=marker, quote=quote, speaker=speaker
    ),
    st.sampled_from(sorted(TEXTS)),
    st.integers(-5, 300),
    st.integers(-5, 300),
    st.integers(1, 4),
    st.none() | st.text(max_size=20),
    st.none() | st.sampled_from(["Tom Brandt", "Ada Quist", "(unnamed)"]) | st.text(max_size=10),
)
replies = st.just(abstention()) | st.builds(
    lambda cited, text: answer(*cited, text=text),
    st.lists(citations, max_size=4),
    st.none() | st.text(max_size=60) | st.sampled_from(list(TEXTS.values())),
)


@given(st.sampled_from(GOLD), replies)
def test_every_metric_stays_between_nought_and_one(question, reply):
    """No reply, however odd, scores outside the scale or without a number where there is something to count."""
    result = scored(question, reply)

    for share in (result.citation_validity, result.nugget_recall, result.evidence_hit):
        assert 0 <= share.k <= share.n
        assert share.value is None if share.n == 0 else 0 <= share.value <= 1


@given(st.sampled_from(GOLD), st.lists(citations, max_size=3))
def test_adding_a_forged_citation_never_helps(question, cited):
    """One more quote that stands nowhere raises nothing and makes nothing pass."""
    forged = citation("ferry", 0, 6, marker=9, quote="forged")

    before = scored(question, answer(*cited, text="It stops on 3 May."))
    after = scored(question, answer(*cited, forged, text="It stops on 3 May."))

    assert (after.citation_validity.value or 0) <= (before.citation_validity.value or 0)
    assert after.evidence_hit == before.evidence_hit
    assert after.passed <= before.passed
