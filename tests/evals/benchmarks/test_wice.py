"""Claims checked against the sentences of the page that they cite."""

import pytest
from benchmark_data import quiet, values, write_rows

from evals.benchmarks.wice import THRESHOLDS, chosen_sentences, measure, set_f1
from evals.benchmarks.wice_evidence import chosen_evidence
from qa.wire import CitationBody

EVIDENCE = ["Harbour news", "", "Lena Frobisher won the regatta in 1962.", "Rain fell all afternoon."]
CLAIM = {
    "id": "regatta",
    "claim": "Lena Frobisher won the regatta in 1962.",
    "label": "supported",
    "supporting_sentences": [[2], [0, 2]],
    "evidence": EVIDENCE,
    "claim_title": "Lena Frobisher",
}
FOREIGN = {
    "id": "opera",
    "claim": "Tobias Quennell composed eleven operas about Antarctic explorers.",
    "label": "not_supported",
    "supporting_sentences": [[]],
    "evidence": EVIDENCE,
    "claim_title": "Tobias Quennell",
}


ANSWERED = ("accuracy", "F1 of supported", "sentence F1")


def citation(start, end):
    """A citation of that span."""
    return CitationBody(
        marker=1,
        article_id="a",
        version=1,
        post=None,
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        url=None,
        passage_id="a:0-9",
        start=start,
        end=end,
        quote="-",
        speaker=None,
        correction=None,
        copies=(),
    )


@pytest.mark.parametrize(
    ("span", "chosen"),
    [((0, 4), {0}), ((2, 4), {0}), ((3, 4), set()), ((4, 6), set()), ((6, 9), {2}), ((0, 9), {0, 2}), ((3, 8), {2})],
)
def test_a_sentence_is_chosen_where_a_citation_covers_half_of_it(span, chosen):
    """The article is `abcd`, an empty line, and `efg`, one a line; the empty line is never chosen."""
    assert chosen_sentences(["abcd", "", "efg"], [citation(*span)]) == chosen


def test_without_a_citation_nothing_is_chosen():
    """An abstention has none."""
    assert chosen_sentences(["abcd"], []) == frozenset()


def test_the_f1_of_two_sets_is_zero_where_either_is_empty():
    """Half of what was chosen and all that was to be gives two thirds."""
    assert set_f1(frozenset({1, 2}), frozenset({1})) == pytest.approx(2 / 3)
    assert set_f1(frozenset(), frozenset({1})) == 0
    assert set_f1(frozenset(), frozenset()) == 0


def test_a_claim_is_supported_where_the_cited_sentence_says_it(tmp_path, settings):
    """One claim stands word for word in its page, the other's page says nothing of it and has no best sentences."""
    write_rows(tmp_path / "claims.jsonl.gz", [CLAIM, FOREIGN])

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert result.errors == ()
    assert [values(result)[name] for name in ANSWERED] == [1, 1, 1]
    assert [(row["supported"], row["chosen"]) for row in result.rows] == [(True, [2]), (False, [])]


def test_a_claim_that_differs_in_a_number_is_not_supported(tmp_path, settings):
    """It cites the right sentence, which says another year."""
    write_rows(tmp_path / "claims.jsonl.gz", [{**CLAIM, "claim": "Lena Frobisher won the regatta in 1971."}])

    found = values(measure(tmp_path, limit=None, lab=quiet(settings)))

    assert [found[name] for name in ANSWERED] == [0, 0, 1]
    assert found["checker, nothing found: accuracy"] == 0


def test_the_checker_is_measured_from_every_threshold_on(tmp_path, settings):
    """The claim that stands there is told from the other by each but the highest; from the highest on none is."""
    write_rows(tmp_path / "claims.jsonl.gz", [CLAIM, FOREIGN])

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    found = values(result)
    assert all(found[f"checker from {threshold:.2f}: accuracy"] == 1 for threshold in THRESHOLDS if threshold < 0.85)
    assert found["checker from 0.90: accuracy"] == 0.5
    assert found["checker, nothing found: F1 of supported"] == 1
    assert [bool(row["findings"]) for row in result.rows] == [False, True]


def test_evidence_is_chosen_by_the_words_of_the_claim_that_are_still_lacking():
    """The sentence with most of them, then the one with the rest; none that adds nothing. Headers are context."""
    page = [
        "(meta data) TITLE: Regatta",
        "Fog lay there.",
        "Lena Frobisher won.",
        "The regatta of 1962 was long.",
        "Won.",
    ]

    first, second = chosen_evidence("Lena Frobisher won the regatta.", page)

    assert (first.quote, second.quote) == (page[2], page[3])
    assert first.context.splitlines() == [page[0], *page]
    assert chosen_evidence("Otters swim.", page) == ()
