"""A good reply has full marks, and each way of spoiling one lowers the metric that is there for it."""

import pytest
from gold_oracle import (
    BOTH,
    GOLD,
    TEXTS,
    WHEN,
    WHO,
    abstention,
    answer,
    citation,
    oracle,
)

from evals.metrics import score, word_limit
from evals.share import Share


def scored(question, reply):
    """The reply measured against the small articles."""
    return score(question, reply, texts=TEXTS)


def respoken(reply, *, text):
    """The reply with other words in its first segment."""
    first, *rest = reply.segments
    return reply.model_copy(update={"segments": (first.model_copy(update={"text": text}), *rest)})


def recited(reply, **fields):
    """The reply with its first citation altered."""
    first, *rest = reply.citations
    return reply.model_copy(update={"citations": (first.model_copy(update=fields), *rest)})


@pytest.mark.parametrize("question", GOLD, ids=lambda question: question.id)
def test_a_reply_made_of_the_gold_evidence_passes(question):
    """The oracle gets full marks wherever there is something to count."""
    result = scored(question, oracle(question))

    assert result.passed
    assert result.violations == ()
    if question.answerable:
        shares = (result.citation_validity, result.nugget_recall, result.evidence_hit)
        assert [share.value for share in shares] == [1, 1, 1]
        assert result.attribution in {True, None}


@pytest.mark.parametrize("question", [WHEN, WHO, BOTH], ids=lambda question: question.id)
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_shifted_offset_is_an_invalid_citation(question, shift):
    """A quote that stands one character off does not stand there."""
    good = oracle(question)
    first = good.citations[0]

    result = scored(question, recited(good, start=first.start + shift, end=first.end + shift))

    assert result.citation_validity.value < 1
    assert result.evidence_hit.value < 1
    assert not result.passed


@pytest.mark.parametrize(
    "forgery",
    [
        {"article_id": "nowhere"},
        {"article_id": "bridge"},
        {"quote": "will stop running on 4 May"},
        {"start": -10, "end": -1},
        {"start": 5, "end": 5, "quote": ""},
        {"end": 10_000},
    ],
    ids=str,
)
def test_a_forged_citation_counts_as_invalid(forgery):
    """An article that isn't there, the wrong article, other words and impossible offsets all count 0 of 1."""
    result = scored(WHEN, recited(oracle(WHEN), **forgery))

    assert result.citation_validity == Share(0, 1)
    assert result.evidence_hit == Share(0, 1)
    assert not result.passed


def test_a_dropped_citation_leaves_a_marker_that_counts_as_invalid():
    """A number that leads nowhere is worse than no number."""
    good = oracle(BOTH)

    result = scored(BOTH, good.model_copy(update={"citations": good.citations[1:]}))

    assert result.citation_validity == Share(1, 2)
    assert result.evidence_hit == Share(1, 2)
    assert not result.passed


def test_an_answer_without_any_citation_does_not_pass():
    """With nothing cited there is no validity to speak of, and no pass."""
    result = scored(WHEN, answer(text="On 3 May."))

    assert result.citation_validity == Share(0, 0)
    assert result.nugget_recall.value == 1
    assert not result.passed


def test_a_swapped_number_loses_its_nugget_and_may_violate():
    """130,000 is not 30,000."""
    result = scored(BOTH, respoken(oracle(BOTH), text="About 130,000 people use it a year."))

    assert result.nugget_recall == Share(1, 2)
    assert result.missing == ("30,000",)
    assert result.violations == ("130,000",)
    assert not result.passed


def test_a_swapped_speaker_is_a_wrong_attribution():
    """The name shown beside a quote is part of the answer to who said it."""
    result = scored(WHO, recited(oracle(WHO), speaker="Ada Quist"))

    assert result.attribution is False
    assert result.missing == ("Brandt",)
    assert result.violations == ("Quist",)
    assert not result.passed


def test_citing_another_place_with_the_right_words_misses_the_evidence():
    """The right answer beside the wrong span is no evidence hit, and the citation is valid all the same."""
    result = scored(WHEN, answer(citation("bridge", 0, 40), text="On 3 May."))

    assert result.citation_validity.value == 1
    assert result.evidence_hit == Share(0, 1)


@pytest.mark.parametrize("question", [WHEN, WHO, BOTH], ids=lambda question: question.id)
def test_echoing_the_question_does_not_pass(question):
    """The question's own words, beside a valid citation of the wrong place, answer nothing."""
    result = scored(question, answer(citation("ferry", 0, 16), text=question.question))

    assert not result.passed


def test_an_answer_longer_than_allowed_does_not_pass():
    """Every wording is somewhere in a long enough text."""
    padding = "and so on " * word_limit(WHEN)

    result = scored(WHEN, respoken(oracle(WHEN), text=f"It will stop running on 3 May {padding}"))

    assert result.nugget_recall.value == 1
    assert not result.passed


def test_pasting_whole_articles_or_always_abstaining_scores_badly():
    """Whoever pastes all has every nugget and passes nothing; whoever says nothing passes only what has no answer."""
    long_texts = {name: " ".join([text] * 10) for name, text in TEXTS.items()}
    everything = answer(
        *(
            citation(name, 0, len(text), marker=marker, quote=text)
            for marker, (name, text) in enumerate(long_texts.items(), start=1)
        )
    )

    pasted = [score(question, everything, texts=long_texts) for question in GOLD]
    silent = [scored(question, abstention()) for question in GOLD]

    assert all(result.nugget_recall.value in {1, None} for result in pasted)
    assert not any(result.passed for result in pasted)
    assert [result.passed for result in silent] == [not question.answerable for question in GOLD]
