"""Systems that answer nothing, or everything, get nowhere."""

import re
from collections.abc import Callable, Sequence
from functools import cache

import pytest
from oracle import Span, cite, hit, oracle_rows, reply, subject, visible

from evals.row import Row, passed
from evals.run import run
from evals.summary import summarise
from evals.target import Target
from qa.wire import AskRequest, HitBody, ReplyBody, SearchRequest, SegmentBody
from qa.words import content_words
from vectorstore.words import stems

MOST_PASSED = 0.25
MOST_HITS = 10

Trick = Callable[[AskRequest, Sequence[Span]], str]
"""What a system answers, given the question and the passages that were found; nothing for an abstention."""


def always_abstain(_request: AskRequest, _found: Sequence[Span]) -> str:
    """The articles never say."""
    return ""


def first_chunk(_request: AskRequest, found: Sequence[Span]) -> str:
    """The best passage as it is."""
    return found[0].text if found else ""


def whole_context(_request: AskRequest, found: Sequence[Span]) -> str:
    """All that was found."""
    return "\n".join(span.text for span in found)


def copy_the_question(request: AskRequest, _found: Sequence[Span]) -> str:
    """The question, in the form of an answer."""
    return f"The articles say {request.question.rstrip('?')}."


def stuff_keywords(request: AskRequest, found: Sequence[Span]) -> str:
    """Every word of the question that a passage could be found by, and the best one's headline."""
    title = found[0].article.title if found else None
    return " ".join([*content_words(request.question), title or ""])


TRICKS = (always_abstain, first_chunk, whole_context, copy_the_question, stuff_keywords)


@cache
def rows(trick: Trick) -> tuple[Row, ...]:
    """What the trick makes of the project's own gold."""
    own = subject()
    search = _search if trick is first_chunk else None  # they all search alike: how well is measured once
    target = Target(ask=lambda request: _ask(request, trick), search=search)
    return run(own.questions, target=target, articles=own.articles, workers=1, progress=lambda _row: None)


def figures() -> str:
    """A line for each trick: how many of the questions it passes."""
    shares = {trick.__name__: summarise(rows(trick)).passed for trick in TRICKS}
    return "\n".join(f"{name:20} {100 * share.value:5.1f} % ({share.k} of {share.n})" for name, share in shares.items())


def _ask(request: AskRequest, trick: Trick) -> ReplyBody:
    found = _find(SearchRequest(query=request.question, limit=MOST_HITS, as_of=request.as_of))
    text = trick(request, found)
    cited = found if trick is whole_context else found[:1]
    segments = [SegmentBody(text=text, markers=tuple(range(1, len(cited) + 1)))] if text else []
    return reply(request.question, segments, [cite(span, speaker=None) for span in cited] if text else [])


def _search(request: SearchRequest) -> tuple[HitBody, ...]:
    return tuple(map(hit, _find(request)))


def _find(request: SearchRequest) -> list[Span]:
    """The paragraphs by how many of the words they share with the request, ties in order; none that shares no word."""
    wanted = set(stems(" ".join(content_words(request.query))))
    shown = {article.id for article in visible(subject().articles, until=request.as_of)}
    shown &= set(request.filters.article_ids) or shown
    shared = [(len(wanted & words), span) for span, words in _paragraphs() if span.article.id in shown]
    best = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])
    return [span for _, span in best[: request.limit]]


@cache
def _paragraphs() -> tuple[tuple[Span, frozenset[str]], ...]:
    spans = [Span(a, *found.span()) for a in subject().articles for found in re.finditer(r"[^\n]+", a.text)]
    return tuple((span, frozenset(stems(span.text))) for span in spans)


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_a_trick_passes_fewer_than_a_quarter_of_the_questions(trick):
    """There is no way to a good mark but to answer what can be answered, and to decline the rest."""
    assert summarise(rows(trick)).passed.value < MOST_PASSED, f"\n{figures()}"


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_a_trick_is_ranked_below_the_oracle(trick):
    """Whoever knows the answers does better."""
    assert summarise(rows(trick)).passed.value < summarise(oracle_rows()).passed.value


def test_abstaining_passes_nothing_that_has_an_answer():
    """What it passes is what has no answer, and all of that."""
    assert [row.question.id for row in rows(always_abstain) if passed(row) == row.question.answerable] == []


def test_the_words_in_common_find_something():
    """The tricks are not beaten by a search that finds nothing."""
    assert summarise(rows(first_chunk)).recall_100.value > 1 / 2
