"""What was found is measured against the evidence, and each lost fact has the stage that lost it."""

import pytest
from gold_oracle import BOTH, TEXTS, UNKNOWN, WHEN, abstention, answer, citation, oracle

from evals.match import locate
from evals.retrieval import Found, Retrieval, look, retrieval
from evals.share import Share
from evals.target import Target
from evals.waterfall import STAGES, Loss, losses
from qa.wire import HitBody


def hit(article_id, start, end):
    """The passage of that span."""
    return HitBody(
        passage_id=f"{article_id}:{start}-{end}",
        article_id=article_id,
        post_id=None,
        title=None,
        publisher=None,
        published_at=None,
        url=None,
        start=start,
        end=end,
        text=TEXTS[article_id][start:end],
        score=1.0,
        why={},
        copies=(),
    )


def span_of(question, number=0):
    """Where a piece of evidence stands: article, start, end."""
    evidence = question.evidence[number]
    return evidence.doc, *locate(TEXTS[evidence.doc], evidence.quote)[0]


RIGHT = hit(*span_of(WHEN))
WRONG = hit("bridge", 0, 40)


def lost(reply, *, hits, holders=((RIGHT,),), question=WHEN):
    """The losses of one reply."""
    return losses(question, reply, Found(hits=hits, holders=holders), texts=TEXTS)


def given(reply, *passages):
    """The reply of a target that says what it read."""
    return reply.model_copy(update={"passages": passages})


WRONG_ANSWER = answer(citation("bridge", 0, 40))


@pytest.mark.parametrize(
    ("reply", "hits", "holders", "stage"),
    [
        (WRONG_ANSWER, (WRONG,), ((),), "not ingested"),
        (WRONG_ANSWER, (WRONG,), ((hit("ferry", 0, 25), hit("ferry", 25, 80)),), "split"),
        (WRONG_ANSWER, (WRONG,), ((RIGHT,),), "not in top 100"),
        (given(WRONG_ANSWER, WRONG), (WRONG, RIGHT), ((RIGHT,),), "not in top k"),
        (given(WRONG_ANSWER, RIGHT), (RIGHT,), ((RIGHT,),), "in hand, unused"),
        (given(abstention(), RIGHT), (RIGHT,), ((RIGHT,),), "in hand, unused"),
        (answer(citation("bridge", 0, 40), text="On 3 May."), (RIGHT,), ((RIGHT,),), "used, cited wrong"),
        (answer(citation(*span_of(WHEN)), text="Soon."), (RIGHT,), ((RIGHT,),), "cited, not said"),
    ],
)
def test_a_missed_nugget_has_the_stage_that_lost_it(reply, hits, holders, stage):
    """One stage, the first on the way of a question that went wrong."""
    assert lost(reply, hits=hits, holders=holders) == (Loss("3 May", stage),)


def test_every_stage_is_tried_above():
    """A stage that is added has its test."""
    assert len(STAGES) == 7


def test_what_is_said_on_its_grounds_is_not_lost():
    """Nor is what another article's quote says, nor anything of a question that has no answer."""
    elsewhere = answer(citation("ferry", 0, 60))

    assert lost(oracle(WHEN), hits=()) == ()
    assert lost(elsewhere, hits=()) == ()
    assert lost(abstention(), hits=(), holders=(), question=UNKNOWN) == ()


def test_each_nugget_is_held_to_its_own_evidence():
    """Of two facts in two articles the one that was found and not used is told from the one not found."""
    people, jobs = hit(*span_of(BOTH, 0)), hit(*span_of(BOTH, 1))

    found = lost(given(abstention(), people), hits=(people,), holders=((people,), (jobs,)), question=BOTH)

    assert found == (Loss("30,000", "in hand, unused"), Loss("14", "not in top 100"))


def test_passages_are_ranked_by_the_evidence_in_them():
    """One of two passages with evidence at rank 2: half recalled, reciprocal rank a half."""
    people, jobs = hit(*span_of(BOTH, 0)), hit(*span_of(BOTH, 1))

    measured = retrieval(BOTH, Found(hits=(WRONG_HIT, people), holders=((people,), (jobs,))), texts=TEXTS)

    assert isinstance(measured, Retrieval)
    assert (measured.recall_10, measured.recall_100) == (Share(1, 2), Share(1, 2))
    assert measured.reciprocal_rank == 0.5
    assert 0 < measured.ndcg_10 < 1


WRONG_HIT = hit("ferry", 0, 20)


def test_a_copy_with_the_same_words_holds_the_evidence_too():
    """An agency story found at another outlet is found."""
    copy = RIGHT.model_copy(update={"article_id": "elsewhere", "passage_id": "elsewhere:0"})

    measured = retrieval(WHEN, Found(hits=(copy,), holders=((),)), texts=TEXTS)

    assert measured.recall_10 == Share(1, 1)


def test_without_evidence_in_the_articles_there_is_nothing_to_find():
    """No figure is better than a nought."""
    assert retrieval(UNKNOWN, Found(hits=(WRONG,), holders=()), texts=TEXTS) is None
    assert retrieval(WHEN, Found(hits=(WRONG,), holders=((),)), texts={}) is None


def test_a_target_is_searched_as_it_understood_the_question_and_for_each_evidence():
    """The question in its standalone form, deep; each quote within its article."""
    asked = []
    target = Target(ask=oracle, search=lambda request: asked.append(request) or ())
    reply = oracle(WHEN).model_copy(update={"standalone_question": "When does the Sallow ferry stop?"})

    found = look(WHEN, reply, target=target)

    assert found == Found(hits=(), holders=((),))
    assert (asked[0].query, asked[0].limit) == ("When does the Sallow ferry stop?", 100)
    assert (asked[1].query, asked[1].filters.article_ids) == (WHEN.evidence[0].quote, ("ferry",))


def test_a_target_that_cannot_be_searched_has_no_stages():
    """It is measured by its replies alone."""
    assert look(WHEN, oracle(WHEN), target=Target(ask=oracle)) is None
