"""What holds of the measures whatever is replied."""

from dataclasses import fields

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Span, cite, oracle_rows, reply, subject, visible

from evals.metrics import Score, score
from evals.share import Share
from evals.summary import summarise
from qa.wire import ReplyBody, SegmentBody

HIGHER_IS_BETTER = [field.name for field in fields(Score) if field.type is Share]
quick = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def spans(draw):
    """Stretches of the sample articles."""
    article = draw(st.sampled_from(subject().articles))
    start = draw(st.integers(0, len(article.text) - 2))
    return Span(article, start, draw(st.integers(start + 1, min(start + 400, len(article.text)))))


@st.composite
def replies(draw):
    """A question, and a reply to it that may be good in parts: the oracle's citations among others, and forged ones."""
    row = draw(st.sampled_from(oracle_rows()))
    own = draw(st.lists(st.sampled_from(row.reply.citations), unique=True)) if row.reply.citations else []
    cited = own + [cite(span, speaker=draw(st.none() | st.just("Olaf Scholz"))) for span in draw(st.lists(spans()))]
    forged = [c.model_copy(update={"start": max(c.start - draw(st.integers(0, 1)), 0)}) for c in cited]
    markers = st.lists(st.integers(1, len(cited) + 1), max_size=3).map(tuple)
    texts = st.sampled_from([*(s.text for s in row.reply.segments), *(c.quote for c in cited), row.question.question])
    segments = draw(st.lists(st.builds(SegmentBody, text=texts, markers=markers), max_size=4))
    return row.question, reply(row.question.question, segments, forged if segments else [])


@st.composite
def forged_besides(draw):
    """A question, a reply and a citation that stands in no article, though it names the right speaker."""
    question, answer = draw(replies())
    good = cite(draw(spans()), speaker=draw(st.none() | st.just(question.speaker)))
    fault = draw(st.sampled_from([{"quote": f"{good.quote}#"}, {"article_id": "nowhere"}, {"start": -1}]))
    return question, answer, good.model_copy(update={**fault, "marker": draw(st.integers(1, 9))})


def scored(question, answer: ReplyBody) -> Score:
    """The reply measured against what may be cited."""
    texts = {article.id: article.text for article in visible(subject().articles, until=question.visible_until)}
    return score(question, answer, texts=texts)


@quick
@given(replies())
def test_every_share_is_between_none_and_all(drawn):
    """Nothing counts negatively, and nothing counts more than once."""
    result = scored(*drawn)

    for name in HIGHER_IS_BETTER:
        share = getattr(result, name)
        assert 0 <= share.k <= share.n
        assert share.value is None or 0 <= share.value <= 1


@quick
@given(replies(), st.randoms(use_true_random=False))
def test_the_order_of_the_citations_changes_no_mark(drawn, random):
    """A citation is found by its number, not by its place."""
    question, answer = drawn
    shuffled = tuple(random.sample(answer.citations, k=len(answer.citations)))

    assert scored(question, answer.model_copy(update={"citations": shuffled})) == scored(question, answer)


@quick
@given(forged_besides())
def test_a_forged_citation_never_raises_a_mark(drawn):
    """Not its own, not another's: it can't turn a reply into one that passes, nor be hidden among the others."""
    question, answer, forged = drawn
    before = scored(question, answer)

    after = scored(question, answer.model_copy(update={"citations": (*answer.citations, forged)}))

    for name in HIGHER_IS_BETTER:
        assert (getattr(after, name).value or 0) <= (getattr(before, name).value or 0), name
    assert set(before.violations) <= set(after.violations)
    assert before.passed >= after.passed
    assert (before.attribution is True) >= (after.attribution is True)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_number(random):
    """A summary counts questions; it does not follow them."""
    rows = oracle_rows()[::5]

    assert summarise(random.sample(rows, k=len(rows))) == summarise(rows)
