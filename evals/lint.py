"""Finds gold that doesn't fit its articles, and matchers that don't do what their author meant."""

from collections.abc import Iterator, Mapping, Sequence

from evals.gold import GoldQuestion, MatcherTests
from evals.match import contains, locate
from evals.metrics import violating


def lint(gold: Sequence[GoldQuestion], *, texts: Mapping[str, str]) -> tuple[str, ...]:
    """One line for each fault: a quote that its article lacks, a nugget missing, a matcher that fails its tests.

    `texts` holds all that may be quoted, by article id: of a live page, its headings as well.
    """
    ids = {question.id for question in gold}
    return tuple(
        f"{question.id}: {fault}"
        for question in gold
        for faults in (_evidence(question, texts), _twin(question, ids), _nuggets(question), _must_not(question))
        for fault in faults
    )


def _evidence(question: GoldQuestion, texts: Mapping[str, str]) -> Iterator[str]:
    if question.answerable and not question.evidence:
        yield "is answerable, but has no evidence: quote what bears the answer out"
    for evidence in question.evidence:
        if evidence.doc not in texts:
            yield f"there is no article {evidence.doc!r}"
        elif not locate(texts[evidence.doc], evidence.quote):
            yield f"article {evidence.doc!r} does not say {evidence.quote!r}"


def _twin(question: GoldQuestion, ids: set[str]) -> Iterator[str]:
    if question.twin is not None and (question.twin not in ids or question.twin == question.id):
        yield f"its twin {question.twin!r} is no other question of these files"


def _nuggets(question: GoldQuestion) -> Iterator[str]:
    if question.answerable and not question.must_include:
        yield "is answerable, but 'must_include' is empty: say what a good reply must contain"
    if question.nugget_tests and len(question.nugget_tests) != len(question.must_include):
        yield f"has nugget_tests for {len(question.nugget_tests)} of its {len(question.must_include)} nuggets"
        return
    for nugget, tests in zip(question.must_include, question.nugget_tests, strict=False):
        faults = _failed(
            tests, {text for text in (*tests.match, *tests.miss) if any(contains(text, w) for w in nugget)}
        )
        yield from (f"nugget {nugget[0]!r} {fault}" for fault in faults)


def _must_not(question: GoldQuestion) -> Iterator[str]:
    tests = question.must_not_tests
    if tests is None:
        return
    texts = {*tests.match, *tests.miss}
    yield from (f"must_not_include {fault}" for fault in _failed(tests, {t for t in texts if violating(question, [t])}))


def _failed(tests: MatcherTests, found: set[str]) -> Iterator[str]:
    yield from (f"is not found in {text!r}, and should be" for text in tests.match if text not in found)
    yield from (f"is found in {text!r}, and should not be" for text in tests.miss if text in found)
